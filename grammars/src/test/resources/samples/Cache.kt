package shop

/**
 * Keeps answers for [ttl] milliseconds.
 * @property ttl how long
 */
class Cache<K : Any, V>(private val ttl: Long) : AutoCloseable {
    /** Finds an answer that is still fresh. */
    fun find(key: K, now: Long = 0): V? = null

    /** Forgets everything at once. */
    internal fun clear() { }

    private fun grow() {}

    companion object {
        /** Makes a cache without a limit. */
        fun <K : Any, V> unlimited(): Cache<K, V> = Cache(0)
    }

    override fun close() {}
}

/** Anything that can be priced. */
interface Priced { fun price(): Long }

/** The colours of a receipt. */
enum class Colour { RED, GREEN }

/** Adds the tax to a price. */
fun Priced.withTax(rate: Double): Long = price()

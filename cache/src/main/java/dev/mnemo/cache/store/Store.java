package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Where a cache keeps its answers: rows with a key, an id and a vector, and beside them counters, feedback and small
/// notes. A store finds rows by key and by id; it does not search by meaning, does not decide what may be given out
/// and never reads a clock.
///
/// Every change is one transaction: after a call returned the change is kept as firmly as the store's documentation
/// says, after a call failed nothing of it is there. Implementations are safe for many threads; stores that other
/// processes share are safe for many processes. The contract test `StoreContract` says all of this as tests; extend
/// it to check a store of your own.
///
/// Failures of the store itself are {@link dev.mnemo.kernel.fault.MnemoException}s and never show a password; using a
/// store that was not opened or is closed is a {@link dev.mnemo.kernel.fault.Refusal}.
///
/// Called by: a cache, from any of its threads. On the path of a hit only {@link #find}, {@link #get} and
/// {@link #changesSince}; everything else is on the path of a put or in the background.
public interface Store extends AutoCloseable {
    /// Most entries that one {@link #remove} takes away, so that no transaction grows with the store.
    int REMOVED_MAX = 10_000;

    /// Entries that {@link #oldest} reads at once where the store has no quicker way.
    int PAGE = 1_000;

    /// Short lower-case name of the kind of store, for reports: `memory`, `sqlite`, `postgresql`, `redis`.
    String kind();

    /// Makes the store ready: creates what is missing, brings an older format up to date, and remembers `model` in
    /// a store that is new. Several processes may open one new store at the same moment; all get the same answer.
    /// Called once, first.
    ///
    /// @return the model whose vectors this store holds; the caller compares it with its own and closes the store
    ///     if they differ
    /// @param model the caller's, or {@link Model#UNKNOWN} to look at a store without making it one's own
    /// @throws dev.mnemo.kernel.fault.MnemoException with `STORE_NEWER` if a later version of Mnemo wrote the store
    Model open(Model model);

    /// The entry of a key, as the store has it now, whether expired or not.
    Optional<StoredEntry> find(Key key);

    /// The entries with these ids, in the order of the ids; an id without an entry is left out.
    List<StoredEntry> get(Collection<Long> ids);

    /// The entries whose id is greater than `afterId`, ascending by id, at most `limit`. Entries that change between
    /// two pages may be seen in either state; nothing that stays is missed.
    List<StoredEntry> entries(long afterId, int limit);

    /// What an index needs of every entry whose id is greater than `afterId`, ascending by id. The fastest way
    /// through a whole store: used when a cache opens and no saved index fits.
    ///
    /// @param each gets one row at a time and must not call the store
    void vectors(long afterId, VectorReader each);

    /// The namespaces that have entries, each with how many. Costs as much as there are namespaces, not entries.
    SortedMap<String, Long> counts();

    /// How many entries a scope has. Cheap enough to be asked after every put.
    long count(Scope scope);

    /// The entries of a scope that were given out longest ago, oldest first, entries of the same millisecond by id.
    /// Flush pending {@link #touch touches} first. Used to choose what to evict.
    List<Candidate> leastRecent(Scope scope, int limit);

    /// When the oldest entry was stored; empty if there is none. Replaced entries keep their ids, so the first need
    /// not be the oldest.
    default Optional<Instant> oldest() {
        Optional<Instant> oldest = Optional.empty();
        long after = 0;
        List<StoredEntry> page;
        do {
            page = entries(after, PAGE);
            for (var entry : page) {
                after = entry.id();
                if (oldest.isEmpty() || entry.createdAt().isBefore(oldest.get())) {
                    oldest = Optional.of(entry.createdAt());
                }
            }
        } while (page.size() >= PAGE);
        return oldest;
    }

    /// Stores entries: all or none if they are at most a thousand, else a thousand at a time. An entry whose key is
    /// new gets a new id; an entry whose key is there replaces it in every field and keeps its id. Ids are never
    /// used twice. The ids in the given entries do not count.
    ///
    /// @return the ids in the order of the entries
    List<Long> put(List<StoredEntry> entries);

    /// Stores one entry.
    ///
    /// @return its id
    default long put(StoredEntry entry) {
        return put(List.of(entry)).getFirst();
    }

    /// Records that entries were given out: the later access time wins, hits are added. Ids without an entry are
    /// passed over. Not a change in the sense of {@link #changesSince}. Called in batches, in the background.
    void touch(Collection<Touch> touches);

    /// Removes the entries that a selection names, at most {@link #REMOVED_MAX}, and fewer only if it names no more;
    /// call again as long as that many come back. What is selected and what is removed is decided at one moment: an
    /// entry that was replaced in the meantime is judged as it is then.
    ///
    /// @return the entries that are gone, by id
    List<Removed> remove(Selection selection);

    /// Where to begin to follow the change log: everything with a sequence up to this one is visible already, what is
    /// committed after this call has a greater one.
    long sequence();

    /// What changed after a sequence, in the order of sequences. Changes of one transaction may share a sequence and
    /// always come together, so a few more than `limit` may come. A change that appears later never has a sequence
    /// at or below one that was already handed out; to hold this, a store may show a change a moment after it was
    /// made. The own changes of the caller are among them.
    ///
    /// @return the changes, or {@link Changes#complete} false if the log no longer reaches back that far: then
    ///     everything must be read anew, starting from {@link #sequence} as asked before reading
    Changes changesSince(long sequence, int limit);

    /// Adds to counters; a counter that is not there starts at 0. Several processes may add to one counter.
    void addCounters(Collection<Counter> amounts);

    /// All counters that are not 0, by namespace and name.
    List<Counter> counters();

    /// Sets all counters of a namespace to 0.
    void dropCounters(String namespace);

    /// Keeps what was learnt about an answer, beyond the life of its entry. Appears in the change log.
    ///
    /// @return its id
    long addFeedback(Feedback feedback);

    /// Feedback whose id is greater than `afterId`, ascending by id, at most `limit`.
    List<Feedback> feedback(long afterId, int limit);

    /// Forgets feedback by id; ids that are not there are passed over.
    void dropFeedback(Collection<Long> ids);

    /// A note by name, such as a learnt model or a saved counter of another kind.
    Optional<String> note(String name);

    /// All notes whose names begin with a prefix.
    SortedMap<String, String> notes(String prefix);

    /// Writes notes, all or none; an empty text removes the note.
    void writeNotes(Map<String, String> notes);

    /// Looks for damage.
    ///
    /// @param depth `QUICK` takes milliseconds however large the store is; `FULL` reads everything
    /// @return what is damaged, in one sentence; empty if nothing was found
    Optional<String> damage(Depth depth);

    /// How hard to look for damage.
    enum Depth {
        QUICK,
        FULL
    }

    /// Writes everything to a new file in the format of {@link SqliteStore}, while others may go on writing. The file
    /// shows one moment unless the store says otherwise.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if the file exists
    void snapshot(Path file);

    /// Lets go of files and connections. Closing twice is allowed; a closed store cannot be opened again.
    @Override
    void close();

    /// Gets the rows of {@link #vectors}.
    @FunctionalInterface
    interface VectorReader {
        /// @param id the entry's id
        /// @param namespace its namespace
        /// @param partition its partition
        /// @param vector its vector; may be used again for the next row, so copy what must stay
        void row(long id, String namespace, String partition, float[] vector);
    }

    /// That an entry was given out.
    ///
    /// @param id the entry's id
    /// @param at when it was last given out
    /// @param hits how often it was given out since the last record of it
    record Touch(long id, Instant at, long hits) {}
}

package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The words of a store's active nodes as one process found them, for the next one: `index/words.derived`. The
/// form: how many nodes; of each, ascending, the bits of its address and its different words; then the index over the
/// words. Its stamp says how words were cut, so that another way to cut never meets
/// it; which nodes it holds is compared one by one.
final class SavedWords {
    /// A store with fewer nodes is read as fast as this is.
    static final int NODES_MIN = 256;

    private static final int FORM = 2;
    private static final int NODE_BYTES = Long.BYTES + Integer.BYTES;

    /// What every way to cut words cuts in its own way.
    private static final String SAMPLE =
            "The retryQueue's HTTPServer2 is_bounded, naïvely: über-fast caches for 東京 and RS256?";

    private final ByteBuffer nodes;
    private final byte[] terms;

    private SavedWords(ByteBuffer nodes, byte[] terms) {
        this.nodes = nodes;
        this.terms = terms;
    }

    static SavedWords of(long[] addresses, int[] distinctWords, byte[] terms) {
        var table = ByteBuffer.allocate(addresses.length * NODE_BYTES);
        for (int i = 0; i < addresses.length; i++) {
            table.putLong(addresses[i]).putInt(distinctWords[i]);
        }
        return new SavedWords(table, terms);
    }

    /// What was saved beside a store, if it is undamaged and cut the same way.
    static Optional<SavedWords> load(NodeStore store, Analysis analysis) {
        return store.derived().load(name(analysis), stamp(analysis)).flatMap(SavedWords::parse);
    }

    private static Optional<SavedWords> parse(byte[] block) {
        if (block.length < Integer.BYTES) {
            return Optional.empty();
        }
        int count = ByteBuffer.wrap(block).getInt();
        if (count < 0 || count > (block.length - Integer.BYTES) / NODE_BYTES) {
            return Optional.empty();
        }
        int end = Integer.BYTES + count * NODE_BYTES;
        return Optional.of(new SavedWords(
                ByteBuffer.wrap(Arrays.copyOfRange(block, Integer.BYTES, end)),
                Arrays.copyOfRange(block, end, block.length)));
    }

    void save(NodeStore store, Analysis analysis) {
        var block = ByteBuffer.allocate(Integer.BYTES + nodes.capacity() + terms.length)
                .putInt(size())
                .put(nodes.duplicate().rewind())
                .put(terms)
                .array();
        store.derived().save(name(analysis), stamp(analysis), block);
    }

    /// Saves nothing in place of what was saved.
    static void empty(NodeStore store, Analysis analysis) {
        store.derived().save(name(analysis), stamp(analysis), new byte[0]);
    }

    int size() {
        return nodes.capacity() / NODE_BYTES;
    }

    Address address(int place) {
        return new Address(nodes.getLong(place * NODE_BYTES));
    }

    int distinctWords(int place) {
        return nodes.getInt(place * NODE_BYTES + Long.BYTES);
    }

    byte[] terms() {
        return terms;
    }

    private static String name(Analysis analysis) {
        return analysis instanceof dev.mnemo.kernel.text.ClassicWords ? "words-classic" : "words";
    }

    private static long stamp(Analysis analysis) {
        return (long) FORM << Integer.SIZE
                | Integer.toUnsignedLong(analysis.words(SAMPLE).hashCode());
    }
}

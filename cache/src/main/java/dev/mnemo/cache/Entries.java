package dev.mnemo.cache;

import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Removed;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.kernel.vector.PartitionedIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The entries: a store that keeps them and an index that finds them by meaning, kept in step. The store is the truth.
/// An entry is written to the store first; a row of the index without an entry is harmless and goes when it is met.
final class Entries {
    private final Store store;
    private final PartitionedIndex index;
    private final KeyLocks locks = new KeyLocks();
    private final AccessTimes accessTimes = new AccessTimes();

    Entries(Store store, PartitionedIndex index) {
        this.store = store;
        this.index = index;
    }

    Store store() {
        return store;
    }

    PartitionedIndex index() {
        return index;
    }

    Optional<StoredEntry> find(Key key) {
        return store.find(key);
    }

    List<StoredEntry> get(Collection<Long> ids) {
        return store.get(ids);
    }

    /// The entries nearest to a vector within a partition, nearest first, as the index sees it.
    List<Neighbour> nearest(Key key, float[] unit, int limit) {
        return index.search(unit, Partitions.name(key.namespace(), key.partition()), limit);
    }

    /// Stores an entry and makes it findable. When this returns, the store has it.
    ///
    /// @return its id
    long put(StoredEntry entry) {
        return locks.with(Key.of(entry), () -> {
            long id = store.put(entry);
            index(entry.withId(id));
            return id;
        });
    }

    /// Makes an entry of the store findable.
    void index(StoredEntry entry) {
        UnitVectors.of(entry.embedding())
                .filter(unit -> unit.length == index.dimensions())
                .ifPresent(
                        unit -> index.append(entry.id(), unit, Partitions.name(entry.namespace(), entry.partition())));
    }

    /// Forgets a row of the index whose entry is not in the store any more.
    void forget(long id) {
        index.remove(id);
    }

    /// Removes everything a selection names.
    ///
    /// @return how many went, by namespace
    SortedMap<String, Long> remove(Selection selection) {
        var counts = new TreeMap<String, Long>();
        List<Removed> gone;
        do {
            gone = store.remove(selection);
            for (var entry : gone) {
                index.remove(entry.id());
                counts.merge(entry.namespace(), 1L, Long::sum);
            }
        } while (gone.size() >= Store.REMOVED_MAX);
        return counts;
    }

    /// Notes that an entry was given out, to be written later.
    ///
    /// @return whether so much waits that it should be written now
    boolean touch(long id, Instant at) {
        return accessTimes.touch(id, at);
    }

    /// Writes what was noted.
    void flush() {
        accessTimes.flush(store);
    }

    /// Reads every vector of the store into the index.
    void rebuild() {
        index.rebuildFrom(rows());
    }

    /// The rows one after the other, since all together may not fit into memory. The store pushes them, so the stream
    /// can only be run through.
    private Stream<PartitionedIndex.Row> rows() {
        var pushed = new Spliterators.AbstractSpliterator<PartitionedIndex.Row>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super PartitionedIndex.Row> action) {
                throw new UnsupportedOperationException("rows are pushed");
            }

            @Override
            public void forEachRemaining(Consumer<? super PartitionedIndex.Row> action) {
                store.vectors(
                        0,
                        (id, namespace, partition, vector) -> UnitVectors.of(vector)
                                .filter(unit -> unit.length == index.dimensions())
                                .ifPresent(unit -> action.accept(
                                        new PartitionedIndex.Row(id, unit, Partitions.name(namespace, partition)))));
            }
        };
        return StreamSupport.stream(pushed, false);
    }
}

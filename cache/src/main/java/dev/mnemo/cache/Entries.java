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
import java.util.TreeMap;
import java.util.function.Consumer;

/// The entries: a store that keeps them and an index that finds them by meaning, kept in step. The store is the truth.
/// An entry is written to the store first; a row of the index without an entry is harmless and goes when it is met.
final class Entries {
    private final Store store;
    private volatile PartitionedIndex index;
    private volatile Optional<PartitionedIndex> coming = Optional.empty();
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
        unit(entry.embedding()).ifPresent(unit -> {
            var partition = Partitions.name(entry.namespace(), entry.partition());
            change(each -> each.append(entry.id(), unit, partition));
        });
    }

    private Optional<float[]> unit(float[] vector) {
        return UnitVectors.of(vector).filter(unit -> unit.length == index.dimensions());
    }

    /// Forgets a row of the index whose entry is not in the store any more.
    void forget(long id) {
        change(each -> each.remove(id));
    }

    /// Changes the index, and the one that is to take its place. Who sees no such one does not see its predecessor
    /// afterwards either, so that no change is lost.
    private void change(Consumer<PartitionedIndex> change) {
        coming.ifPresent(change);
        change.accept(index);
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
                forget(entry.id());
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
        var filled = index;
        filled.rebuildFrom(sink -> store.vectors(
                0,
                (id, namespace, partition, vector) ->
                        unit(vector).ifPresent(unit -> sink.row(id, unit, Partitions.name(namespace, partition)))));
    }

    /// Fills another index beside the one at work: from now on changes go into both.
    void prepare(PartitionedIndex next) {
        coming = Optional.of(next);
    }

    /// Ends what {@link #prepare} began.
    ///
    /// @param isReady whether the other index is to take the place of the one at work
    void settle(boolean isReady) {
        var next = coming.orElseThrow();
        var last = isReady ? index : next;
        if (isReady) {
            index = next;
        }
        coming = Optional.empty();
        last.close();
    }
}

package dev.mnemo.kernel.vector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The partitions of an index, by name, and where each vector is. Anybody may look up a partition by its name; the
/// rest belongs to whoever holds the lock of the index.
final class Partitions {
    private final ConcurrentHashMap<String, Partition> byName = new ConcurrentHashMap<>();
    private final List<Partition> byNumber = new ArrayList<>();
    private final ArrayDeque<Integer> freeNumbers = new ArrayDeque<>();
    private final PlaceMap places = new PlaceMap(this::id);

    private long id(long place) {
        return partition(place).id((int) place);
    }

    Partition partition(long place) {
        return byNumber.get((int) (place >>> 32));
    }

    static long place(Partition partition, int row) {
        return (long) partition.number() << 32 | row;
    }

    Partition open(String name, RowFormat format) {
        var known = byName.get(name);
        if (known != null) {
            return known;
        }
        var free = freeNumbers.poll();
        var opened = new Partition(name, free == null ? byNumber.size() : free, format);
        if (free == null) {
            byNumber.add(opened);
        } else {
            byNumber.set(free, opened);
        }
        byName.put(name, opened);
        return opened;
    }

    /// Adds a partition that was saved.
    void restore(String name, Snapshot saved) {
        var partition = open(name, saved.format());
        partition.restore(saved);
        places.reserve(places.size() + saved.living());
        for (int row = 0; row < saved.size(); row++) {
            if (saved.lives(row)) {
                places.put(partition.id(row), place(partition, row));
            }
        }
    }

    /// Gives up a partition that became empty, and the dead rows of a small one that became sparse. True if the
    /// partition should be built anew beside the lock; then it is marked so.
    boolean tidy(Partition partition, IndexOptions options) {
        int living = partition.snapshot().living();
        if (living == 0) {
            byName.remove(partition.name());
            partition.clear();
            freeNumbers.add(partition.number());
            return false;
        }
        boolean sparse = partition.isSparse();
        boolean large = living >= options.graphFromRows();
        if (partition.isRebuilding() || !(sparse || (large && !partition.hasGraph()))) {
            return false;
        }
        if (large || partition.hasGraph()) {
            partition.rebuilding(true);
            return true;
        }
        var rebuild = new Rebuild(partition, options);
        if (rebuild.run(() -> true)) {
            rebuild.finish(places);
        }
        return false;
    }

    Optional<Partition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Partition> all() {
        return byName.values();
    }

    PlaceMap places() {
        return places;
    }
}

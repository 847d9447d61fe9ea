package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/// Nearest vectors within a partition: a namespace, a user, whatever must never meet. A search costs what its
/// partition is large, however many other partitions there are; thousands of small ones are cheap.
///
/// Safe for many threads. A search takes no lock and sees each partition as it was at one moment; a replaced vector
/// is never seen twice or missed. Changes take turns. What was removed stays in memory until more than a quarter of
/// its partition was, then the partition is compacted by itself.
///
/// Similarities are cosines. Results are the same on every processor, and in the same order: by similarity, then by
/// id.
public final class PartitionedIndex {
    /// The most vectors in one partition, removed ones that were not compacted yet included.
    public static final int PARTITION_ROWS_MAX = 1 << 24;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile IndexOptions options;
    private volatile Partitions partitions;

    /// An empty index.
    public PartitionedIndex(IndexOptions options) {
        this.options = options;
        this.partitions = new Partitions();
    }

    /// Components of every vector.
    public int dimensions() {
        return options.dimensions();
    }

    /// How exactly vectors are kept.
    public VectorDtype dtype() {
        return options.dtype();
    }

    /// How many vectors there are.
    public int size() {
        lock.lock();
        try {
            return partitions.places().size();
        } finally {
            lock.unlock();
        }
    }

    /// How many vectors a partition has; 0 if there is no such partition.
    public int size(String partition) {
        return partitions
                .find(partition)
                .map(found -> found.snapshot().living())
                .orElse(0);
    }

    /// Whether there is a vector with this id.
    public boolean contains(long id) {
        lock.lock();
        try {
            return partitions.places().get(id) != PlaceMap.ABSENT;
        } finally {
            lock.unlock();
        }
    }

    /// Adds a vector to a partition. If there is one with this id, here or in another partition, the new one replaces
    /// it. Only the direction of a vector counts.
    ///
    /// @throws Refusal if it has the wrong number of components, one that is no finite number, or no direction, or
    ///     if the partition is full
    public void append(long id, float[] vector, String partition) {
        var codes = Codes.of(check(vector));
        lock.lock();
        try {
            append(partitions, id, codes, partition);
        } finally {
            lock.unlock();
        }
    }

    private void append(Partitions target, long id, Codes codes, String name) {
        var format = new RowFormat(options.dimensions(), options.dtype());
        var copy = format.copy(codes.unit());
        long old = target.places().get(id);
        var partition = target.open(name, format);
        boolean here = old != PlaceMap.ABSENT && target.partition(old) == partition;
        if (here && partition.holds((int) old, codes, copy)) {
            return;
        }
        if (partition.snapshot().size() >= PARTITION_ROWS_MAX) {
            throw new Refusal("A partition holds at most " + PARTITION_ROWS_MAX + " vectors; use more partitions.");
        }
        int row = partition.add(id, codes, copy, here ? (int) old : -1);
        target.places().put(id, Partitions.place(partition, row));
        if (here) {
            target.tidy(partition);
        } else if (old != PlaceMap.ABSENT) {
            var left = target.partition(old);
            left.kill((int) old);
            target.tidy(left);
        }
    }

    /// Removes a vector. False if there is none with this id.
    public boolean remove(long id) {
        lock.lock();
        try {
            var now = partitions;
            long place = now.places().get(id);
            if (place == PlaceMap.ABSENT) {
                return false;
            }
            var partition = now.partition(place);
            now.places().remove(id);
            partition.kill((int) place);
            now.tidy(partition);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The `k` nearest vectors of a partition, nearest first.
    public List<Neighbour> search(float[] query, String partition, int k) {
        return search(query, partition, k, -1);
    }

    /// The nearest vectors of a partition with at least a minimum similarity, nearest first.
    ///
    /// @param k how many at most; none if it is not positive
    /// @param minimum least similarity, -1 to 1
    /// @throws Refusal if the query is no such vector as {@link #append} takes, or the minimum is no number
    public List<Neighbour> search(float[] query, String partition, int k, float minimum) {
        return search(query, partition, k, minimum, Query.EVERY);
    }

    /// As above, among those that a predicate admits. It must be quick and is asked about good candidates only. Such
    /// a search looks at every vector of the partition.
    public List<Neighbour> search(float[] query, String partition, int k, float minimum, LongPredicate admits) {
        var codes = Codes.of(check(query));
        if (Float.isNaN(minimum)) {
            throw new Refusal("The least similarity is a number from -1 to 1.");
        }
        var found = partitions.find(partition);
        if (found.isEmpty() || k <= 0) {
            return List.of();
        }
        var snapshot = found.get().snapshot();
        var rescorer =
                new Rescorer(codes.unit(), options.source(), snapshot.format().dtype());
        return snapshot.nearest(new Query(codes, k, minimum, admits), rescorer);
    }

    /// A vector of an index.
    ///
    /// @param id its name
    /// @param vector its components, shared and not copied
    /// @param partition whom it belongs to
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose and never compared
    public record Row(long id, float[] vector, String partition) {}

    /// Replaces everything by these vectors. Searches go on in what was there until the last one is in.
    ///
    /// @throws Refusal if one of them is no such vector as {@link #append} takes; then nothing has changed
    public void rebuildFrom(Stream<Row> rows) {
        lock.lock();
        try {
            var rebuilt = new Partitions();
            rows.forEachOrdered(row -> append(rebuilt, row.id(), Codes.of(check(row.vector())), row.partition()));
            partitions = rebuilt;
        } finally {
            lock.unlock();
        }
    }

    /// Gives up the memory of all removed vectors.
    public void compact() {
        lock.lock();
        try {
            for (var partition : partitions.all()) {
                if (partition.snapshot().dead() > 0) {
                    partitions.compact(partition);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Keeps vectors more or less exactly from now on. More exact copies come from the source of the options; a
    /// vector that it does not have stays as rounded as it was.
    public void requantize(VectorDtype dtype) {
        lock.lock();
        try {
            if (dtype != options.dtype()) {
                var format = new RowFormat(options.dimensions(), dtype);
                partitions.all().forEach(partition -> partition.convert(format, options.source()));
                options = options.with(dtype);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Memory of all vectors and what belongs to them, room for more included, in bytes.
    public long memoryBytes() {
        lock.lock();
        try {
            long bytes = partitions.places().memoryBytes();
            for (var partition : partitions.all()) {
                for (var block : partition.snapshot().blocks()) {
                    bytes += block.memoryBytes();
                }
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Removed vectors that still take memory.
    public int tombstoneCount() {
        return partitions.all().stream()
                .mapToInt(partition -> partition.snapshot().dead())
                .sum();
    }

    private float[] check(float[] vector) {
        int dimensions = options.dimensions();
        if (vector.length != dimensions) {
            throw new Refusal("This index holds vectors of " + dimensions + " dimensions, not " + vector.length + ".");
        }
        return vector;
    }
}

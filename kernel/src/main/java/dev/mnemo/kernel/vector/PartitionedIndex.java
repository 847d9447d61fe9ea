package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/// Nearest vectors within a partition: a namespace, a user, whatever must never meet. A search costs what its
/// partition is large, however many other partitions there are; thousands of small ones are cheap.
///
/// Safe for many threads. A search takes no lock and sees each partition as it was at one moment; a replaced vector
/// is never seen twice or missed. Changes take turns. What was removed stays in memory until more than a quarter of
/// its partition was, then the partition is compacted by itself.
///
/// Similarities are cosines. Results are the same on every processor, and in the same order: by similarity, then by
/// id.
///
/// A partition of enough vectors gets a graph of its own, as {@link IndexOptions#graphFromRows} says. Graphs are built,
/// and built anew when a quarter of their vectors was removed, beside all searches and changes, which go on by what
/// is there until then; a new vector joins the graph at once.
public final class PartitionedIndex implements Index, AutoCloseable {
    /// The most vectors in one partition, removed ones that were not compacted yet included.
    public static final int PARTITION_ROWS_MAX = 1 << 24;

    private static final Duration BUILDER_IDLE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Partition> toRebuild = new ArrayDeque<>();
    private final Executor builder;
    private volatile boolean closed;
    private volatile IndexOptions options;
    private volatile Partitions partitions;

    /// An empty index.
    public PartitionedIndex(IndexOptions options) {
        this(options, builder());
    }

    /// An empty index.
    ///
    /// @param builder builds graphs; it is never called with a lock held and may work in the thread that calls it
    public PartitionedIndex(IndexOptions options, Executor builder) {
        this(options, builder, new Partitions());
    }

    /// An index of what is there already.
    PartitionedIndex(IndexOptions options, Executor builder, Partitions partitions) {
        this.options = options;
        this.builder = builder;
        this.partitions = partitions;
    }

    /// One thread, there while there is something to build.
    static Executor builder() {
        var threads = Thread.ofPlatform().daemon().name("mnemo-vector-graph").factory();
        var builder = new ThreadPoolExecutor(
                1, 1, BUILDER_IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
        builder.allowCoreThreadTimeOut(true);
        return builder;
    }

    /// Components of every vector.
    @Override
    public int dimensions() {
        return options.dimensions();
    }

    /// How exactly vectors are kept.
    @Override
    public VectorDtype dtype() {
        return options.dtype();
    }

    /// How many vectors there are.
    @Override
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
    @Override
    public void append(long id, float[] vector, String partition) {
        var codes = Codes.of(check(vector));
        lock.lock();
        try {
            append(partitions, id, codes, partition);
        } finally {
            lock.unlock();
        }
        rebuildDue();
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
        tidy(target, partition);
        if (old != PlaceMap.ABSENT && !here) {
            var left = target.partition(old);
            left.kill((int) old);
            tidy(target, left);
        }
    }

    private void tidy(Partitions target, Partition partition) {
        if (target.tidy(partition, options)) {
            toRebuild.add(partition);
        }
    }

    /// Has partitions built that are due. Not to be called with the lock held.
    private void rebuildDue() {
        while (true) {
            Partitions now;
            Partition due;
            lock.lock();
            try {
                if (toRebuild.isEmpty() || closed) {
                    return;
                }
                now = partitions;
                due = toRebuild.remove();
            } finally {
                lock.unlock();
            }
            builder.execute(() -> rebuild(now, due));
        }
    }

    private void rebuild(Partitions now, Partition partition) {
        boolean done = false;
        var rebuild = new Rebuild(partition, options);
        try {
            done = rebuild.run(() -> !closed && partitions == now);
        } finally {
            lock.lock();
            try {
                if (done && partitions == now) {
                    rebuild.finish(now.places());
                }
                partition.rebuilding(false);
                if (partitions == now && partition.snapshot().living() > 0) {
                    tidy(now, partition); // it may have become due again meanwhile
                }
            } finally {
                lock.unlock();
            }
        }
        rebuildDue();
    }

    /// Removes a vector. False if there is none with this id.
    @Override
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
            tidy(now, partition);
        } finally {
            lock.unlock();
        }
        rebuildDue();
        return true;
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
    @Override
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

    /// Replaces everything by the vectors that a source gives. Searches go on in what was there until the last one is
    /// in; changes wait.
    ///
    /// @param rows gives all vectors to the sink
    /// @throws Refusal if one of them is no such vector as {@link #append} takes; then nothing has changed
    @Override
    public void rebuildFrom(Consumer<RowSink> rows) {
        lock.lock();
        try {
            toRebuild.clear();
            var rebuilt = new Partitions();
            rows.accept((id, vector, partition) -> append(rebuilt, id, Codes.of(check(vector)), partition));
            partitions = rebuilt;
        } finally {
            lock.unlock();
        }
        rebuildDue();
    }

    /// Gives up the memory of all removed vectors, and builds the graphs that are missing; returns when that is done.
    /// Partitions that are being built anew at this moment are left to that.
    @Override
    public void compact() {
        var now = partitions;
        for (var partition : now.all()) {
            if (takes(partition)) {
                rebuild(now, partition);
            }
        }
    }

    private boolean takes(Partition partition) {
        lock.lock();
        try {
            var snapshot = partition.snapshot();
            boolean due =
                    snapshot.dead() > 0 || (snapshot.living() >= options.graphFromRows() && !partition.hasGraph());
            if (!due || snapshot.living() == 0 || partition.isRebuilding()) {
                return false;
            }
            partition.rebuilding(true);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps vectors more or less exactly from now on. More exact copies come from the source of the options; a
    /// vector that it does not have stays as rounded as it was.
    @Override
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

    /// Whether a partition is being built anew at this moment, or is about to be.
    public boolean isBuilding() {
        lock.lock();
        try {
            return !toRebuild.isEmpty() || partitions.all().stream().anyMatch(Partition::isRebuilding);
        } finally {
            lock.unlock();
        }
    }

    /// Memory of all vectors and what belongs to them, room for more included, in bytes.
    @Override
    public long memoryBytes() {
        lock.lock();
        try {
            long bytes = partitions.places().memoryBytes();
            for (var partition : partitions.all()) {
                bytes += partition.memoryBytes();
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Removed vectors that still take memory.
    @Override
    public int tombstoneCount() {
        return partitions.all().stream()
                .mapToInt(partition -> partition.snapshot().dead())
                .sum();
    }

    /// Writes everything to a file, graphs included, in one step: a reader sees the old file or the new one. Searches
    /// and changes go on meanwhile; what they change after this call began is not in the file.
    ///
    /// @param fingerprint names the model the vectors come from
    /// @param stamp what {@link SavedIndex} is to give back, such as the number of the last change in the index
    /// @throws dev.mnemo.kernel.fault.MnemoException if the file cannot be written
    public void save(Path file, String fingerprint, long stamp) {
        IndexOptions now;
        List<Partition> all;
        List<Snapshot> rows;
        lock.lock();
        try {
            now = options;
            all = List.copyOf(partitions.all());
            rows = all.stream().map(Partition::snapshot).toList();
        } finally {
            lock.unlock();
        }
        IndexFile.save(file, new IndexFile.Label(fingerprint, stamp), now, all, rows);
    }

    /// Builds no more graphs. What is there stays as it is.
    @Override
    public void close() {
        closed = true;
    }

    private float[] check(float[] vector) {
        int dimensions = options.dimensions();
        if (vector.length != dimensions) {
            throw new Refusal("This index holds vectors of " + dimensions + " dimensions, not " + vector.length + ".");
        }
        return vector;
    }
}

package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;

/// Nearest vectors by looking at every one of them: exact up to the rounding of each component to 8 bits, nothing
/// to build, nothing to tune. A vector of 384 dimensions takes about 420 bytes; a hundred thousand are scanned in a
/// few milliseconds.
///
/// Safe for many threads: searches run side by side, a change waits for the searches under way. Answers are the
/// same on every processor, and in the same order: by similarity, then by id.
public final class FlatIndex {
    /// The most components a vector may have.
    public static final int DIMENSIONS_MAX = 8_192;

    /// Rows that a scan by rounded query keeps for each one asked for, to be scored again with the query unrounded.
    private static final int SHORTLIST_FACTOR = 4;

    private static final int SHORTLIST_ROWS_MIN = 32;

    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbour::similarity).reversed().thenComparingLong(Neighbour::id);

    /// A vector to be near to, made ready once for many questions.
    public static final class Probe {
        private final Codes codes;

        private Probe(Codes codes) {
            this.codes = codes;
        }
    }

    private final String fingerprint;
    private final int dimensions;
    private final Rows rows;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /// An empty index.
    ///
    /// @param fingerprint names the model the vectors come from
    /// @param dimensions components of every vector, 1 to {@value #DIMENSIONS_MAX}
    public FlatIndex(String fingerprint, int dimensions) {
        this(fingerprint, dimensions, new Rows(dimensions));
    }

    FlatIndex(String fingerprint, int dimensions, Rows rows) {
        if (dimensions < 1 || dimensions > DIMENSIONS_MAX) {
            throw new Refusal("A vector has 1 to " + DIMENSIONS_MAX + " dimensions, not " + dimensions + ".");
        }
        this.fingerprint = fingerprint;
        this.dimensions = dimensions;
        this.rows = rows;
    }

    /// Reads an index from a file that {@link #save} or {@link #append} wrote. Empty if the file is missing, cannot
    /// be read, or belongs to another model; then build anew. A damaged vector is left out: compare the ids with
    /// what should be there, and put what is missing.
    public static Optional<FlatIndex> load(Path file, String fingerprint, int dimensions) {
        return VectorFile.load(file, fingerprint, dimensions).map(rows -> new FlatIndex(fingerprint, dimensions, rows));
    }

    /// The model the vectors come from.
    public String fingerprint() {
        return fingerprint;
    }

    /// Components of every vector.
    public int dimensions() {
        return dimensions;
    }

    /// How many vectors there are.
    public int size() {
        lock.readLock().lock();
        try {
            return rows.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Whether there is a vector with this id.
    public boolean contains(long id) {
        lock.readLock().lock();
        try {
            return rows.find(id) >= 0;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The ids of all vectors, ascending.
    public long[] ids() {
        lock.readLock().lock();
        try {
            var ids = rows.ids();
            Arrays.sort(ids);
            return ids;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Adds a vector, or replaces the one with this id. Only its direction counts.
    ///
    /// @throws Refusal if it has the wrong number of components, one that is no finite number, or no direction
    public void put(long id, float[] vector) {
        var codes = Codes.of(check(vector));
        lock.writeLock().lock();
        try {
            rows.put(id, codes);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Removes a vector. False if there is none with this id.
    public boolean remove(long id) {
        lock.writeLock().lock();
        try {
            return rows.remove(id);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Makes a vector ready to be asked about.
    ///
    /// @throws Refusal if it is no such vector as {@link #put} takes
    public Probe probe(float[] query) {
        return new Probe(Codes.of(check(query)));
    }

    /// The nearest vectors, nearest first.
    public List<Neighbour> nearest(float[] query, int limit) {
        return nearest(query, limit, _ -> true);
    }

    /// The nearest vectors among those that a predicate admits, nearest first. The predicate must be quick and must
    /// not touch this index; it is asked about good candidates only.
    ///
    /// @throws Refusal if the query is no such vector as {@link #put} takes
    public List<Neighbour> nearest(float[] query, int limit, LongPredicate admits) {
        return nearest(probe(query), limit, admits);
    }

    /// As {@link #nearest(float[], int, LongPredicate)}.
    public List<Neighbour> nearest(Probe probe, int limit, LongPredicate admits) {
        var codes = probe.codes;
        lock.readLock().lock();
        try {
            var shortlist = shortlist(codes, Math.max(0, limit), admits);
            var unit = codes.unit();
            var found = new ArrayList<Neighbour>(shortlist.size());
            for (int place = 0; place < shortlist.size(); place++) {
                found.add(new Neighbour(shortlist.id(place), rows.similarity(unit, shortlist.row(place))));
            }
            found.sort(NEAREST_FIRST);
            return List.copyOf(found.subList(0, Math.clamp(limit, 0, found.size())));
        } finally {
            lock.readLock().unlock();
        }
    }

    /// How near one vector is to a query: what {@link #nearest} would say of it. Empty if there is none with this
    /// id.
    public OptionalDouble similarity(float[] query, long id) {
        return similarity(probe(query), id);
    }

    /// As {@link #similarity(float[], long)}.
    public OptionalDouble similarity(Probe probe, long id) {
        var unit = probe.codes.unit();
        lock.readLock().lock();
        try {
            int row = rows.find(id);
            return row < 0 ? OptionalDouble.empty() : OptionalDouble.of(rows.similarity(unit, row));
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Writes all vectors to a file, in one step: a reader sees the old file or the new one.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the file cannot be written
    public void save(Path file) {
        lock.readLock().lock();
        try {
            VectorFile.save(file, fingerprint, rows);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Adds the vectors with these ids to the end of the file; costs as much as they are long, however large the
    /// index. Writes the whole file if it is missing, belongs to another model, or has come to hold mostly vectors
    /// that were removed or replaced. Many processes may append to one file.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the file cannot be written
    public void append(Path file, long... ids) {
        lock.readLock().lock();
        try {
            VectorFile.append(file, fingerprint, rows, ids);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Shortlist shortlist(Codes codes, int limit, LongPredicate admits) {
        long wanted = Math.max((long) limit * SHORTLIST_FACTOR, SHORTLIST_ROWS_MIN);
        var shortlist = new Shortlist((int) Math.min(wanted, rows.size()));
        var dots = FastestDots.get(rows.size());
        var query = codes.shorts();
        var sums = new int[Math.min(rows.size(), Rows.SEGMENT_ROWS)];
        for (int first = 0; first < rows.size(); first += Rows.SEGMENT_ROWS) {
            int count = Math.min(Rows.SEGMENT_ROWS, rows.size() - first);
            dots.sums(rows.segment(first), count, query, sums);
            for (int i = 0; i < count; i++) {
                float score = sums[i] * rows.scale(first + i);
                long id = rows.id(first + i);
                if (shortlist.wants(score, id) && admits.test(id)) {
                    shortlist.add(score, id, first + i);
                }
            }
        }
        return shortlist;
    }

    private float[] check(float[] vector) {
        if (vector.length != dimensions) {
            throw new Refusal("This index holds vectors of " + dimensions + " dimensions, not " + vector.length + ".");
        }
        return vector;
    }
}

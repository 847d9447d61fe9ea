package dev.mnemo.bench;

import dev.mnemo.kernel.vector.IndexBackend;
import dev.mnemo.kernel.vector.IndexOptions;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.kernel.vector.PartitionedIndex;
import dev.mnemo.kernel.vector.VectorDtype;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// How fast, how exact and how large the index of the response cache is: one large namespace among a thousand, a fifth
/// of everything deleted, the 10 nearest, one thread. Start it with `--add-modules jdk.incubator.vector`, or without
/// to see plain code.
///
/// Arguments: a file that {@link RealVectors} wrote, or the number of dimensions of 101,000 made-up vectors in
/// clusters.
final class CacheIndexBench {
    private static final int NEAREST = 10;
    private static final int QUERIES = 500;
    private static final int NAMESPACES = 1_000;

    /// Of this many vectors, all but the last {@value #QUERIES}, which are the queries, one in so many is elsewhere.
    private static final int ELSEWHERE_SHARE = 10;

    private static final int DELETED_SHARE = 5;
    private static final String LARGE = "large";

    private static volatile double sink;

    private final float[][] vectors;
    private final float[][] queries;
    private final float[][] exact;

    private CacheIndexBench(float[][] all) {
        vectors = Arrays.copyOf(all, all.length - QUERIES);
        queries = Arrays.copyOfRange(all, vectors.length, all.length);
        exact = new float[QUERIES][];
    }

    static void main(String[] args) throws IOException {
        var all = args[0].matches("\\d+") ? made(Integer.parseInt(args[0])) : RealVectors.read(Path.of(args[0]));
        var bench = new CacheIndexBench(all);
        System.out.printf(
                "%,d vectors of %d dimensions, %s%n",
                bench.vectors.length,
                all[0].length,
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "vector module" : "plain code");
        bench.measurePlainScan();
        for (var backend : (args.length > 1 ? args[1] : "flat,hnsw").split(",")) {
            for (var dtype : (args.length > 2 ? args[2] : "float32,float16,int8").split(",")) {
                bench.measure(IndexBackend.of(backend), VectorDtype.of(dtype));
            }
        }
        if (args.length > 3) {
            HnswlibPeer.run(Path.of(args[3]), all, QUERIES);
        }
    }

    private static float[][] made(int dimensions) {
        var vectors = new float[101_000][];
        var clusters = new ClusteredVectors(dimensions, 42);
        Arrays.setAll(vectors, _ -> clusters.next());
        return vectors;
    }

    private static boolean isDeleted(int id) {
        return id % DELETED_SHARE == 3;
    }

    private static String namespace(int id) {
        return id % ELSEWHERE_SHARE == 0 ? "n" + id / ELSEWHERE_SHARE % (NAMESPACES - 1) : LARGE;
    }

    private static boolean isThere(int id) {
        return !isDeleted(id) && namespace(id).equals(LARGE);
    }

    /// The simplest thing that works: the floats in one array, one after another; and reading as many bytes as the
    /// codes have, which is as fast as a scan can be.
    private void measurePlainScan() {
        int dimensions = vectors[0].length;
        var floats = new float[vectors.length * dimensions];
        for (int id = 0; id < vectors.length; id++) {
            System.arraycopy(vectors[id], 0, floats, id * dimensions, dimensions);
        }
        var plain = Figures.of(5, 50, query -> sink = scan(floats, queries[query]));
        var longs = new long[vectors.length * dimensions / Long.BYTES];
        var reading = Figures.of(50, 200, _ -> sink = sum(longs));
        System.out.printf(
                "plain scan of floats p50 %.2f ms; reading the bytes of the codes p50 %.2f ms%n",
                plain.millis(0.5), reading.millis(0.5));
    }

    private static float scan(float[] floats, float[] query) {
        float best = -1;
        for (int row = 0; row < floats.length; row += query.length) {
            float sum = 0;
            for (int i = 0; i < query.length; i++) {
                sum += floats[row + i] * query[i];
            }
            best = Math.max(best, sum);
        }
        return best;
    }

    private static long sum(long[] longs) {
        long sum = 0;
        for (long value : longs) {
            sum += value;
        }
        return sum;
    }

    private void measure(IndexBackend backend, VectorDtype dtype) {
        var options = IndexOptions.of(vectors[0].length, dtype, backend);
        try (var index = new PartitionedIndex(options, Runnable::run)) {
            long start = System.nanoTime();
            for (int id = 0; id < vectors.length; id++) {
                index.append(id, vectors[id], namespace(id));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int id = 0; id < vectors.length; id++) {
                if (isDeleted(id)) {
                    index.remove(id);
                }
            }
            var ids = new long[QUERIES][];
            for (int round = 0; round < 2; round++) {
                for (int query = 0; query < QUERIES; query++) {
                    ids[query] = index.search(queries[query], LARGE, NEAREST).stream()
                            .mapToLong(Neighbour::id)
                            .toArray();
                }
            }
            var large = Figures.of(0, QUERIES, query -> index.search(queries[query], LARGE, NEAREST));
            var small = Figures.of(QUERIES, QUERIES, query -> index.search(queries[query], "n" + query % 999, NEAREST));
            System.out.printf(
                    "%s %-8s large namespace p50 %.3f p99 %.3f ms (processor %.3f), small one p99 %.3f ms; recall %.4f; put %.1f s;"
                            + " %,d vectors, %,d removed, %.0f MB%n",
                    backend,
                    dtype,
                    large.millis(0.5),
                    large.millis(0.99),
                    large.processorMillis(),
                    small.millis(0.99),
                    recall(ids),
                    seconds,
                    index.size(),
                    index.tombstoneCount(),
                    index.memoryBytes() / 1e6);
        }
    }

    /// The share of the true nearest that were found.
    private double recall(long[][] found) {
        int right = 0;
        for (int query = 0; query < QUERIES; query++) {
            var worst = exact(query)[NEAREST - 1];
            var unique = Arrays.stream(found[query]).boxed().collect(Collectors.toSet());
            for (long id : Set.copyOf(unique)) {
                if (dot(queries[query], vectors[(int) id]) >= worst) {
                    right++;
                }
            }
        }
        return (double) right / (QUERIES * NEAREST);
    }

    /// The similarities of the true nearest, nearest first.
    private float[] exact(int query) {
        if (exact[query] == null) {
            var similarities = new float[vectors.length];
            for (int id = 0; id < vectors.length; id++) {
                similarities[id] = isThere(id) ? -dot(queries[query], vectors[id]) : 2;
            }
            Arrays.sort(similarities);
            var nearest = new float[NEAREST];
            for (int i = 0; i < NEAREST; i++) {
                nearest[i] = -similarities[i];
            }
            exact[query] = nearest;
        }
        return exact[query];
    }

    private static float dot(float[] left, float[] right) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int i = 0; i < left.length; i += 4) {
            first += left[i] * right[i];
            second += left[i + 1] * right[i + 1];
            third += left[i + 2] * right[i + 2];
            fourth += left[i + 3] * right[i + 3];
        }
        return first + second + third + fourth;
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.vector.IndexBackend;
import dev.mnemo.kernel.vector.IndexOptions;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.kernel.vector.PartitionedIndex;
import dev.mnemo.kernel.vector.SavedIndex;
import dev.mnemo.kernel.vector.VectorDtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;

/// A very large partition, 384 dimensions, int8: what it takes to build, save, open and search, and how much memory.
///
/// Arguments: `build FILE COUNT flat|hnsw SECONDS` to build and save, going on with what is in the file, for so many
/// seconds at most; then in a new process `open FILE flat|hnsw`. For a tight process start it with `-XX:+UseSerialGC
/// -Xmx160m -XX:MaxDirectMemorySize=1g`.
final class MillionBench {
    private static final int DIMENSIONS = 384;
    private static final int CHUNK = 10_000;
    private static final int NEAREST = 10;
    private static final int QUERIES = 200;
    private static final String FINGERPRINT = "bench";

    private MillionBench() {}

    static void main(String[] args) throws IOException {
        var file = Path.of(args[1]);
        if (args[0].equals("build")) {
            build(file, Integer.parseInt(args[2]), options(args[3]), Integer.parseInt(args[4]));
        } else {
            open(file, options(args[2]));
        }
    }

    private static IndexOptions options(String backend) {
        return IndexOptions.of(DIMENSIONS, VectorDtype.INT8, IndexBackend.of(backend));
    }

    private static void build(Path file, int count, IndexOptions options, int seconds) throws IOException {
        var made = new ClusteredVectors(DIMENSIONS, 42);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        var saved = SavedIndex.open(file, FINGERPRINT, options, Runnable::run);
        int id = saved.map(known -> known.index().size()).orElse(0);
        try (var index = saved.map(SavedIndex::index).orElseGet(() -> new PartitionedIndex(options, Runnable::run))) {
            while (id < count && System.nanoTime() < end) {
                made.begin(id);
                long nanos = 0;
                for (int i = 0; i < CHUNK; i++, id++) {
                    var vector = made.next();
                    long start = System.nanoTime();
                    index.append(id, vector, "large");
                    nanos += System.nanoTime() - start;
                }
                if (id % (10 * CHUNK) == 0) {
                    System.out.printf(
                            "%,d vectors, the last %,d put in %.1f s, %.0f MB, resident %d MB%n",
                            id, CHUNK, nanos / 1e9, index.memoryBytes() / 1e6, Figures.residentMegabytes());
                }
            }
            int size = id;
            var save = Figures.of(0, 1, _ -> index.save(file, FINGERPRINT, size));
            System.out.printf("saved in %.2f s, %.1f MB%n", save.millis(1) / 1e3, Files.size(file) / 1e6);
        }
    }

    private static void open(Path file, IndexOptions options) {
        long start = System.nanoTime();
        var saved = SavedIndex.map(file, FINGERPRINT, options).orElseThrow();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "opened %,d vectors in %.2f s, resident %d MB%n",
                saved.index().size(), seconds, Figures.residentMegabytes());
        var check = Figures.of(0, 1, _ -> saved.check().passes());
        System.out.printf("checked in %.2f s, resident %d MB%n", check.millis(1) / 1e3, Figures.residentMegabytes());
        try (var index = saved.index()) {
            search(index);
        }
    }

    private static void search(PartitionedIndex index) {
        var random = new Random(7);
        var made = new ClusteredVectors(DIMENSIONS, 42);
        made.begin(0);
        var queries = new float[QUERIES][];
        for (int query = 0; query < QUERIES; query++) {
            for (int skip = random.nextInt(20); skip >= 0; skip--) {
                queries[query] = made.next();
            }
            for (int i = 0; i < DIMENSIONS; i++) {
                queries[query][i] += 0.02f * (float) random.nextGaussian(); // near to one that is there, not the same
            }
        }
        int right = 0;
        for (int query = 0; query < QUERIES / 4; query++) {
            var exact = index.search(queries[query], "large", NEAREST, -1, _ -> true).stream()
                    .map(Neighbour::id)
                    .collect(Collectors.toSet());
            for (var neighbour : index.search(queries[query], "large", NEAREST)) {
                right += exact.contains(neighbour.id()) ? 1 : 0;
            }
        }
        var figures = Figures.of(QUERIES, 5 * QUERIES, run -> index.search(queries[run % QUERIES], "large", NEAREST));
        System.out.printf(
                "search: p50 %.3f p99 %.3f ms; recall against the scan %.4f; index %.0f MB, resident %d MB%n",
                figures.millis(0.5),
                figures.millis(0.99),
                right / (NEAREST * (QUERIES / 4.0)),
                index.memoryBytes() / 1e6,
                Figures.residentMegabytes());
    }
}

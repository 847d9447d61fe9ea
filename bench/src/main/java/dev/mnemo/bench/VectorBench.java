package dev.mnemo.bench;

import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/// How fast and how exact the index of vectors is: clustered vectors of 384 dimensions, the 10 nearest, one thread.
/// Run it with `--add-modules jdk.incubator.vector` and without to compare vector instructions and plain code.
/// Arguments: the sizes, else 10000 and 100000.
final class VectorBench {
    private static final int DIMENSIONS = 384;
    private static final int LATENT = 48;
    private static final int CLUSTERS = 1_000;
    private static final int NEAREST = 10;
    private static final int QUERIES = 200;

    /// Above this the exact answer takes too long to compute.
    private static final int RECALL_SIZE_MAX = 100_000;

    private final Random random = new Random(42);
    private final float[][] centres = new float[CLUSTERS][];
    private final float[][] projection = new float[LATENT][];

    private VectorBench() {
        Arrays.setAll(centres, _ -> gaussian(LATENT, 1));
        Arrays.setAll(projection, _ -> gaussian(DIMENSIONS, 1));
    }

    static void main(String[] args) throws IOException {
        var sizes = args.length > 0
                ? Arrays.stream(args).mapToInt(Integer::parseInt).toArray()
                : new int[] {10_000, 100_000};
        boolean vectorized =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        System.out.println(vectorized ? "with the vector module" : "without the vector module");
        for (int size : sizes) {
            new VectorBench().measure(size);
        }
    }

    private void measure(int size) throws IOException {
        boolean exact = size <= RECALL_SIZE_MAX;
        var vectors = new float[exact ? size : 0][];
        var index = new FlatIndex("bench", DIMENSIONS);
        long start = System.nanoTime();
        for (int id = 0; id < size; id++) {
            var vector = vector();
            if (exact) {
                vectors[id] = vector;
            }
            index.put(id, vector);
        }
        double fillMillis = (System.nanoTime() - start) / 1e6;
        var queries = new float[QUERIES][];
        Arrays.setAll(queries, _ -> vector());
        var first = Figures.of(0, 1, _ -> index.nearest(queries[0], NEAREST));
        var warm = Figures.of(QUERIES, QUERIES, run -> index.nearest(queries[run], NEAREST));
        System.out.printf(
                "%,9d vectors: %s; first %.1f ms; made and put in %.0f ms%n",
                size, warm, first.millis(0.5), fillMillis);
        var file = Files.createTempFile("vector-bench", ".vectors");
        var save = Figures.of(0, 1, _ -> index.save(file));
        var load = Figures.of(0, 1, _ -> require(FlatIndex.load(file, "bench", DIMENSIONS), size));
        var append = Figures.of(50, 200, run -> index.append(file, run));
        System.out.printf(
                "          file: save %.0f ms, load %.0f ms, append one %s, %.1f MB; resident %d MB%n",
                save.millis(0.5), load.millis(0.5), append, Files.size(file) / 1e6, Figures.residentMegabytes());
        Files.delete(file);
        if (exact) {
            System.out.printf("          recall of the true nearest: %.4f%n", recall(index, vectors, queries));
        }
    }

    private static void require(Optional<FlatIndex> loaded, int size) {
        if (loaded.map(FlatIndex::size).orElse(0) != size) {
            throw new IllegalStateException("the file did not hold the index");
        }
    }

    private static double recall(FlatIndex index, float[][] vectors, float[][] queries) {
        long found = 0;
        for (var query : queries) {
            var similarities = new float[vectors.length];
            for (int id = 0; id < vectors.length; id++) {
                similarities[id] = dot(query, vectors[id]);
            }
            var sorted = similarities.clone();
            Arrays.sort(sorted);
            float worst = sorted[sorted.length - NEAREST];
            var ids = index.nearest(query, NEAREST).stream()
                    .map(Neighbour::id)
                    .collect(Collectors.toCollection(HashSet::new));
            found += ids.stream()
                    .filter(id -> similarities[id.intValue()] >= worst)
                    .count();
        }
        return (double) found / (queries.length * NEAREST);
    }

    private float[] vector() {
        var latent = centres[random.nextInt(CLUSTERS)].clone();
        for (int i = 0; i < LATENT; i++) {
            latent[i] += (float) random.nextGaussian() * 0.5f;
        }
        var vector = gaussian(DIMENSIONS, 0.5f);
        for (int i = 0; i < LATENT; i++) {
            for (int d = 0; d < DIMENSIONS; d++) {
                vector[d] += latent[i] * projection[i][d];
            }
        }
        float norm = (float) Math.sqrt(dot(vector, vector));
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] /= norm;
        }
        return vector;
    }

    private float[] gaussian(int length, float scale) {
        var vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) random.nextGaussian() * scale;
        }
        return vector;
    }

    private static float dot(float[] left, float[] right) {
        float sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}

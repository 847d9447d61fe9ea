package dev.mnemo.bench;

import java.util.Arrays;
import java.util.Random;

/// Made-up unit vectors that resemble those of texts: a thousand clusters in a space of few dimensions, and noise.
final class ClusteredVectors {
    private static final int LATENT = 48;
    private static final int CLUSTERS = 1_000;
    private static final float SPREAD = 0.5f;

    private final Random random;
    private final int dimensions;
    private final float[][] centres = new float[CLUSTERS][];
    private final float[][] projection = new float[LATENT][];

    ClusteredVectors(int dimensions, long seed) {
        this.random = new Random(seed);
        this.dimensions = dimensions;
        Arrays.setAll(centres, _ -> gaussian(LATENT, 1));
        Arrays.setAll(projection, _ -> gaussian(dimensions, 1));
    }

    /// Goes on with a series of its own, the same whenever it is asked for.
    void begin(long series) {
        random.setSeed(series * 0x9e3779b97f4a7c15L);
    }

    float[] next() {
        var centre = centres[random.nextInt(CLUSTERS)];
        var vector = gaussian(dimensions, SPREAD);
        for (int i = 0; i < LATENT; i++) {
            float component = centre[i] + (float) random.nextGaussian() * SPREAD;
            for (int d = 0; d < dimensions; d++) {
                vector[d] += component * projection[i][d];
            }
        }
        double squares = 0;
        for (float component : vector) {
            squares += component * component;
        }
        float norm = (float) Math.sqrt(squares);
        for (int d = 0; d < dimensions; d++) {
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
}

package dev.mnemo.kernel.embed;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Vectors without a model: each word turns a few components up or down, so texts that share words are near and
/// nothing else is. The same on every machine. For tests, and where vectors are needed and no model is there.
public final class HashEmbedder implements Embedder {
    private static final int COMPONENTS_PER_WORD = 4;
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final int dimensions;

    /// @param dimensions components of every vector, at least 1
    public HashEmbedder(int dimensions) {
        if (dimensions < 1) {
            throw new IllegalArgumentException("a vector has at least 1 dimension");
        }
        this.dimensions = dimensions;
    }

    @Override
    public String fingerprint() {
        return "hash-1/" + dimensions;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        return texts.stream().map(this::vector).toList();
    }

    private float[] vector(String text) {
        var vector = new float[dimensions];
        NOT_A_WORD
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .forEach(word -> add(word, vector));
        double squares = 0;
        for (float component : vector) {
            squares += component * component;
        }
        if (squares == 0) {
            vector[0] = 1;
            return vector;
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (vector[i] / norm);
        }
        return vector;
    }

    private void add(String word, float[] vector) {
        long bits = 0xcbf2_9ce4_8422_2325L; // FNV-1a, 64 bits
        for (int i = 0; i < word.length(); i++) {
            bits = (bits ^ word.charAt(i)) * 0x100_0000_01b3L;
        }
        for (int i = 0; i < COMPONENTS_PER_WORD; i++) {
            bits = (bits ^ (bits >>> 29)) * 0x9e37_79b9_7f4a_7c15L;
            int component = (int) Long.remainderUnsigned(bits >>> 1, dimensions);
            vector[component] += (bits & 1) == 0 ? 1 : -1;
        }
    }
}

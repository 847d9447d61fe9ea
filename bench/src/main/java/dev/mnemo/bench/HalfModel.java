package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/// A model whose vectors of questions are real and timed, and whose vectors of passages are made by chance from the
/// text, so that millions of rows are filled in minutes.
final class HalfModel implements Embedder {
    private final Embedder model;
    private final LongAdder queryNanos = new LongAdder();

    HalfModel(Embedder model) {
        this.model = model;
    }

    @Override
    public String fingerprint() {
        return "half " + model.fingerprint();
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (purpose == Purpose.QUERY) {
            long start = System.nanoTime();
            var vectors = model.embed(texts, purpose);
            queryNanos.add(System.nanoTime() - start);
            return vectors;
        }
        var vectors = new ArrayList<float[]>(texts.size());
        texts.forEach(text -> vectors.add(unit(new Random(text.hashCode()))));
        return vectors;
    }

    private float[] unit(Random random) {
        var vector = new float[dimensions()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    /// How long questions took since this was last asked, in all.
    long takeQueryNanos() {
        return queryNanos.sumThenReset();
    }

    @Override
    public void close() {
        model.close();
    }
}

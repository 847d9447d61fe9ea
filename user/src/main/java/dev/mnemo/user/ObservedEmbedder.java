package dev.mnemo.user;

import dev.mnemo.kernel.embed.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Tells a listener about every call of a model.
final class ObservedEmbedder implements Embedder {
    private final Embedder embedder;
    private final Consumer<EmbeddingCall> listener;

    /// @param listener throws nothing
    ObservedEmbedder(Embedder embedder, Consumer<EmbeddingCall> listener) {
        this.embedder = embedder;
        this.listener = listener;
    }

    @Override
    public String fingerprint() {
        return embedder.fingerprint();
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        long start = System.nanoTime();
        boolean success = false;
        try {
            var vectors = embedder.embed(texts, purpose);
            success = true;
            return vectors;
        } finally {
            listener.accept(new EmbeddingCall(
                    texts.size(), Duration.ofNanos(System.nanoTime() - start), embedder.fingerprint(), success));
        }
    }

    @Override
    public void close() {
        embedder.close();
    }
}

package dev.mnemo.user;

import dev.mnemo.kernel.embed.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Tells a listener about every call of a model. What the listener throws is logged and changes nothing.
final class ObservedEmbedder implements Embedder {
    private static final System.Logger LOG = System.getLogger(ObservedEmbedder.class.getName());

    private final Embedder embedder;
    private volatile Consumer<EmbeddingCall> listener;

    ObservedEmbedder(Embedder embedder, Consumer<EmbeddingCall> listener) {
        this.embedder = embedder;
        this.listener = listener;
    }

    void listener(Consumer<EmbeddingCall> another) {
        listener = another;
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
            tell(new EmbeddingCall(
                    texts.size(), Duration.ofNanos(System.nanoTime() - start), embedder.fingerprint(), success));
        }
    }

    private void tell(EmbeddingCall call) {
        try {
            listener.accept(call);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener of embedding calls failed", e);
        }
    }

    @Override
    public void close() {
        embedder.close();
    }
}

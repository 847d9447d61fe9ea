package dev.mnemo.cache;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Vectors by shared words, or as a test says; counts its calls and fails when told to.
final class TestEmbedder implements Embedder {
    final AtomicInteger texts = new AtomicInteger();
    final Map<String, float[]> fixed = new ConcurrentHashMap<>();
    volatile Optional<Runnable> before = Optional.empty();
    private final Embedder embedder;

    TestEmbedder(int dimensions) {
        this.embedder = new HashEmbedder(dimensions);
    }

    void fail() {
        before = Optional.of(() -> {
            throw new MnemoException(Fault.MODEL, "The model at http://user:secret@host is away.", "Wait.");
        });
    }

    void recover() {
        before = Optional.empty();
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
        this.texts.addAndGet(texts.size());
        before.ifPresent(Runnable::run);
        return texts.stream()
                .map(text -> fixed.containsKey(text) ? fixed.get(text) : embedder.embed(text, purpose))
                .toList();
    }
}

package dev.mnemo.kernel.embed;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An {@link Embedder} whose answer comes later, for callers that must not block and clients that do not. Everything in
/// this engine blocks on virtual threads; the two adapters lead across.
public interface AsyncEmbedder extends AutoCloseable {
    /// As {@link Embedder#fingerprint}.
    String fingerprint();

    /// As {@link Embedder#dimensions}.
    int dimensions();

    /// As {@link Embedder#embed(List, Embedder.Purpose)}; fails as that one throws.
    CompletionStage<List<float[]>> embed(List<String> texts, Embedder.Purpose purpose);

    @Override
    default void close() {}

    /// A blocking embedder on virtual threads, one for each call. Closing closes it.
    static AsyncEmbedder toAsyncEmbedder(Embedder embedder) {
        return new AsyncEmbedder() {
            @Override
            public String fingerprint() {
                return embedder.fingerprint();
            }

            @Override
            public int dimensions() {
                return embedder.dimensions();
            }

            @Override
            public CompletionStage<List<float[]>> embed(List<String> texts, Embedder.Purpose purpose) {
                var result = new CompletableFuture<List<float[]>>();
                var thread = Thread.ofVirtual().name("mnemo-embed").start(() -> {
                    try {
                        result.complete(embedder.embed(texts, purpose));
                    } catch (RuntimeException | Error failure) {
                        result.completeExceptionally(failure);
                    }
                });
                var _ = result.whenComplete((_, failure) -> {
                    if (failure instanceof CancellationException) {
                        thread.interrupt();
                    }
                });
                return result;
            }

            @Override
            public void close() {
                embedder.close();
            }
        };
    }

    /// An asynchronous embedder that is waited for. Must not be called on the thread that completes its stages. An
    /// interrupt cancels the stage. Closing closes it.
    ///
    /// @param waitMax how long a call may take before it fails with `TIMEOUT`
    static Embedder toSyncEmbedder(AsyncEmbedder embedder, Duration waitMax) {
        return new Embedder() {
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
                return await(embedder.embed(texts, purpose).toCompletableFuture(), waitMax);
            }

            @Override
            public void close() {
                embedder.close();
            }
        };
    }

    private static List<float[]> await(CompletableFuture<List<float[]>> vectors, Duration waitMax) {
        try {
            return vectors.get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            vectors.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the embedding model");
        } catch (TimeoutException late) {
            vectors.cancel(true);
            throw new MnemoException(
                    Fault.TIMEOUT,
                    "The embedding model has not answered for " + waitMax.toMillis() + " ms.",
                    "Ask again later, or allow it more time.",
                    late);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default ->
                    throw new MnemoException(
                            Fault.MODEL, "The embedding model failed.", "See the cause; ask again later.", failed);
            }
        }
    }
}

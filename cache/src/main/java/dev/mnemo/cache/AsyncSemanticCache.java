package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.AnswerSink;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.embed.AsyncEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.vector.VectorDtype;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/// A {@link SemanticCache} whose answers come later, for callers that must not block. Each call is a virtual thread;
/// no call holds up another one. Cancelling the future of a call interrupts its thread: what had not begun does not
/// happen, and if others wait for the same model call, one of them makes it.
public final class AsyncSemanticCache implements AutoCloseable {
    private final SemanticCache cache;

    /// @param cache does the work; closed with this
    public AsyncSemanticCache(SemanticCache cache) {
        this.cache = cache;
    }

    /// Opens a cache with an embedder that does not block.
    ///
    /// @param embedWaitMax how long a text may take to be embedded
    public static CompletionStage<AsyncSemanticCache> open(
            Store store, AsyncEmbedder embedder, Duration embedWaitMax, CacheOptions options) {
        return later(() -> new AsyncSemanticCache(
                SemanticCache.open(store, AsyncEmbedder.toSyncEmbedder(embedder, embedWaitMax), options)));
    }

    /// As {@link SemanticCache#get(Question)}.
    public CompletionStage<Optional<Hit>> get(Question question) {
        return later(() -> cache.get(question));
    }

    /// As {@link SemanticCache#lookUp}.
    public CompletionStage<Outcome> lookUp(Question question) {
        return later(() -> cache.lookUp(question));
    }

    /// As {@link SemanticCache#getOrCompute}, with a model that does not block. Cancelling the call cancels the
    /// model's stage if this call made it.
    public CompletionStage<Served> getOrCompute(Question question, Supplier<CompletionStage<NewAnswer>> model) {
        return later(() -> cache.getOrCompute(question, () -> await(model.get())));
    }

    /// As {@link SemanticCache#getOrStream}; the sink is called on the thread of this call.
    public CompletionStage<Served> getOrStream(
            Question question, AnswerSource model, AnswerSink sink, Function<Answer, NewAnswer> keep) {
        return later(() -> cache.getOrStream(question, model, sink, keep));
    }

    /// As {@link SemanticCache#put(Question, NewAnswer)}.
    public CompletionStage<PutResult> put(Question question, NewAnswer answer) {
        return later(() -> cache.put(question, answer));
    }

    /// As {@link SemanticCache#replace}.
    public CompletionStage<Optional<PutResult>> replace(long entryId, NewAnswer answer) {
        return later(() -> cache.replace(entryId, answer));
    }

    /// As {@link SemanticCache#delete(Question)}.
    public CompletionStage<Boolean> delete(Question question) {
        return later(() -> cache.delete(question));
    }

    /// As {@link SemanticCache#delete(long)}.
    public CompletionStage<Boolean> delete(long entryId) {
        return later(() -> cache.delete(entryId));
    }

    /// As {@link SemanticCache#reject}.
    public CompletionStage<Void> reject(Hit hit) {
        return later(run(() -> cache.reject(hit)));
    }

    /// As {@link SemanticCache#confirm}.
    public CompletionStage<Void> confirm(Hit hit) {
        return later(run(() -> cache.confirm(hit)));
    }

    /// As {@link SemanticCache#invalidate(String)}.
    public CompletionStage<Long> invalidate(String tag) {
        return later(() -> cache.invalidate(tag));
    }

    /// As {@link SemanticCache#invalidate(String, String)}.
    public CompletionStage<Long> invalidate(String namespace, String tag) {
        return later(() -> cache.invalidate(namespace, tag));
    }

    /// As {@link SemanticCache#entry}.
    public CompletionStage<Optional<StoredEntry>> entry(long entryId) {
        return later(() -> cache.entry(entryId));
    }

    /// As {@link SemanticCache#entries}.
    public CompletionStage<List<StoredEntry>> entries(long afterId, int limit) {
        return later(() -> cache.entries(afterId, limit));
    }

    /// As {@link SemanticCache#hit}.
    public CompletionStage<Optional<Hit>> hit(Question question, long entryId, double similarity) {
        return later(() -> cache.hit(question, entryId, similarity));
    }

    /// As {@link SemanticCache#sourceVersion}.
    public CompletionStage<Long> sourceVersion(String tag, String version) {
        return later(() -> cache.sourceVersion(tag, version));
    }

    /// As {@link SemanticCache#vacuum}.
    public CompletionStage<Long> vacuum(Optional<String> namespace, boolean compact) {
        return later(() -> cache.vacuum(namespace, compact));
    }

    /// As {@link SemanticCache#compact}.
    public CompletionStage<Long> compact() {
        return later(cache::compact);
    }

    /// As {@link SemanticCache#stats}.
    public CompletionStage<Stats> stats(Optional<String> namespace) {
        return later(() -> cache.stats(namespace));
    }

    /// As {@link SemanticCache#health}.
    public CompletionStage<Health> health() {
        return later(cache::health);
    }

    /// As {@link SemanticCache#listNamespaces}.
    public CompletionStage<List<String>> listNamespaces() {
        return later(cache::listNamespaces);
    }

    /// As {@link SemanticCache#clearNamespace}.
    public CompletionStage<Long> clearNamespace(String namespace) {
        return later(() -> cache.clearNamespace(namespace));
    }

    /// As {@link SemanticCache#clear}.
    public CompletionStage<Long> clear() {
        return later(cache::clear);
    }

    /// As {@link SemanticCache#requantize}.
    public CompletionStage<Void> requantize(VectorDtype dtype) {
        return later(run(() -> cache.requantize(dtype)));
    }

    /// As {@link SemanticCache#flush}.
    public CompletionStage<Void> flush() {
        return later(run(cache::flush));
    }

    /// As {@link SemanticCache#dumps}.
    public CompletionStage<Void> dumps(Path file) {
        return later(run(() -> cache.dumps(file)));
    }

    /// As {@link SemanticCache#similarityThreshold}.
    public double similarityThreshold() {
        return cache.similarityThreshold();
    }

    /// As {@link SemanticCache#setSimilarityThreshold}.
    public void setSimilarityThreshold(double threshold) {
        cache.setSimilarityThreshold(threshold);
    }

    /// As {@link #close}, without waiting.
    public CompletionStage<Void> closeLater() {
        return later(run(cache::close));
    }

    /// As {@link SemanticCache#close}; waits for the last write.
    @Override
    public void close() {
        cache.close();
    }

    private static Supplier<Void> run(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private static <T> CompletionStage<T> later(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        var thread = Thread.ofVirtual().name("mnemo-cache-call").unstarted(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        });
        var _ = result.whenComplete((_, failure) -> {
            if (failure instanceof CancellationException) {
                thread.interrupt();
            }
        });
        thread.start();
        return result;
    }

    private static <T> T await(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("the call was cancelled while the model worked");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default ->
                    throw new MnemoException(Fault.MODEL, "The model failed.", "See the cause; ask again.", failed);
            }
        }
    }
}

package dev.mnemo.adapters.springai;

import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.answer.AnswerSink;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/// One reply piece by piece, on a thread of its own: from the model as it comes, from the cache as it once came.
final class Stream {
    private final SemanticCache cache;
    private final Replies replies;
    private final Consumer<Served> listener;
    private final Map<String, Object> context;
    private final FluxSink<ChatClientResponse> sink;
    private final AtomicReference<Collected> last = new AtomicReference<>();
    private volatile boolean isLive;

    Stream(
            SemanticCache cache,
            Replies replies,
            Consumer<Served> listener,
            Map<String, Object> context,
            FluxSink<ChatClientResponse> sink) {
        this.cache = cache;
        this.replies = replies;
        this.listener = listener;
        this.context = context;
        this.sink = sink;
    }

    /// @param model makes the stream of the model anew at each call
    void start(Question question, Supplier<Flux<ChatClientResponse>> model) {
        var thread = Thread.ofVirtual().name("mnemo-cache-stream").unstarted(() -> serve(question, model));
        sink.onDispose(thread::interrupt);
        thread.start();
    }

    private void serve(Question question, Supplier<Flux<ChatClientResponse>> model) {
        var caller = Thread.currentThread();
        try {
            var served = cache.getOrStream(
                    question,
                    kept -> ask(model.get(), kept, caller.equals(Thread.currentThread())),
                    this::replay,
                    answer -> replies.newAnswer(answer, Objects.requireNonNull(last.get())));
            listener.accept(served);
            if (!isLive) {
                sink.next(Replies.end(served, CachingAdvisor.told(context, served)));
            }
            sink.complete();
        } catch (RuntimeException failure) {
            sink.error(failure); // dropped if nobody listens any more
        }
    }

    private void replay(String text) {
        if (!isLive && !text.isEmpty()) {
            sink.next(Replies.piece(text, context));
        }
    }

    private void ask(Flux<ChatClientResponse> model, AnswerSink kept, boolean isOwn) {
        isLive |= isOwn;
        var collected = new Collected();
        try (var pieces = model.toStream()) {
            pieces.forEach(piece -> {
                checkTaken(isOwn);
                if (isOwn) {
                    sink.next(piece);
                }
                var text = collected.add(piece);
                if (!text.isEmpty()) {
                    kept.chunk(text);
                }
            });
        } catch (RuntimeException failure) {
            checkTaken(isOwn); // an interrupted wait is no failure of the model
            throw failure;
        }
        checkTaken(isOwn);
        last.set(collected);
        var answer = replies.answer(collected);
        answer.toolCalls().forEach(kept::toolCall);
        kept.end(answer.finish(), answer.cost());
    }

    private void checkTaken(boolean isOwn) {
        if (isOwn && sink.isCancelled()) {
            throw new CancellationException("the caller stopped taking the answer");
        }
    }
}

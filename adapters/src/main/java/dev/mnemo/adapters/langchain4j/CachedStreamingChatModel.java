package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.mnemo.adapters.Caching;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.answer.AnswerSink;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/// As {@link CachedChatModel}, piece by piece. What comes from the model is handed on at once, with all that the
/// provider says besides; what comes from the cache comes in the pieces in which it once came. An answer is stored
/// after its clean end, right before the handler hears of the end. A call returns at once; the handler is called on
/// one virtual thread.
public final class CachedStreamingChatModel implements StreamingChatModel {
    private final StreamingChatModel model;
    private final SemanticCache cache;
    private final Caching<ChatRequest> caching;
    private final Requests requests;
    private final Responses responses;

    /// @param model answers what the cache does not know
    /// @param cache stays open when this model is not used any more
    public CachedStreamingChatModel(StreamingChatModel model, SemanticCache cache, Caching<ChatRequest> caching) {
        this.model = model;
        this.cache = cache;
        this.caching = caching;
        this.requests = new Requests(caching);
        this.responses = new Responses(caching);
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        var question = requests.question(Requests.whole(request, model.defaultRequestParameters()));
        if (question.isEmpty()) {
            model.chat(request, options, handler);
            return;
        }
        Thread.ofVirtual()
                .name("mnemo-cache-stream")
                .start(() -> new Call(request, options, handler).serve(question.get()));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        chat(request, ChatRequestOptions.EMPTY, handler);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    /// One request on its way.
    private final class Call {
        private final ChatRequest request;
        private final ChatRequestOptions options;
        private final StreamingChatResponseHandler handler;
        private final Replay replay;
        private final Thread caller = Thread.currentThread();
        private final AtomicReference<ChatResponse> last = new AtomicReference<>();

        Call(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            this.request = request;
            this.options = options;
            this.handler = handler;
            this.replay = new Replay(handler);
        }

        void serve(Question question) {
            try {
                var served = cache.getOrStream(
                        question,
                        this::ask,
                        replay,
                        answer -> responses.newAnswer(answer, Objects.requireNonNull(last.get())));
                caching.listener().accept(served);
                var own = last.get();
                var response = replay.isLive() && own != null ? own : Responses.response(served);
                if (!replay.isCancelled()) {
                    Relay.deliver(handler, it -> it.onCompleteResponse(response));
                }
            } catch (CancellationException cancelled) {
                // the handler asked for it and hears nothing more
            } catch (CompletionException failure) {
                var cause = Objects.requireNonNullElse(failure.getCause(), failure);
                Relay.deliver(handler, it -> it.onError(cause));
            } catch (RuntimeException failure) {
                Relay.deliver(handler, it -> it.onError(failure));
            }
        }

        /// Asks the model: for the handler on its own thread, for the cache alone on another one.
        private void ask(AnswerSink sink) {
            boolean isOwn = caller.equals(Thread.currentThread());
            if (isOwn) {
                replay.live();
            }
            var relay = new Relay();
            model.chat(request, options, relay);
            var pieces = new boolean[1];
            var response = relay.take(isOwn ? handler : new Unheard(), text -> {
                pieces[0] = true;
                sink.chunk(text);
            });
            last.set(response);
            var text = response.aiMessage().text();
            if (!pieces[0] && text != null) {
                sink.chunk(text);
            }
            Responses.toolCalls(response).forEach(sink::toolCall);
            sink.end(responses.finish(response), responses.cost(response));
        }
    }

    /// Nobody listens to an answer that is fetched in the background.
    private static final class Unheard implements StreamingChatResponseHandler {
        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable failure) {}
    }
}

package dev.mnemo.adapters.springai;

import dev.mnemo.adapters.Caching;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/// An advisor of Spring AI that answers from a cache what the model answered before, to the same words or to the same
/// meaning.
///
/// Model, options, system messages, tools, form of the answer and earlier messages must be the same; the last text of
/// the user may say it in other words. It stands last in the chain, so that it sees what other advisors add:
/// memories and documents are part of the question. A request whose last message is not a text of the user, such as
/// one that brings results of tools, goes to the model as if there were no cache. Answers that call tools or did not
/// end by themselves are not stored unless the option `storedFinishes` allows it.
///
/// Where an answer came from stands in the context of the response under {@link #SERVED}.
public final class CachingAdvisor implements CallAdvisor, StreamAdvisor {
    /// Key of the {@link Served} in the context of a response that went through the cache. A stream has it at its last
    /// piece if it came from the cache.
    public static final String SERVED = "dev.mnemo.cache.served";

    /// After all advisors that leave room for one, and before the one that calls the model.
    private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1_000;

    private final SemanticCache cache;
    private final Caching<ChatClientRequest> caching;
    private final Prompts prompts;
    private final Replies replies;

    /// @param cache stays open when this advisor is not used any more
    public CachingAdvisor(SemanticCache cache, Caching<ChatClientRequest> caching) {
        this.cache = cache;
        this.caching = caching;
        this.prompts = new Prompts(caching);
        this.replies = new Replies(caching);
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        var question = prompts.question(request);
        if (question.isEmpty()) {
            return chain.nextCall(request);
        }
        var caller = Thread.currentThread();
        var own = new AtomicReference<ChatClientResponse>();
        var background = chain.copy(this); // a chain is used up by its call
        var served = cache.getOrCompute(question.get(), () -> {
            boolean isOwn = caller.equals(Thread.currentThread());
            var reply = isOwn ? chain.nextCall(request) : background.nextCall(request);
            if (isOwn) {
                own.set(reply);
            }
            return replies.newAnswer(reply);
        });
        caching.listener().accept(served);
        var reply = own.get();
        return reply == null
                ? Replies.whole(served, told(request.context(), served))
                : new ChatClientResponse(reply.chatResponse(), told(reply.context(), served));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        var question = prompts.question(request);
        return question.isEmpty()
                ? chain.nextStream(request)
                : Flux.deferContextual(context -> Flux.create(sink -> {
                    var stream = new Stream(cache, replies, caching.listener(), known(request.context()), sink);
                    stream.start(
                            question.get(),
                            () -> chain.copy(this).nextStream(request).contextWrite(context));
                }));
    }

    /// A context with where the answer came from.
    static Map<String, Object> told(Map<String, ? extends @Nullable Object> context, Served served) {
        var told = known(context);
        told.put(SERVED, served);
        return told;
    }

    /// What a context knows: the context of a request may have nulls, that of a response has none.
    private static Map<String, Object> known(Map<String, ? extends @Nullable Object> context) {
        var known = new HashMap<String, Object>();
        context.forEach((name, value) -> {
            if (value != null) {
                known.put(name, value);
            }
        });
        return known;
    }

    @Override
    public String getName() {
        return "mnemo-cache";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}

package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.mnemo.adapters.Caching;
import dev.mnemo.cache.SemanticCache;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// A model that answers from a cache what it answered before, to the same words or to the same meaning.
///
/// Provider, model, system messages, parameters, tools, form of the answer and earlier messages must be the same; the
/// last text of the user may say it in other words. A request whose last message is not a text of the user, such as
/// one that brings results of tools, goes to the model as if there were no cache. Answers that call tools or did not
/// end by themselves are not stored unless the option `storedFinishes` allows it. Listeners of the model hear of
/// calls that reach it.
public final class CachedChatModel implements ChatModel {
    private final ChatModel model;
    private final SemanticCache cache;
    private final Caching<ChatRequest> caching;
    private final Requests requests;
    private final Responses responses;

    /// @param model answers what the cache does not know
    /// @param cache stays open when this model is not used any more
    public CachedChatModel(ChatModel model, SemanticCache cache, Caching<ChatRequest> caching) {
        this.model = model;
        this.cache = cache;
        this.caching = caching;
        this.requests = new Requests(caching);
        this.responses = new Responses(caching);
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        var question = requests.question(Requests.whole(request, model.defaultRequestParameters()));
        if (question.isEmpty()) {
            return model.chat(request, options);
        }
        var caller = Thread.currentThread();
        var own = new AtomicReference<ChatResponse>();
        var served = cache.getOrCompute(question.get(), () -> {
            var response = model.chat(request, options);
            if (caller.equals(Thread.currentThread())) {
                own.set(response);
            }
            return responses.newAnswer(response);
        });
        caching.listener().accept(served);
        var response = own.get();
        return response == null ? Responses.response(served) : response;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return chat(request, ChatRequestOptions.EMPTY);
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
}

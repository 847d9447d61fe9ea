import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.mnemo.adapters.Caching;
import dev.mnemo.adapters.Price;
import dev.mnemo.adapters.langchain4j.CachedChatModel;
import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.Miss;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Served;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The response cache in front of a model of LangChain4j: the application goes on talking to a `ChatModel`.
///
///     java -cp 'app/target/distribution/mnemo-0.1.0/lib/*:adapters/target/*' examples/CachedModel.java
void main() {
    var options = CacheOptions.builder(InstantSource.system(), new SecureRandom())
            .similarityThreshold(0.7) // words in place of a model; with one, 0.85 is a beginning
            .build();
    try (var cache = SemanticCache.open(new MemoryStore(), new HashEmbedder(384), options)) {
        var caching = Caching.<ChatRequest>of("example")
                .withPrice(new Price(1.25, 10)) // of a million tokens
                .listening(this::tell);
        var model = new CachedChatModel(new SlowModel(), cache, caching);
        for (var text : new String[] {
            "Which papers do I need to cancel my contract?",
            "What papers do I need to cancel my contract?",
            "Which papers do I not need to cancel my contract?"
        }) {
            long start = System.nanoTime();
            var answer = model.chat(UserMessage.from(text)).aiMessage().text();
            IO.println("%s%n  %5d ms  %s"
                    .formatted(
                            text, Duration.ofNanos(System.nanoTime() - start).toMillis(), answer));
        }
        var stats = cache.stats(Optional.empty());
        IO.println("saved: %d ms, %d tokens, %.6f of money"
                .formatted(stats.savedMillis(), stats.savedTokens(), stats.savedMoneyMicros() / 1e6));
    }
}

/// Where an answer came from.
void tell(Served served) {
    switch (served.outcome()) {
        case Hit hit -> IO.println("  from the cache: " + hit.reasons());
        case Miss miss -> IO.println("  from the model: " + miss.explanation());
    }
}

/// Stands for a model that thinks for a second.
static final class SlowModel implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        var question = ((UserMessage) request.messages().getLast()).singleText();
        return ChatResponse.builder()
                .aiMessage(AiMessage.from("Answer to: " + question))
                .tokenUsage(new TokenUsage(120, 300))
                .finishReason(FinishReason.STOP)
                .build();
    }
}

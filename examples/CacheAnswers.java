import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.Hit;
import dev.mnemo.cache.Miss;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.models.LocalModel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The response cache as a library: the first call is slow, the same question in other words is instant, and a question
/// that only looks the same is refused with the reason.
///
///     java -cp 'app/target/distribution/mnemo-0.1.0/lib/*' examples/CacheAnswers.java
void main() {
    var options = CacheOptions.builder(InstantSource.system(), new SecureRandom())
            .similarityThreshold(0.8)
            .build();
    try (var embedder = embedder();
            var cache = SemanticCache.open(new MemoryStore(), embedder, options)) {
        ask(cache, "How do I cancel my subscription to the 2025 newsletter?");
        ask(cache, "How can I cancel my subscription to the 2025 newsletter?");
        ask(cache, "How do I cancel my subscription to the 2024 newsletter?");
        var stats = cache.stats(Optional.empty());
        IO.println("%d entries, %d hits, %d ms of the model saved"
                .formatted(stats.entries(), stats.hitsExact() + stats.hitsSemantic(), stats.savedMillis()));
    }
}

/// Asks through the cache and shows where the answer came from.
void ask(SemanticCache cache, String text) {
    var question = Question.of(text).under(RequestKey.of("example", "slow-model"));
    long start = System.nanoTime();
    var served = cache.getOrCompute(question, () -> NewAnswer.of(slowModel(text)));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    IO.println("%s%n  %5d ms  %s".formatted(text, millis, served.response()));
    switch (served.outcome()) {
        case Hit hit -> IO.println("  from the cache (%s): %s".formatted(hit.matchedText(), hit.reasons()));
        case Miss miss -> IO.println("  from the model: " + miss.explanation());
    }
}

/// Stands for a model that thinks for a second.
String slowModel(String text) {
    try {
        Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
    }
    return "Answer to: " + text;
}

/// The model on this machine; where there is none, words take its place.
Embedder embedder() {
    var home = Path.of(System.getProperty("user.home"));
    return switch (LocalModel.find(LocalModel.DEFAULT, LocalModel.cacheFolder(System.getenv(), home))) {
        case LocalModel.Present(var model) -> model;
        case LocalModel.Absent(var reason) -> {
            IO.println(reason);
            yield new HashEmbedder(384);
        }
    };
}

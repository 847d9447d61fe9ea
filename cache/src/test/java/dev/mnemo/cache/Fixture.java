package dev.mnemo.cache;

import dev.mnemo.cache.store.MemoryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A cache in memory with a clock, an embedder and a list of what happened.
final class Fixture implements AutoCloseable {
    static final int DIMENSIONS = 64;

    record Heard(String event, Map<String, Object> attributes) {}

    final TestClock clock = new TestClock();
    final TestEmbedder embedder = new TestEmbedder(DIMENSIONS);
    final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    final SemanticCache cache;

    private Fixture(Consumer<CacheOptionsBuilder> change) {
        var options = CacheOptions.builder(clock, new SplittableRandom(7))
                .metricsHook((event, attributes) -> heard.add(new Heard(event, attributes)));
        change.accept(options);
        cache = SemanticCache.open(new MemoryStore(), embedder, options.build());
    }

    static Fixture open() {
        return new Fixture(_ -> {});
    }

    static Fixture open(Consumer<CacheOptionsBuilder> change) {
        return new Fixture(change);
    }

    Miss miss(String question) {
        return miss(Question.of(question));
    }

    Miss miss(Question question) {
        var outcome = cache.lookUp(question);
        if (outcome instanceof Miss miss) {
            return miss;
        }
        throw new AssertionError("expected a miss, got " + outcome);
    }

    Hit hit(String question) {
        return hit(Question.of(question));
    }

    Hit hit(Question question) {
        return switch (cache.lookUp(question)) {
            case Hit hit -> hit;
            case Miss miss -> throw new AssertionError("expected a hit, got " + miss.explanation());
        };
    }

    Stats stats() {
        return cache.stats(java.util.Optional.empty());
    }

    List<String> events() {
        synchronized (heard) {
            return heard.stream().map(Heard::event).toList();
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}

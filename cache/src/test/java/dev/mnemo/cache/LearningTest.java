package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Guards;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cache with an error budget, from knowing nothing to giving answers.
@Timeout(120)
class LearningTest {
    private static final int GROUPS = 8;

    private final SemanticCacheTest.DurableMemoryStore store = new SemanticCacheTest.DurableMemoryStore();
    private final Semaphore compared = new Semaphore(0);

    private SemanticCache open() {
        return SemanticCache.open(
                store,
                new TestEmbedder(Fixture.DIMENSIONS),
                CacheOptions.builder(new TestClock(), new SplittableRandom(5))
                        .errorBudget(new Budget(0.1, 0.9, 0))
                        .guards(Guards.NONE) // the texts below are numbered
                        .metricsHook((event, _) -> {
                            if (event.equals("audit")) {
                                compared.release();
                            }
                        })
                        .build());
    }

    /// Question number `i`, near all others of its group.
    private static Question question(int i) {
        var vector = new float[Fixture.DIMENSIONS];
        vector[i % GROUPS] = 1;
        vector[GROUPS + i % 29] += 0.1f;
        return Question.of("question " + i).withEmbedding(vector);
    }

    /// Asks, waits until what can be learned is learned, and returns the outcome.
    private Outcome ask(SemanticCache cache, int i, IntFunction<String> model) {
        var served = cache.getOrCompute(question(i), () -> NewAnswer.of(model.apply(i)));
        if (served.outcome() instanceof Miss miss && miss.reason() == MissReason.ERROR_BUDGET) {
            compared.acquireUninterruptibly();
        }
        return served.outcome();
    }

    @Test
    void it_is_cautious_until_it_knows_enough_and_keeps_what_it_learned() {
        IntFunction<String> model = i -> "answer of group " + i % GROUPS;
        int next = 0;
        try (var cache = open()) {
            for (; next < GROUPS; next++) {
                assertThat(ask(cache, next, model)).isInstanceOf(Miss.class);
            }
            assertThat(cache.lookUp(question(next)))
                    .isInstanceOfSatisfying(
                            Miss.class, miss -> assertThat(miss.explanation()).contains("error_budget", "Only"));
            var ignorant = cache.stats(Optional.empty());
            assertThat(ignorant.errorBound()).hasValue(1);
            assertThat(ignorant.errorBoundSays()).contains("nothing is given by meaning yet");
            int hits = 0;
            for (; next < 600; next++) {
                if (ask(cache, next, model) instanceof Hit hit) {
                    hits++;
                    assertThat(hit.response()).isEqualTo(model.apply(next));
                    assertThat(hit.errorBound()).isBetween(0.0, 0.1);
                    assertThat(hit.reasons().toString()).contains("probability");
                }
            }
            assertThat(hits).isGreaterThan(20);
            assertThat(cache.stats(Optional.empty()).errorBound().orElseThrow()).isLessThanOrEqualTo(0.1);
        }
        try (var cache = open()) {
            assertThat(cache.stats(Optional.empty()).errorBoundSays()).contains("100 comparisons");
        }
    }

    @Test
    void it_gives_nothing_where_near_questions_have_other_answers() {
        try (var cache = open()) {
            for (int i = 0; i < 300; i++) {
                assertThat(ask(cache, i, number -> "answer " + number)).isInstanceOf(Miss.class);
            }
            assertThat(cache.stats(Optional.empty()).errorBound()).hasValue(1);
        }
    }
}

package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.answer.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvictionTest {
    @Test
    void those_given_out_longest_ago_make_room_a_tenth_at_a_time() {
        try (var it = Fixture.open(options -> options.maxEntries(100))) {
            for (int i = 0; i < 100; i++) {
                it.cache.put("question " + i, "answer");
                it.clock.move(Duration.ofMillis(1));
            }
            for (int i = 0; i < 20; i++) {
                it.cache.get("question " + i);
            }
            it.clock.move(Duration.ofMillis(1));
            it.cache.put("one more", "answer");
            it.cache.flush();
            assertThat(it.stats().entries()).isEqualTo(91);
            assertThat(it.stats().evictions()).isEqualTo(10);
            assertThat(it.cache.get("question 0")).isPresent();
            assertThat(it.cache.get("question 29")).isEmpty();
            assertThat(it.cache.get("question 30")).isPresent();
            assertThat(it.cache.get("one more")).isPresent();
        }
    }

    @Test
    void a_full_cache_never_grows_by_more_than_a_batch() {
        try (var it = Fixture.open(options -> options.maxEntries(50))) {
            for (int i = 0; i < 500; i++) {
                it.cache.put("question " + i, "answer");
                it.clock.move(Duration.ofMillis(1));
                assertThat(it.cache.stats(Optional.empty()).entries()).isLessThanOrEqualTo(55);
            }
            it.cache.flush();
            assertThat(it.stats().entries()).isLessThanOrEqualTo(50);
            assertThat(it.cache.get("question 499")).isPresent();
        }
    }

    @Test
    void a_quota_holds_for_its_namespace_and_the_limit_of_all_holds_too() {
        try (var it = Fixture.open(options -> options.maxEntries(20).namespaceQuotas(Map.of("small", 5L)))) {
            for (int i = 0; i < 6; i++) {
                it.cache.put(Question.of("a " + i).in("small"), NewAnswer.of("x"));
                it.clock.move(Duration.ofMillis(1));
            }
            it.cache.flush();
            assertThat(it.cache.stats(Optional.of("small")).entries()).isEqualTo(5);
            for (int i = 0; i < 16; i++) {
                it.cache.put(Question.of("b " + i).in("large"), NewAnswer.of("x"));
                it.clock.move(Duration.ofMillis(1));
            }
            it.cache.flush();
            assertThat(it.stats().entries()).isLessThanOrEqualTo(20);
            assertThat(it.cache.stats(Optional.of("small")).evictions())
                    .as("each namespace counts what it lost, whoever put")
                    .isGreaterThan(1);
            assertThat(it.cache.stats(Optional.of("large")).evictions()).isZero();
        }
    }

    @Test
    void answers_that_cost_little_go_first_if_the_options_say_so() {
        try (var it = Fixture.open(options -> options.maxEntries(20).evictionOrder(EvictionOrder.CHEAPEST))) {
            for (int i = 0; i < 21; i++) {
                var cost = new Cost(0, i == 0 ? 5_000 : 10, 0, Duration.ZERO);
                it.cache.put(Question.of("question " + i), NewAnswer.of(Answer.of("x", cost)));
                it.clock.move(Duration.ofMillis(1));
            }
            it.cache.flush();
            assertThat(it.stats().entries()).isEqualTo(19);
            assertThat(it.cache.get("question 0"))
                    .as("the dearest, though the oldest")
                    .isPresent();
            assertThat(it.cache.get("question 1")).isEmpty();
        }
    }
}

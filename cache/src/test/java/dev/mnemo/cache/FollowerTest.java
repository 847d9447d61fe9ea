package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.store.Changes;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.cache.store.Model;
import dev.mnemo.kernel.embed.HashEmbedder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Two caches on one store, as two processes are.
class FollowerTest {
    private static final String ASKED = "How do I change the delivery address of an order";
    private static final String NEAR = "Please, how do I change the delivery address of an order";

    private final SharedStore store = new SharedStore();

    private SemanticCache open(MultiProcessMode mode, Duration interval) {
        return SemanticCache.open(
                store,
                new HashEmbedder(64),
                CacheOptions.builder(new TestClock(), new SplittableRandom(1))
                        .multiProcessMode(mode)
                        .staleCheckInterval(interval)
                        .build());
    }

    @Test
    void alone_shares_by_text_only() {
        try (var one = open(MultiProcessMode.SINGLE, Duration.ZERO);
                var other = open(MultiProcessMode.SINGLE, Duration.ZERO)) {
            one.put(ASKED, "answer");
            assertThat(other.get(ASKED)).isPresent();
            assertThat(other.get(NEAR)).isEmpty();
        }
    }

    @Test
    void what_one_puts_replaces_deletes_and_rejects_the_other_sees_at_its_next_look() {
        try (var one = open(MultiProcessMode.STALE_TOLERANT, Duration.ZERO);
                var other = open(MultiProcessMode.STALE_TOLERANT, Duration.ZERO)) {
            one.put(ASKED, "answer");
            assertThat(other.get(NEAR)).map(Hit::response).contains("answer");
            one.put(Question.of(ASKED).withEmbedding(SemanticCacheTest.vector(0, 1)), NewAnswer.of("moved"));
            assertThat(other.get(NEAR)).isEmpty();
            assertThat(other.get(Question.of("?").withEmbedding(SemanticCacheTest.vector(0, 1))))
                    .map(Hit::response)
                    .contains("moved");
            one.delete(Question.of(ASKED));
            assertThat(other.lookUp(Question.of(NEAR)))
                    .isInstanceOfSatisfying(
                            Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.NO_MATCH));
            one.put(ASKED, "answer");
            one.reject(one.get(NEAR).orElseThrow());
            assertThat(other.lookUp(Question.of(NEAR)))
                    .isInstanceOfSatisfying(
                            Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.REJECTED));
        }
    }

    @Test
    void within_the_interval_nobody_asks_the_store() {
        try (var one = open(MultiProcessMode.STALE_TOLERANT, Duration.ZERO);
                var other = open(MultiProcessMode.STALE_TOLERANT, Duration.ofDays(1))) {
            one.put(ASKED, "answer");
            assertThat(other.get(NEAR)).isEmpty();
        }
    }

    @Test
    void a_log_that_does_not_reach_back_is_made_up_for_by_reading_everything() {
        try (var one = open(MultiProcessMode.STALE_TOLERANT, Duration.ZERO);
                var other = open(MultiProcessMode.STALE_TOLERANT, Duration.ZERO)) {
            one.put(ASKED, "answer");
            store.isLogLost = true;
            assertThat(other.get(NEAR)).isPresent();
        }
    }

    /// One store for two caches; the first one's model is that of both.
    private static final class SharedStore extends ForwardingStore {
        private Optional<Model> model = Optional.empty();
        volatile boolean isLogLost;

        SharedStore() {
            super(new MemoryStore());
        }

        @Override
        public Model open(Model given) {
            if (model.isEmpty()) {
                model = Optional.of(super.open(given));
            }
            return model.orElseThrow();
        }

        @Override
        public Changes changesSince(long sequence, int limit) {
            return isLogLost ? new Changes(List.of(), false) : super.changesSince(sequence, limit);
        }

        @Override
        public void close() {}
    }
}

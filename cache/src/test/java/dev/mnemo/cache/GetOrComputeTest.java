package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GetOrComputeTest {
    private static final Question ASKED = Question.of("How do I change the delivery address of an order");
    private static final Question NEAR = Question.of("Please, how do I change the delivery address of an order");

    private final AtomicInteger calls = new AtomicInteger();
    private final Supplier<NewAnswer> model = () -> NewAnswer.of("answer " + calls.incrementAndGet());

    @Test
    void the_first_asks_the_model_and_the_others_do_not() {
        try (var it = Fixture.open()) {
            var first = it.cache.getOrCompute(ASKED, model);
            assertThat(first.response()).isEqualTo("answer 1");
            assertThat(first.isHit()).isFalse();
            var near = it.cache.getOrCompute(NEAR, model);
            assertThat(near.response()).isEqualTo("answer 1");
            assertThat(near.isHit()).isTrue();
            assertThat(calls).hasValue(1);
            assertThat(it.embedder.texts).as("two self-checks, one text each").hasValue(4);
        }
    }

    @Test
    void a_thousand_identical_misses_make_one_call() throws Exception {
        try (var it = Fixture.open()) {
            var started = new CountDownLatch(1_000);
            var answers = new ConcurrentLinkedQueue<String>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 1_000; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    started.countDown();
                    answers.add(it.cache
                            .getOrCompute(ASKED, () -> {
                                await(started);
                                return model.get();
                            })
                            .response());
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(calls).hasValue(1);
            assertThat(answers).hasSize(1_000).containsOnly("answer 1");
            var stats = it.stats();
            assertThat(stats.hitsExact() + stats.hitsSemantic() + stats.misses())
                    .isEqualTo(1_000);
        }
    }

    @Test
    void a_failing_model_fails_its_caller_and_nothing_is_remembered() {
        try (var it = Fixture.open()) {
            assertThatThrownBy(() -> it.cache.getOrCompute(ASKED, () -> {
                        throw new IllegalStateException("away");
                    }))
                    .hasMessage("away");
            assertThat(it.cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 1");
        }
    }

    @Test
    void failures_are_repeated_for_a_while_if_the_options_say_so() {
        try (var it = Fixture.open(options -> options.negativeTtl(Duration.ofSeconds(10)))) {
            Supplier<NewAnswer> failing = () -> {
                calls.incrementAndGet();
                throw new IllegalStateException("away");
            };
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> it.cache.getOrCompute(ASKED, failing)).hasMessage("away");
            }
            assertThat(calls).hasValue(1);
            it.clock.move(Duration.ofSeconds(10));
            assertThat(it.cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 2");
        }
    }

    @Test
    void bypass_asks_the_model_and_renews_the_answer() {
        try (var it = Fixture.open()) {
            it.cache.getOrCompute(ASKED, model);
            assertThat(it.cache.getOrCompute(ASKED.bypassing(), model).response())
                    .isEqualTo("answer 2");
            assertThat(it.hit(ASKED).response()).isEqualTo("answer 2");
        }
    }

    @Test
    void answers_unfit_for_the_cache_reach_their_caller_only() {
        try (var it = Fixture.open()) {
            for (var finish : List.of(
                    FinishReason.LENGTH,
                    FinishReason.CONTENT_FILTER,
                    FinishReason.ERROR,
                    FinishReason.TOOL_CALLS,
                    FinishReason.OTHER)) {
                var cut = new Answer(List.of("half an"), List.of(), finish, Cost.UNKNOWN);
                assertThat(it.cache.getOrCompute(ASKED, () -> NewAnswer.of(cut)).response())
                        .isEqualTo("half an");
                assertThat(it.cache.get(ASKED)).isEmpty();
            }
            it.cache.getOrCompute(ASKED, () -> NewAnswer.of(" "));
            assertThat(it.stats().entries()).isZero();
        }
    }

    @Test
    void without_an_embedder_answers_are_kept_for_their_text() {
        try (var it = Fixture.open()) {
            it.embedder.fail();
            assertThat(it.cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 1");
            assertThat(it.cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 1");
            it.embedder.recover();
            assertThat(it.cache.get(NEAR)).isEmpty();
            assertThat(it.cache.get(ASKED)).isPresent();
        }
    }

    @Test
    void a_broken_store_costs_a_call_and_nothing_else() {
        var store = new BrokenStore();
        var heard = new ConcurrentLinkedQueue<String>();
        var options = CacheOptions.builder(new TestClock(), new SplittableRandom(1))
                .metricsHook((event, _) -> heard.add(event))
                .build();
        try (var cache = SemanticCache.open(store, new TestEmbedder(Fixture.DIMENSIONS), options)) {
            store.broken = true;
            assertThat(cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 1");
            assertThat(cache.lookUp(ASKED))
                    .isInstanceOfSatisfying(
                            Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.STORE_FAILURE));
            assertThat(heard).contains("store_failure", "put_failed");
            assertThatThrownBy(() -> cache.put("a", "b")).isInstanceOf(MnemoException.class);
            store.broken = false;
            assertThat(cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 2");
            assertThat(cache.get(NEAR)).isPresent();
        }
    }

    @Test
    void an_answer_past_its_time_may_be_given_while_a_fresh_one_is_fetched() throws Exception {
        var refreshed = new CountDownLatch(1);
        try (var it = Fixture.open(options -> options.defaultTtl(Duration.ofMinutes(1))
                .staleWhileRevalidate(Duration.ofMinutes(5))
                .metricsHook((event, _) -> {
                    if (event.equals("refresh")) {
                        refreshed.countDown();
                    }
                }))) {
            it.cache.getOrCompute(ASKED, model);
            it.clock.move(Duration.ofMinutes(2));
            assertThat(it.cache.get(ASKED))
                    .as("a plain look-up never gives what is over")
                    .isEmpty();
            var stale = it.cache.getOrCompute(ASKED, model);
            assertThat(stale.response()).isEqualTo("answer 1");
            assertThat(stale.outcome())
                    .isInstanceOfSatisfying(
                            Hit.class, hit -> assertThat(hit.stale()).isTrue());
            refreshed.await();
            assertThat(it.hit(ASKED).response()).isEqualTo("answer 2");
            it.clock.move(Duration.ofMinutes(6));
            assertThat(it.cache.getOrCompute(ASKED, model).response()).isEqualTo("answer 3");
        }
    }

    @Test
    void answers_are_fetched_anew_before_their_time_is_over_at_random() throws Exception {
        var refreshed = new CountDownLatch(1);
        try (var it = Fixture.open(options -> options.defaultTtl(Duration.ofMinutes(1))
                .earlyRefresh(1)
                .metricsHook((event, _) -> {
                    if (event.equals("refresh")) {
                        refreshed.countDown();
                    }
                }))) {
            var slow = new Cost(0, 0, 0, Duration.ofSeconds(30)); // as long as half the time to live
            Supplier<NewAnswer> costly = () -> NewAnswer.of(Answer.of("answer " + calls.incrementAndGet(), slow));
            it.cache.getOrCompute(ASKED, costly);
            it.clock.move(Duration.ofSeconds(59));
            while (calls.get() == 1) { // each look draws anew; the chance of a refresh is 97 % a look
                assertThat(it.cache.getOrCompute(ASKED, costly).isHit()).isTrue();
                Thread.yield();
            }
            refreshed.await();
            assertThat(it.hit(ASKED).response()).startsWith("answer ").isNotEqualTo("answer 1");
        }
    }

    @Test
    void what_a_hit_saves_is_counted() {
        try (var it = Fixture.open()) {
            var cost = new Cost(100, 20, 5_000, Duration.ofMillis(700));
            it.cache.getOrCompute(ASKED, () -> NewAnswer.of(Answer.of("answer", cost)));
            it.cache.get(ASKED);
            it.cache.get(NEAR);
            var stats = it.stats();
            assertThat(stats.savedTokens()).isEqualTo(240);
            assertThat(stats.savedMoneyMicros()).isEqualTo(10_000);
            assertThat(stats.savedMillis()).isEqualTo(1_400);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// A store that fails when told to.
    private static final class BrokenStore extends ForwardingStore {
        volatile boolean broken;

        BrokenStore() {
            super(new MemoryStore());
        }

        private void check() {
            if (broken) {
                throw new MnemoException(Fault.STORE_UNREACHABLE, "The store is away.", "Wait.");
            }
        }

        @Override
        public java.util.Optional<StoredEntry> find(dev.mnemo.cache.store.Key key) {
            check();
            return super.find(key);
        }

        @Override
        public List<Long> put(List<StoredEntry> entries) {
            check();
            return super.put(entries);
        }
    }
}

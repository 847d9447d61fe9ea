package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Questions that mean the same and come at the same time.
@Timeout(120)
class ParaphrasesTest {
    private static final String ASKED = "How do I change the delivery address of order 17";
    private static final String NEAR = "Please, how do I change the delivery address of order 17";
    private static final String OTHER = "How do I change the delivery address of order 18";

    private final AtomicInteger calls = new AtomicInteger();

    private NewAnswer answer() {
        return NewAnswer.of("answer " + calls.incrementAndGet());
    }

    @Test
    void many_paraphrases_at_once_make_one_call() throws Exception {
        try (var it = Fixture.open()) {
            var started = new CountDownLatch(200);
            var answers = new ConcurrentLinkedQueue<String>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 200; i++) {
                var question = Question.of(ASKED + " please".repeat(i % 2) + "?".repeat(i % 7));
                threads.add(Thread.ofVirtual().start(() -> {
                    started.countDown();
                    answers.add(it.cache
                            .getOrCompute(question, () -> {
                                await(started);
                                return answer();
                            })
                            .response());
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(calls).hasValue(1);
            assertThat(answers).hasSize(200).containsOnly("answer 1");
            var stats = it.stats();
            assertThat(stats.hitsExact() + stats.hitsSemantic() + stats.misses())
                    .isEqualTo(200);
        }
    }

    @Test
    void who_waited_gets_a_hit_that_can_be_rejected() throws Exception {
        try (var it = Fixture.open()) {
            var served = askWhile(it, this::answer);
            assertThat(served.response()).isEqualTo("answer 1");
            assertThat(served.shared()).isTrue();
            assertThat(served.outcome()).isInstanceOfSatisfying(Hit.class, hit -> it.cache.reject(hit));
            assertThat(it.events()).contains("shared");
            assertThat(it.cache.get(NEAR)).isEmpty();
        }
    }

    @Test
    void the_failure_of_another_question_is_its_own() throws Exception {
        try (var it = Fixture.open()) {
            var served = askWhile(it, () -> {
                throw new IllegalStateException("away");
            });
            assertThat(served.response()).isEqualTo("answer 1");
            assertThat(served.shared()).isFalse();
            assertThat(it.cache.get(NEAR)).isPresent();
        }
    }

    @Test
    void questions_of_another_number_or_partition_do_not_wait() throws Exception {
        try (var it = Fixture.open();
                var first = new Waiting(it)) {
            assertThat(it.cache.getOrCompute(Question.of(OTHER), this::answer).response())
                    .isEqualTo("answer 1");
            var elsewhere = Question.of(NEAR).in("elsewhere");
            assertThat(it.cache.getOrCompute(elsewhere, this::answer).response())
                    .isEqualTo("answer 2");
            assertThat(first.response()).isEqualTo("answer 3");
        }
    }

    @Test
    void a_model_may_ask_the_cache_a_question_like_its_own() {
        try (var it = Fixture.open()) {
            var outer = it.cache.getOrCompute(Question.of(ASKED), () -> {
                var inner = it.cache.getOrCompute(Question.of(NEAR), this::answer);
                return NewAnswer.of("as before: " + inner.response());
            });
            assertThat(outer.response()).isEqualTo("as before: answer 1");
        }
    }

    @Test
    void nobody_waits_longer_than_the_options_say() throws Exception {
        try (var it = Fixture.open(options -> options.flightWait(Duration.ofMillis(1)));
                var first = new Waiting(it)) {
            assertThat(it.cache.getOrCompute(Question.of(NEAR), this::answer).response())
                    .isEqualTo("answer 1");
            assertThat(first.response()).isEqualTo("answer 2");
        }
    }

    @Test
    void who_is_interrupted_waits_no_more() throws Exception {
        try (var it = Fixture.open();
                var first = new Waiting(it)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> it.cache.getOrCompute(Question.of(NEAR), this::answer))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(first.response()).isEqualTo("answer 1");
        }
    }

    /// Asks in other words while a model works on a question; that model answers as given once the other one waits.
    private Served askWhile(Fixture it, Supplier<NewAnswer> model) throws Exception {
        var asking = new CountDownLatch(1);
        var other = new FutureTask<>(() -> it.cache.getOrCompute(Question.of(NEAR), this::answer));
        var otherThread = new Thread(other);
        var first = Thread.ofVirtual()
                .unstarted(() -> it.cache.getOrCompute(Question.of(ASKED), () -> {
                    asking.countDown();
                    while (otherThread.getState() != Thread.State.TIMED_WAITING && !other.isDone()) {
                        Thread.onSpinWait(); // the only wait with a limit is the one for this answer
                    }
                    return model.get();
                }));
        first.setUncaughtExceptionHandler((_, _) -> {});
        first.start();
        asking.await();
        otherThread.start();
        first.join();
        return other.get();
    }

    /// A question whose model works until somebody wants the answer.
    private final class Waiting implements AutoCloseable {
        private final CountDownLatch wanted = new CountDownLatch(1);
        private final FutureTask<Served> task;

        Waiting(Fixture it) throws InterruptedException {
            var asking = new CountDownLatch(1);
            task = new FutureTask<>(() -> it.cache.getOrCompute(Question.of(ASKED), () -> {
                asking.countDown();
                await(wanted);
                return answer();
            }));
            Thread.ofVirtual().start(task);
            asking.await();
        }

        String response() throws Exception {
            wanted.countDown();
            return task.get().response();
        }

        @Override
        public void close() {
            wanted.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}

package dev.mnemo.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FlightsTest {
    private final Flights<String> flights = new Flights<>(Duration.ofMinutes(1));
    private final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> results = new ConcurrentLinkedQueue<>();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch landed = new CountDownLatch(1);

    @Test
    void a_thousand_who_ask_at_once_share_one_call() throws Exception {
        var leader = start(() -> flights.fly("k", this::slowly, _ -> true));
        taken.await();
        var followers = followers(999, () -> "not asked");
        landed.countDown();
        join(leader, followers);
        assertThat(calls).hasValue(1);
        assertThat(results).hasSize(1_000).containsOnly("answer");
        assertThat(flights.size()).isZero();
    }

    @Test
    void other_keys_fly_on_their_own() {
        assertThat(flights.fly("a", () -> flights.fly("b", () -> "b", _ -> true) + "a", _ -> true))
                .isEqualTo("ba");
    }

    @Test
    void a_call_that_asks_the_same_again_does_not_wait_for_itself() {
        assertThat(flights.fly("a", () -> flights.fly("a", () -> "inner", _ -> true), _ -> true))
                .isEqualTo("inner");
    }

    @Test
    void the_failure_of_the_leader_is_everybodys() throws Exception {
        var leader = start(() -> flights.fly(
                "k",
                () -> {
                    slowly();
                    throw new IllegalStateException("the model is away");
                },
                _ -> true));
        taken.await();
        var followers = followers(20, () -> "not asked");
        landed.countDown();
        join(leader, followers);
        assertThat(results).hasSize(21).containsOnly("java.lang.IllegalStateException: the model is away");
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_leader_that_is_cancelled_hands_over() throws Exception {
        var leader = start(() -> flights.fly("k", this::slowly, _ -> true));
        taken.await();
        var followers = followers(20, () -> {
            calls.incrementAndGet();
            return "of a follower";
        });
        leader.interrupt();
        join(leader, followers);
        assertThat(results.stream().filter(result -> result.equals("of a follower")))
                .hasSize(20);
        assertThat(results.stream().filter(result -> result.contains("Cancellation")))
                .hasSize(1);
        assertThat(calls.get()).isBetween(2, 21); // those who come after the second landing lead again
    }

    @Test
    void what_is_the_leaders_own_is_not_shared() throws Exception {
        var leader = start(() -> flights.fly("k", this::slowly, _ -> false));
        taken.await();
        var followers = followers(20, () -> "of its own");
        landed.countDown();
        join(leader, followers);
        assertThat(results.stream().filter(result -> result.equals("of its own")))
                .hasSize(20);
    }

    @Test
    void waiting_has_an_end() throws Exception {
        var impatient = new Flights<String>(Duration.ofMillis(1));
        var leader = start(() -> impatient.fly("k", this::slowly, _ -> true));
        taken.await();
        assertThatThrownBy(() -> impatient.fly("k", () -> "x", _ -> true))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.TIMEOUT));
        landed.countDown();
        leader.join();
        assertThat(results).containsExactly("answer");
    }

    @Test
    void a_follower_that_is_interrupted_leaves_the_others_alone() throws Exception {
        var leader = start(() -> flights.fly("k", this::slowly, _ -> true));
        taken.await();
        var followers = followers(2, () -> "not asked");
        followers.getFirst().interrupt();
        followers.getFirst().join();
        landed.countDown();
        join(leader, followers);
        assertThat(results).hasSize(3).contains("answer");
        assertThat(results.stream().filter(result -> result.contains("interrupted")))
                .hasSize(1);
    }

    /// The leader's call: says that it began, and waits.
    private String slowly() {
        calls.incrementAndGet();
        taken.countDown();
        try {
            landed.await();
            return "answer";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("cancelled");
        }
    }

    private Thread start(Supplier<String> work) {
        return Thread.ofVirtual().start(() -> {
            try {
                results.add(work.get());
            } catch (RuntimeException failure) {
                results.add(failure.toString());
            }
        });
    }

    /// Starts followers and returns when all of them wait.
    private List<Thread> followers(int count, Supplier<String> call) {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            threads.add(start(() -> flights.fly("k", call, _ -> true)));
        }
        for (var thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
            }
        }
        return threads;
    }

    private static void join(Thread leader, List<Thread> followers) throws InterruptedException {
        leader.join();
        for (var follower : followers) {
            follower.join();
        }
    }
}

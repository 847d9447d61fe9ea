package dev.mnemo.cache.contract;

import static dev.mnemo.cache.contract.Entries.MODEL;
import static dev.mnemo.cache.contract.Entries.START;
import static dev.mnemo.cache.contract.Entries.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.store.Change;
import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a store promises that outlives its closing and may be opened several times at once. {@link #unopened} hands
/// out one more way into the same store each time.
public abstract class SharedStoreContract extends StoreContract {
    /// A way into an empty store of its own, that no other test has seen.
    protected abstract Callable<Store> another();

    @Test
    void everything_is_there_after_closing_and_opening() {
        var entry = Entries.tagged("a", "q", "v1", "handbook");
        long id = store.put(entry);
        long removed = store.put(plain("a", "gone"));
        store.remove(new Selection.Ids(Set.of(removed)));
        store.touch(List.of(new Store.Touch(id, START.plusSeconds(1), 4)));
        store.addCounters(List.of(new Counter("a:b", "hits", 2)));
        store.writeNotes(Map.of("note", "text"));
        var feedback =
                new dev.mnemo.cache.store.Feedback(0, id, "a", "", "confirm", "q", new float[0], START, Json.Obj.EMPTY);
        long feedbackId = store.addFeedback(feedback);
        long sequence = store.sequence();
        store.close();

        store = unopened();
        assertThat(store.open(new Model("another-model", 3))).isEqualTo(MODEL);
        assertThat(store.entries(0, 10)).containsExactly(entry.withId(id).touched(START.plusSeconds(1), 4));
        assertThat(store.counts()).containsExactly(Map.entry("a", 1L));
        assertThat(store.counters()).containsExactly(new Counter("a:b", "hits", 2));
        assertThat(store.note("note")).contains("text");
        assertThat(store.feedback(0, 10)).containsExactly(feedback.withId(feedbackId));
        assertThat(store.sequence()).isGreaterThanOrEqualTo(sequence);
        assertThat(store.remove(new Selection.Outdated(Scope.ALL, "handbook", "v2")))
                .hasSize(1);
        assertThat(store.put(plain("a", "gone"))).isGreaterThan(removed);
    }

    @Test
    void what_one_way_in_writes_the_other_sees() {
        try (var other = unopened()) {
            assertThat(other.open(MODEL)).isEqualTo(MODEL);
            long before = other.sequence();
            long id = store.put(plain("a", "q"));
            assertThat(other.find(Key.of(plain("a", "q"))))
                    .contains(plain("a", "q").withId(id));
            assertThat(other.put(Entries.tagged("a", "q", "", "x"))).isEqualTo(id);
            assertThat(store.get(List.of(id)).getFirst().tags()).containsExactly("x");
            store.remove(new Selection.Tagged(Scope.ALL, "x"));
            assertThat(other.count(Scope.ALL)).isZero();
            assertThat(other.changesSince(before, 10).changes().stream().map(Change::kind))
                    .containsExactly(Change.Kind.PUT, Change.Kind.PUT, Change.Kind.REMOVED);
        }
    }

    @Test
    void many_may_open_an_empty_store_at_once_and_agree() throws Exception {
        var way = another();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var stores = new ArrayList<Store>();
            var work = IntStream.range(0, 6)
                    .mapToObj(i -> {
                        var one = open(way);
                        stores.add(one);
                        return (Callable<Model>) () -> one.open(new Model("model-" + i, 4 + i));
                    })
                    .toList();
            var answers = new HashSet<Model>();
            for (var done : pool.invokeAll(work)) {
                answers.add(done.get());
            }
            assertThat(answers).hasSize(1);
            stores.forEach(Store::close);
        }
    }

    @Test
    void a_store_that_is_only_looked_at_gets_no_model() throws Exception {
        try (var looked = another().call()) {
            assertThat(looked.open(Model.UNKNOWN)).isEqualTo(Model.UNKNOWN);
            assertThat(looked.count(Scope.ALL)).isZero();
            assertThatThrownBy(() -> looked.put(plain("a", "q"))).isInstanceOf(Refusal.class);
        }
        try (var opened = another().call()) {
            assertThat(opened.open(MODEL)).isEqualTo(MODEL);
        }
        try (var looked = another().call()) {
            assertThat(looked.open(Model.UNKNOWN)).isEqualTo(MODEL);
        }
    }

    @Test
    void a_follower_of_the_change_log_ends_with_what_the_store_holds() throws Exception {
        try (var follower = unopened();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            follower.open(MODEL);
            long start = follower.sequence();
            List<Callable<Integer>> writers = IntStream.range(0, 4)
                    .mapToObj(writer -> (Callable<Integer>) () -> write(writer))
                    .toList();
            var written = writers.stream().map(pool::submit).toList();
            var ids = new HashSet<Long>();
            long sequence = start;
            while (!written.stream().allMatch(Future::isDone)) {
                sequence = follow(follower, ids, sequence);
            }
            for (var done : written) {
                assertThat(done.get()).isPositive();
            }
            long end = store.put(plain("end", "end"));
            while (!ids.contains(end)) {
                sequence = follow(follower, ids, sequence);
            }
            var there = new HashSet<Long>();
            store.entries(0, 10_000).forEach(entry -> there.add(entry.id()));
            assertThat(ids).isEqualTo(there);
        }
    }

    private int write(int writer) {
        var random = new java.util.Random(writer);
        try (var own = unopened()) {
            own.open(MODEL);
            for (int i = 0; i < 60; i++) {
                long id = own.put(plain("n" + random.nextInt(2), "q" + random.nextInt(30)));
                if (random.nextInt(4) == 0) {
                    own.remove(new Selection.Ids(Set.of(id)));
                }
            }
        }
        return 60;
    }

    /// Takes one step along the log.
    private static long follow(Store follower, Set<Long> ids, long sequence) {
        var step = follower.changesSince(sequence, 7);
        assertThat(step.complete()).isTrue();
        for (var change : step.changes()) {
            switch (change.kind()) {
                case PUT -> ids.add(change.id());
                case REMOVED -> ids.remove(change.id());
                case FEEDBACK -> {}
            }
        }
        return step.changes().isEmpty() ? sequence : step.changes().getLast().sequence();
    }

    private static Store open(Callable<Store> way) {
        try {
            return way.call();
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }
}

package dev.mnemo.cache.contract;

import static dev.mnemo.cache.contract.Entries.MODEL;
import static dev.mnemo.cache.contract.Entries.START;
import static dev.mnemo.cache.contract.Entries.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.store.Change;
import dev.mnemo.cache.store.Changes;
import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.Feedback;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises. Extend it, hand out your store, and you are done; a store that outlives its closing or
/// is shared by processes extends {@link SharedStoreContract}.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
public abstract class StoreContract extends StoreEntriesContract {
    @Test
    void the_change_log_tells_what_happened_in_order() {
        long before = store.sequence();
        long first = store.put(plain("a", "1"));
        long second = store.put(plain("b", "2"));
        store.put(plain("a", "1"));
        store.remove(new Selection.Ids(Set.of(first)));
        long rejected = store.addFeedback(feedback(second));
        var changes = changesSince(before, 5);
        assertThat(changes.stream().map(change -> change.kind() + " " + change.id() + change.namespace()))
                .containsExactly(
                        "PUT " + first + "a",
                        "PUT " + second + "b",
                        "PUT " + first + "a",
                        "REMOVED " + first + "a",
                        "FEEDBACK " + rejected + "b");
        assertThat(changes.stream().map(Change::sequence)).isSorted();
        assertThat(store.sequence()).isGreaterThanOrEqualTo(changes.getLast().sequence());
        assertThat(store.changesSince(store.sequence(), 10)).isEqualTo(new Changes(List.of(), true));
    }

    @Test
    void the_change_log_is_read_in_steps_without_loss() {
        long before = store.sequence();
        for (int i = 0; i < 20; i++) {
            store.put(plain("a", "q" + i));
        }
        var all = changesSince(before, 20);
        var stepwise = new ArrayList<Change>();
        for (var step = store.changesSince(before, 3).changes();
                !step.isEmpty();
                step = store.changesSince(stepwise.getLast().sequence(), 3).changes()) {
            stepwise.addAll(step);
        }
        assertThat(stepwise).isEqualTo(all).hasSize(20);
    }

    @Test
    void a_reader_from_another_store_is_told_to_start_anew() {
        store.put(plain("a", "q"));
        assertThat(store.changesSince(Long.MAX_VALUE, 10).complete()).isFalse();
    }

    @Test
    void counters_add_up_whatever_their_names() {
        store.addCounters(List.of(new Counter("a:b", "hits", 2), new Counter("a", "b:hits", 3)));
        store.addCounters(List.of(new Counter("a:b", "hits", 5), new Counter("a", "misses", 1)));
        assertThat(store.counters())
                .containsExactlyInAnyOrder(
                        new Counter("a:b", "hits", 7), new Counter("a", "b:hits", 3), new Counter("a", "misses", 1));
        store.addCounters(List.of(new Counter("a", "misses", -1)));
        store.dropCounters("a:b");
        assertThat(store.counters()).containsExactly(new Counter("a", "b:hits", 3));
    }

    @Test
    void feedback_outlives_its_entry_and_is_dropped_by_id() {
        long entry = store.put(plain("b", "q"));
        long first = store.addFeedback(feedback(entry));
        long second = store.addFeedback(feedback(entry));
        store.remove(new Selection.Ids(Set.of(entry)));
        assertThat(store.feedback(0, 10))
                .containsExactly(feedback(entry).withId(first), feedback(entry).withId(second));
        assertThat(store.feedback(first, 10)).containsExactly(feedback(entry).withId(second));
        assertThat(store.feedback(0, 1)).hasSize(1);
        store.dropFeedback(List.of(first, 999L));
        assertThat(store.feedback(0, 10)).containsExactly(feedback(entry).withId(second));
    }

    @Test
    void notes_are_written_together_and_removed_by_an_empty_text() {
        store.writeNotes(Map.of("quota:a*", "10", "quota:b", "20", "other", "x\u00e4\n"));
        assertThat(store.note("other")).contains("x\u00e4\n");
        assertThat(store.note("missing")).isEmpty();
        assertThat(store.notes("quota:")).containsExactly(Map.entry("quota:a*", "10"), Map.entry("quota:b", "20"));
        store.writeNotes(Map.of("quota:b", "", "quota:a*", "11"));
        assertThat(store.notes("quota:")).containsExactly(Map.entry("quota:a*", "11"));
    }

    @Test
    void a_snapshot_is_a_store_with_the_same_content(@TempDir Path folder) {
        var random = new Random(9);
        for (int i = 0; i < 40; i++) {
            store.put(Entries.any(random));
        }
        long entry = store.entries(0, 1).getFirst().id();
        store.remove(new Selection.Ids(Set.of(entry)));
        store.addFeedback(feedback(entry));
        store.addCounters(List.of(new Counter("a:b", "hits", 2)));
        store.writeNotes(Map.of("note", "text"));
        var file = folder.resolve("snapshot.db");
        store.snapshot(file);
        assertThatThrownBy(() -> store.snapshot(file)).isInstanceOf(Refusal.class);
        try (var copy = new SqliteStore(file)) {
            assertThat(copy.open(new Model("another", 3))).isEqualTo(MODEL);
            assertThat(copy.entries(0, 100)).isEqualTo(store.entries(0, 100));
            assertThat(copy.counts()).isEqualTo(store.counts());
            assertThat(copy.counters()).isEqualTo(store.counters());
            assertThat(copy.notes("")).isEqualTo(store.notes(""));
            assertThat(copy.feedback(0, 10))
                    .extracting(Feedback::query)
                    .containsExactly(feedback(entry).query());
            assertThat(copy.damage(Store.Depth.FULL)).isEmpty();
        }
    }

    @Test
    void it_behaves_like_the_store_in_memory() {
        for (long seed = 1; seed <= 6; seed++) {
            new StoreModel(store, seed).run(150);
        }
    }

    @Test
    void many_threads_lose_nothing() throws Exception {
        int threads = 8;
        int each = 30;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<Long>>> work = IntStream.range(0, threads)
                    .mapToObj(thread -> (Callable<List<Long>>) () -> {
                        var ids = new ArrayList<Long>();
                        for (int i = 0; i < each; i++) {
                            ids.add(store.put(plain("n" + thread % 3, "q" + i)));
                            assertThat(store.get(List.of(ids.getLast()))).hasSize(1);
                            store.addCounters(List.of(new Counter("a", "puts", 1)));
                        }
                        return ids;
                    })
                    .toList();
            for (var done : pool.invokeAll(work)) {
                assertThat(done.get()).hasSize(each);
            }
        }
        assertThat(store.count(Scope.ALL)).isEqualTo(3L * each);
        assertThat(store.entries(0, 1_000)).hasSize(3 * each);
        assertThat(store.counters()).containsExactly(new Counter("a", "puts", (long) threads * each));
        assertThat(changesSince(0, threads * each)).hasSize(threads * each);
    }

    @Test
    void a_store_that_is_not_open_answers_nothing() {
        var other = unopened();
        assertThatThrownBy(() -> other.count(Scope.ALL)).isInstanceOf(Refusal.class);
        other.close();
        store.close();
        store.close();
        assertThatThrownBy(() -> store.put(plain("a", "q"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> store.find(Key.of(plain("a", "q")))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> store.open(new Model("x", 1))).isInstanceOf(Refusal.class);
    }

    /// What is in the log after a sequence, once it is at least so much. A store may show a change a moment after it
    /// was made.
    private List<Change> changesSince(long sequence, int changesMin) {
        while (true) {
            var read = store.changesSince(sequence, 100_000);
            assertThat(read.complete()).isTrue();
            if (read.changes().size() >= changesMin) {
                return read.changes();
            }
            Thread.onSpinWait();
        }
    }

    private static Feedback feedback(long entry) {
        return new Feedback(
                0,
                entry,
                "b",
                "p",
                "reject",
                "why \u0000 🎉?",
                new float[] {1, -0.5f},
                START,
                Json.Obj.EMPTY.with("s", 0.25));
    }
}

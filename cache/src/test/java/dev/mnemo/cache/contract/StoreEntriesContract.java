package dev.mnemo.cache.contract;

import static dev.mnemo.cache.contract.Entries.MODEL;
import static dev.mnemo.cache.contract.Entries.START;
import static dev.mnemo.cache.contract.Entries.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.store.Candidate;
import dev.mnemo.cache.store.Changes;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Removed;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import dev.mnemo.cache.store.Store.Touch;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The part of {@link StoreContract} that is about entries.
abstract class StoreEntriesContract {
    protected Store store;

    /// A store that holds nothing and was not opened yet.
    protected abstract Store unopened();

    @BeforeEach
    void openStore() {
        store = unopened();
        assertThat(store.open(MODEL)).isEqualTo(MODEL);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void a_new_store_holds_nothing() {
        assertThat(store.kind()).matches("[a-z]+");
        assertThat(store.count(Scope.ALL)).isZero();
        assertThat(store.count(Scope.of("default"))).isZero();
        assertThat(store.counts()).isEmpty();
        assertThat(store.entries(0, 10)).isEmpty();
        assertThat(store.find(new Key("default", "", Entries.hash("x")))).isEmpty();
        assertThat(store.get(List.of(1L, 2L))).isEmpty();
        assertThat(store.leastRecent(Scope.ALL, 10)).isEmpty();
        assertThat(store.changesSince(store.sequence(), 10)).isEqualTo(new Changes(List.of(), true));
        assertThat(store.counters()).isEmpty();
        assertThat(store.feedback(0, 10)).isEmpty();
        assertThat(store.notes("")).isEmpty();
        assertThat(store.damage(Store.Depth.QUICK)).isEmpty();
        assertThat(store.damage(Store.Depth.FULL)).isEmpty();
    }

    @Test
    void an_entry_comes_back_as_it_was_put() {
        var random = new java.util.Random(1);
        for (int i = 0; i < 50; i++) {
            var entry = Entries.any(random);
            long id = store.put(entry);
            assertThat(store.find(Key.of(entry))).contains(entry.withId(id));
            assertThat(store.get(List.of(id))).containsExactly(entry.withId(id));
        }
    }

    @Test
    void a_large_entry_comes_back_whole() {
        var plain = plain("default", "q".repeat(32_768));
        var large = new StoredEntry(
                0,
                plain.namespace(),
                plain.queryHash(),
                plain.query(),
                "日".repeat(4_194_304 / 3),
                plain.embedding(),
                Json.Obj.EMPTY.with("text", "m".repeat(60_000)),
                plain.createdAt(),
                plain.lastAccessedAt(),
                plain.ttl(),
                0,
                "",
                plain.tags(),
                "",
                plain.cost(),
                Json.Obj.EMPTY.with("text", "p".repeat(100_000)));
        long id = store.put(large);
        assertThat(store.get(List.of(id)).equals(List.of(large.withId(id)))).isTrue();
    }

    @Test
    void a_key_is_namespace_partition_and_hash() {
        var inner = Entries.within("a", "p", "q");
        var ids = store.put(List.of(plain("a", "q"), inner, plain("ap", "q"), plain("", "q"), plain("a", "r")));
        assertThat(ids).doesNotHaveDuplicates().hasSize(5).isSorted();
        assertThat(store.find(new Key("a", "p", inner.queryHash()))).contains(inner.withId(ids.get(1)));
        assertThat(store.find(new Key("a", "", inner.queryHash())).map(StoredEntry::id))
                .contains(ids.getFirst());
        assertThat(store.find(new Key("", "a", inner.queryHash()))).isEmpty();
        assertThat(store.find(new Key("b", "", inner.queryHash()))).isEmpty();
    }

    @Test
    void replacing_keeps_the_id_and_nothing_else() {
        long id = store.put(Entries.tagged("a", "q", "v1", "old"));
        store.touch(List.of(new Touch(id, START.plusSeconds(9), 3)));
        var second = Entries.living("a", "q", Duration.ofSeconds(5));
        assertThat(store.put(second)).isEqualTo(id);
        assertThat(store.get(List.of(id))).containsExactly(second.withId(id));
        assertThat(store.count(Scope.ALL)).isEqualTo(1);
        assertThat(store.remove(new Selection.Tagged(Scope.ALL, "old"))).isEmpty();
        assertThat(store.put(plain("a", "q"))).isEqualTo(id);
        assertThat(store.remove(new Selection.Expired(Scope.ALL, START.plusSeconds(99))))
                .isEmpty();
    }

    @Test
    void the_last_of_several_entries_of_one_key_stays() {
        var first = plain("a", "q");
        var last = Entries.living("a", "q", Duration.ofSeconds(5));
        var ids = store.put(List.of(first, plain("a", "r"), last));
        assertThat(ids.get(0)).isEqualTo(ids.get(2));
        assertThat(store.entries(0, 10))
                .containsExactlyInAnyOrder(
                        last.withId(ids.get(0)), plain("a", "r").withId(ids.get(1)));
    }

    @Test
    void ids_are_never_used_twice() {
        long first = store.put(plain("a", "q"));
        store.remove(new Selection.Ids(Set.of(first)));
        assertThat(store.put(plain("a", "q"))).isGreaterThan(first);
    }

    @Test
    void a_vector_of_another_length_is_refused_and_nothing_is_kept() {
        var plain = plain("a", "q");
        var longer = new StoredEntry(
                0,
                "a",
                Entries.hash("r"),
                "r",
                "r",
                new float[MODEL.dimensions() + 1],
                plain.metadata(),
                START,
                START,
                plain.ttl(),
                0,
                "",
                plain.tags(),
                "",
                plain.cost(),
                plain.payload());
        assertThatThrownBy(() -> store.put(List.of(plain, longer))).isInstanceOf(Refusal.class);
        assertThat(store.count(Scope.ALL)).isZero();
        assertThat(store.changesSince(0, 10).changes()).isEmpty();
    }

    @Test
    void entries_and_vectors_come_in_pages_by_id() {
        var expected = new ArrayList<StoredEntry>();
        for (int i = 0; i < 25; i++) {
            var entry = plain(i % 2 == 0 ? "a" : "b", "q" + i);
            expected.add(entry.withId(store.put(entry)));
        }
        long gone = expected.remove(7).id();
        store.remove(new Selection.Ids(Set.of(gone)));
        var paged = new ArrayList<StoredEntry>();
        for (var page = store.entries(0, 10);
                !page.isEmpty();
                page = store.entries(paged.getLast().id(), 10)) {
            assertThat(page.size()).isLessThanOrEqualTo(10);
            paged.addAll(page);
        }
        assertThat(paged).isEqualTo(expected);
        long after = expected.get(3).id();
        var rows = new ArrayList<String>();
        store.vectors(
                after,
                (id, namespace, partition, vector) ->
                        rows.add(id + namespace + partition + java.util.Arrays.toString(vector)));
        assertThat(rows)
                .containsExactlyElementsOf(expected.stream()
                        .filter(entry -> entry.id() > after)
                        .map(entry -> entry.id()
                                + entry.namespace()
                                + entry.partition()
                                + java.util.Arrays.toString(entry.embedding()))
                        .toList());
    }

    @Test
    void counts_follow_every_change() {
        store.put(List.of(plain("a:b", "1"), plain("a:b", "2"), plain("a", "1"), plain("a", "1")));
        assertThat(store.counts()).containsExactly(Map.entry("a", 1L), Map.entry("a:b", 2L));
        assertThat(store.count(Scope.ALL)).isEqualTo(3);
        assertThat(store.count(Scope.of("a:b"))).isEqualTo(2);
        store.remove(new Selection.Everything(Scope.of("a")));
        assertThat(store.counts()).containsExactly(Map.entry("a:b", 2L));
        assertThat(store.count(Scope.of("a"))).isZero();
        assertThat(store.count(Scope.ALL)).isEqualTo(2);
    }

    @Test
    void the_least_recent_come_first_and_ties_go_by_id() {
        var ids = store.put(List.of(
                Entries.at("a", "1", START.plusMillis(2)),
                Entries.at("b", "2", START.plusMillis(1)),
                Entries.at("a", "3", START),
                Entries.at("a", "4", START)));
        assertThat(idsOf(store.leastRecent(Scope.ALL, 10)))
                .containsExactly(ids.get(2), ids.get(3), ids.get(1), ids.get(0));
        assertThat(idsOf(store.leastRecent(Scope.of("a"), 2))).containsExactly(ids.get(2), ids.get(3));
        store.touch(List.of(new Touch(ids.get(2), START.plusMillis(9), 2)));
        assertThat(store.leastRecent(Scope.ALL, 10).getLast())
                .isEqualTo(new Candidate(ids.get(2), "a", START.plusMillis(9), 2, dev.mnemo.cache.Cost.UNKNOWN));
        assertThat(idsOf(store.leastRecent(Scope.of("a"), 10))).containsExactly(ids.get(3), ids.get(0), ids.get(2));
    }

    @Test
    void the_oldest_entry_is_told_by_when_it_was_stored() {
        assertThat(store.oldest()).isEmpty();
        var first = store.put(Entries.at("a", "1", START.plusMillis(5)));
        store.put(Entries.at("b", "2", START.plusMillis(7)));
        assertThat(store.oldest()).contains(START.plusMillis(5));
        store.put(Entries.at("a", "1", START.plusMillis(9))); // in place of the first
        assertThat(store.oldest()).contains(START.plusMillis(7));
        store.touch(List.of(new Touch(first, START.plusMillis(20), 1)));
        assertThat(store.oldest()).contains(START.plusMillis(7));
    }

    @Test
    void touches_add_hits_never_go_back_in_time_and_are_no_changes() {
        long sequence = store.sequence();
        long id = store.put(plain("a", "q"));
        store.touch(List.of(
                new Touch(id, START.plusSeconds(5), 2),
                new Touch(id, START.plusSeconds(3), 1),
                new Touch(999, START, 1)));
        assertThat(store.get(List.of(id)))
                .containsExactly(plain("a", "q").withId(id).touched(START.plusSeconds(5), 3));
        assertThat(store.changesSince(sequence, 10).changes()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void what_a_selection_names_is_removed() {
        var kept = store.put(plain("b", "kept"));
        long old = store.put(Entries.tagged("a", "old", "v1", "handbook", "x"));
        long current = store.put(Entries.tagged("a", "current", "v2", "handbook"));
        long elsewhere = store.put(Entries.tagged("b", "elsewhere", "v1", "handbook"));
        assertThat(store.remove(new Selection.Tagged(Scope.ALL, "hand"))).isEmpty();
        assertThat(store.remove(new Selection.Outdated(Scope.of("a"), "handbook", "v2")))
                .containsExactly(new Removed(old, "a"));
        assertThat(store.remove(new Selection.Tagged(Scope.ALL, "handbook")))
                .containsExactly(new Removed(current, "a"), new Removed(elsewhere, "b"));
        assertThat(store.remove(new Selection.Ids(Set.of(old, current)))).isEmpty();
        assertThat(store.remove(new Selection.Everything(Scope.ALL))).containsExactly(new Removed(kept, "b"));
        assertThat(store.count(Scope.ALL)).isZero();
    }

    @Test
    void an_entry_expires_when_its_age_reaches_its_time_to_live() {
        long id = store.put(Entries.living("a", "q", Duration.ofMillis(1_500)));
        store.put(plain("a", "for ever"));
        assertThat(store.remove(new Selection.Expired(Scope.ALL, START.plusMillis(1_499))))
                .isEmpty();
        assertThat(store.remove(new Selection.Expired(Scope.ALL, START.minusSeconds(99))))
                .isEmpty();
        assertThat(store.remove(new Selection.Expired(Scope.of("b"), START.plusMillis(1_500))))
                .isEmpty();
        assertThat(store.remove(new Selection.Expired(Scope.ALL, START.plusMillis(1_500))))
                .containsExactly(new Removed(id, "a"));
    }

    @Test
    void one_call_removes_a_bounded_number_of_entries() {
        var batch = new ArrayList<StoredEntry>();
        for (int i = 0; i < Store.REMOVED_MAX + 5; i++) {
            batch.add(plain("a", "q" + i));
        }
        var ids = new HashSet<>(store.put(batch));
        var everything = new Selection.Everything(Scope.of("a"));
        var gone = new HashSet<Long>();
        for (var step = store.remove(everything); !step.isEmpty(); step = store.remove(everything)) {
            assertThat(step).hasSize(gone.isEmpty() ? Store.REMOVED_MAX : 5);
            assertThat(step.stream().map(Removed::id)).isSorted();
            step.forEach(removed -> gone.add(removed.id()));
            assertThat(store.count(Scope.of("a"))).isEqualTo(batch.size() - gone.size());
        }
        assertThat(gone).isEqualTo(ids);
    }

    private static List<Long> idsOf(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }
}

package dev.mnemo.cache.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import dev.mnemo.cache.store.Store.Touch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Does the same random things to a store and to one in memory and compares what they say. The ids may differ, the
/// order of ids may not.
final class StoreModel {
    private static final int PAGE = 10_000;

    private final Store store;
    private final long seed;
    private final Random random;
    private final Store reference = new MemoryStore();

    /// The id in the reference of each id in the store.
    private final Map<Long, Long> twins = new HashMap<>();

    StoreModel(Store store, long seed) {
        this.store = store;
        this.seed = seed;
        this.random = new Random(seed);
        reference.open(Entries.MODEL);
    }

    void run(int steps) {
        while (!store.remove(new Selection.Everything(Scope.ALL)).isEmpty()) {}
        for (int step = 0; step < steps; step++) {
            step();
            compare(step);
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0 -> removeBoth(new Selection.Expired(anyScope(), Entries.START.plusMillis(random.nextInt(9_000))));
            case 1 -> removeBoth(new Selection.Tagged(anyScope(), Entries.anyTag(random)));
            case 2 -> removeBoth(new Selection.Outdated(anyScope(), Entries.anyTag(random), "v1"));
            case 3 -> removeIds();
            case 4 -> touchBoth();
            default -> putBoth();
        }
        if (random.nextInt(60) == 0) {
            removeBoth(new Selection.Everything(anyScope()));
        }
    }

    private void putBoth() {
        var batch = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(_ -> Entries.any(random))
                .toList();
        var ids = store.put(batch);
        var expected = reference.put(batch);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(twins.getOrDefault(ids.get(i), expected.get(i)))
                    .as(replay())
                    .isEqualTo(expected.get(i));
            twins.put(ids.get(i), expected.get(i));
        }
    }

    private void touchBoth() {
        var touches = new ArrayList<Touch>();
        for (var entry : store.entries(0, PAGE)) {
            if (random.nextInt(3) == 0) {
                touches.add(new Touch(entry.id(), Entries.START.plusMillis(random.nextInt(9_000)), random.nextInt(3)));
            }
        }
        store.touch(touches);
        reference.touch(touches.stream()
                .map(touch -> new Touch(twin(touch.id()), touch.at(), touch.hits()))
                .toList());
    }

    private void removeIds() {
        var ids = store.entries(0, PAGE).stream()
                .map(StoredEntry::id)
                .filter(_ -> random.nextInt(6) == 0)
                .collect(Collectors.toSet());
        var gone = store.remove(new Selection.Ids(ids));
        assertThat(gone.stream().map(removed -> twin(removed.id()) + removed.namespace()))
                .as(replay())
                .isEqualTo(reference.remove(new Selection.Ids(twins(ids))).stream()
                        .map(removed -> removed.id() + removed.namespace())
                        .toList());
    }

    private void removeBoth(Selection selection) {
        assertThat(store.remove(selection).stream().map(removed -> twin(removed.id()) + removed.namespace()))
                .as(replay())
                .isEqualTo(reference.remove(selection).stream()
                        .map(removed -> removed.id() + removed.namespace())
                        .toList());
    }

    private void compare(int step) {
        var where = replay() + " at step " + step;
        assertThat(withTwins(store.entries(0, PAGE))).as(where).isEqualTo(reference.entries(0, PAGE));
        assertThat(store.counts()).as(where).isEqualTo(reference.counts());
        var scope = anyScope();
        assertThat(store.count(scope)).as(where).isEqualTo(reference.count(scope));
        assertThat(store.leastRecent(scope, 7).stream()
                        .map(least ->
                                twin(least.id()) + " " + least.lastAccessedAt() + least.accessCount() + least.cost()))
                .as(where)
                .isEqualTo(reference.leastRecent(scope, 7).stream()
                        .map(least -> least.id() + " " + least.lastAccessedAt() + least.accessCount() + least.cost())
                        .toList());
        var amount = List.of(new Counter(Entries.anyNamespace(random), "seed " + seed, random.nextInt(3)));
        store.addCounters(amount);
        reference.addCounters(amount);
        assertThat(store.counters().stream().filter(counter -> counter.name().equals("seed " + seed)))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(reference.counters());
    }

    private Scope anyScope() {
        return random.nextInt(3) == 0 ? Scope.ALL : Scope.of(Entries.anyNamespace(random));
    }

    private List<StoredEntry> withTwins(List<StoredEntry> entries) {
        return entries.stream().map(entry -> entry.withId(twin(entry.id()))).toList();
    }

    private Set<Long> twins(Set<Long> ids) {
        return ids.stream().map(this::twin).collect(Collectors.toSet());
    }

    private long twin(long id) {
        return twins.getOrDefault(id, -1L);
    }

    private String replay() {
        return "seed " + seed;
    }
}

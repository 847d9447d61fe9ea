package dev.mnemo.user.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Lanes.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Work is done in order, once, by whoever is there.
public abstract class LanesContract extends StoreContract {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static Map<String, Integer> upTo(int items) {
        return Map.of("sing", items, "dance", items);
    }

    private void add(Owner owner, String kind, int... numbers) {
        store.write(owner, person -> {
            for (int number : numbers) {
                Lanes.add(person, kind, Json.Obj.EMPTY.with("n", number));
            }
            return true;
        });
    }

    private static List<Integer> numbers(List<Item> items) {
        return items.stream().map(item -> (int) item.payload().number("n", -1)).toList();
    }

    private Lanes lanes(Store of) {
        return new Lanes(of, new Random(7));
    }

    private long waiting(Owner owner) {
        return other.read(owner, Lanes::waiting);
    }

    @Test
    void items_of_a_lane_come_in_order_and_a_held_lane_is_left_alone() {
        add(ANN, "sing", 1, 2, 3);
        var here = lanes(store);
        var there = lanes(other);
        var lease = here.claim(upTo(2), LEASE).orElseThrow();
        assertThat(numbers(lease.items())).containsExactly(1, 2);
        assertThat(there.claim(upTo(2), LEASE)).isEmpty();
        assertThat(waiting(ANN)).isEqualTo(3);
        assertThat(here.complete(lease, _ -> {})).isTrue();
        assertThat(numbers(there.claim(upTo(9), LEASE).orElseThrow().items())).containsExactly(3);
        assertThat(waiting(ANN)).isEqualTo(1);
    }

    @Test
    void lanes_of_other_people_and_kinds_go_side_by_side() {
        add(ANN, "sing", 1);
        add(ANN, "dance", 2);
        add(BOB, "sing", 3);
        var taken = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            taken.addAll(numbers((i == 1 ? lanes(store) : lanes(other))
                    .claim(upTo(5), LEASE)
                    .orElseThrow()
                    .items()));
        }
        assertThat(taken).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(lanes(store).claim(upTo(5), LEASE)).isEmpty();
        assertThat(lanes(store).claim(Map.of("paint", 5), LEASE)).isEmpty();
    }

    @Test
    void after_the_lease_another_worker_takes_over_and_what_the_first_brings_is_not_accepted() {
        add(ANN, "sing", 1);
        var slow = lanes(store);
        var lost = slow.claim(upTo(5), LEASE).orElseThrow();
        test.clock.advance(LEASE.plusSeconds(1));
        var taken = lanes(other).claim(upTo(5), LEASE).orElseThrow();
        assertThat(slow.complete(lost, person -> person.update(INSERT, "slow"))).isFalse();
        assertThat(slow.fail(lost, "late", (_, _) -> {})).isEmpty();
        assertThat(lanes(other).complete(taken, person -> person.update(INSERT, "quick")))
                .isTrue();
        assertThat(effects()).containsExactly("quick");
        assertThat(waiting(ANN)).isZero();
    }

    private static final String INSERT = "insert into counters (tenant, user_id, name, amount) values (?, ?, ?, 1)";

    private List<String> effects() {
        return store.read(
                ANN, person -> person.list("select name from counters" + PersonTx.OWN, row -> row.text("name")));
    }

    @Test
    void a_renewed_lease_lasts() {
        add(ANN, "sing", 1);
        var worker = lanes(store);
        var lease = worker.claim(upTo(5), LEASE).orElseThrow();
        test.clock.advance(LEASE.minusSeconds(1));
        worker.renew(LEASE);
        test.clock.advance(LEASE.minusSeconds(1));
        assertThat(lanes(other).claim(upTo(5), LEASE)).isEmpty();
        assertThat(worker.complete(lease, _ -> {})).isTrue();
    }

    @Test
    void what_fails_is_tried_again_later_and_alone_and_is_dead_in_the_end() {
        add(ANN, "sing", 1, 2);
        var worker = lanes(store);
        var tries = new ArrayList<List<Integer>>();
        for (int i = 0; i < 20; i++) {
            var lease = worker.claim(upTo(5), LEASE);
            lease.ifPresent(one -> {
                tries.add(numbers(one.items()));
                if (numbers(one.items()).contains(1)) {
                    worker.fail(one, "hoarse", (_, _) -> {}).orElseThrow();
                } else {
                    worker.complete(one, _ -> {});
                }
            });
            assertThat(worker.claim(upTo(5), LEASE)).as("at once").isEmpty();
            test.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(tries).startsWith(List.of(1, 2)).endsWith(List.of(2));
        assertThat(Collections.frequency(tries, List.of(1))).isEqualTo(Lanes.ATTEMPTS_MAX - 1);
        assertThat(waiting(ANN)).isZero();
        var dead = other.read(ANN, person -> Lanes.dead(person, 10));
        assertThat(dead).singleElement().satisfies(item -> {
            assertThat(item.error()).isEqualTo("hoarse");
            assertThat(item.payload().number("n", -1)).isEqualTo(1);
        });
        int revived = store.write(ANN, person -> Lanes.revive(person, "sing"));
        assertThat(revived).isEqualTo(1);
        assertThat(numbers(worker.claim(upTo(5), LEASE).orElseThrow().items())).containsExactly(1);
    }

    @Test
    void work_of_somebody_who_was_erased_takes_no_effect() {
        add(ANN, "sing", 1);
        var worker = lanes(store);
        var lease = worker.claim(upTo(5), LEASE).orElseThrow();
        store.write(ANN, person -> person.update("delete from users" + PersonTx.OWN));
        assertThat(worker.complete(lease, person -> person.update(INSERT, "ghost")))
                .isFalse();
        assertThat(effects()).isEmpty();
    }

    @Test
    void many_workers_of_two_processes_do_every_item_once_and_each_lane_in_order() throws Exception {
        var owners = List.of(ANN, BOB, new Owner("other", "Ann/安 O'Neil"));
        for (var owner : owners) {
            add(owner, "sing", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }
        var done = Collections.synchronizedList(new ArrayList<String>());
        var lost = new AtomicInteger();
        var workers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 6; i++) {
            var lanes = lanes(i % 2 == 0 ? store : other);
            workers.add(() -> {
                while (owners.stream().anyMatch(owner -> waiting(owner) > 0) && lost.get() == 0) {
                    Optional<Lanes.Lease> lease = lanes.claim(upTo(3), LEASE);
                    lease.ifPresent(one -> {
                        for (int number : numbers(one.items())) {
                            done.add(one.owner().tenant() + one.owner().userId() + "/" + number);
                        }
                        lost.addAndGet(lanes.complete(one, _ -> {}) ? 0 : 1);
                    });
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(workers)) {
                result.get();
            }
        }
        assertThat(lost).hasValue(0);
        assertThat(done).hasSize(30).doesNotHaveDuplicates();
        for (var owner : owners) {
            var mine = owner.tenant() + owner.userId() + "/";
            assertThat(done.stream().filter(one -> one.startsWith(mine)).map(one -> one.substring(mine.length())))
                    .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        }
    }
}

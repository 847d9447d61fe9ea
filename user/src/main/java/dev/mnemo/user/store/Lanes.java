package dev.mnemo.user.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The durable queue. Work of one person and kind is a lane; its items are done in the order in which they came. A
/// worker leases a lane, takes items from its front, works outside of any transaction, and writes the results and
/// the end of the items in one. If the worker dies, the lease runs out and another one takes over; if it was only slow,
/// what it brings is not accepted, so nothing takes effect twice.
///
/// Candidates are looked for without a lock and then taken one by one with one, so that any number of nodes share the
/// queue and a distributed database answers each locking statement from one shard.
public final class Lanes {
    /// Items of one person and kind that may wait; more are refused until some are done.
    public static final int WAITING_MAX = 100_000;

    /// How often an item is tried before it is dead.
    public static final int ATTEMPTS_MAX = 5;

    /// Lanes looked at to find one that nobody holds.
    private static final int CANDIDATES_MAX = 16;

    /// The lane of what is to be looked at later; it waits for its time, not for a worker.
    public static final String TIMER = "timer";

    private static final Duration BACKOFF_FIRST = Duration.ofSeconds(1);
    private static final Duration BACKOFF_MAX = Duration.ofMinutes(5);
    private static final int ERROR_CHARS_MAX = 500;

    private final Store store;
    private final RandomGenerator random;
    private final String holder;

    /// @param random safe for many threads
    public Lanes(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
        this.holder = store.ids().next();
    }

    /// A piece of work.
    ///
    /// @param seq its place in the lane
    /// @param payload what is to be done
    /// @param attempts how often it failed before
    public record Item(long seq, Json.Obj payload, int attempts) {}

    /// A lane that this process holds until the lease runs out.
    ///
    /// @param generation of the person when the lease was taken
    /// @param items the front of the lane, at least one
    public record Lease(Owner owner, long generation, String kind, String token, List<Item> items) {
        public Lease {
            items = List.copyOf(items);
        }
    }

    /// Puts an item at the end of a lane, within the transaction that makes it necessary.
    ///
    /// @throws MnemoException with fault `STORE_BUSY` if too many wait; then nothing is kept of the transaction
    public static void add(PersonTx person, String kind, Json.Obj payload) {
        person.update(
                "insert into work (tenant, user_id, kind, seq, payload, state, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                kind,
                person.takeSeqs(1),
                payload,
                person.now(),
                person.now());
        long waiting = widen(person, kind, 1);
        if (waiting > WAITING_MAX) {
            throw new MnemoException(
                    Fault.STORE_BUSY,
                    "More than " + WAITING_MAX + " pieces of work (" + kind + ") wait for this user.",
                    "Write more slowly, add nodes, or find out why the work fails.");
        }
    }

    /// Has a lane looked at some time later, unless it will be already.
    public static void schedule(PersonTx person, String kind, Instant due) {
        int made = person.update(
                "insert into lanes (tenant, user_id, kind, waiting, due_at) values (?, ?, ?, 1, ?)"
                        + " on conflict (tenant, user_id, kind) do nothing",
                kind,
                due);
        if (made > 0) {
            person.update(
                    "insert into work (tenant, user_id, kind, seq, payload, state, created_at, updated_at)"
                            + " values (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                    kind,
                    person.takeSeqs(1),
                    Json.Obj.EMPTY,
                    person.now(),
                    person.now());
        }
    }

    /// Has what failed in a lane tried again now, and not after its pause.
    public static void hasten(PersonTx person, String kind) {
        person.tx()
                .update(
                        "update lanes set due_at = ?" + PersonTx.OWN + "and kind = ? and due_at > ?",
                        person.wallTime(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        kind,
                        person.wallTime());
    }

    private static long widen(PersonTx person, String kind, long items) {
        return person.first(
                        "insert into lanes (tenant, user_id, kind, waiting, due_at) values (?, ?, ?, ?, ?)"
                                + " on conflict (tenant, user_id, kind) do update set"
                                + " waiting = lanes.waiting + excluded.waiting returning waiting",
                        row -> row.number("waiting"),
                        kind,
                        items,
                        person.wallTime())
                .orElseThrow();
    }

    /// Makes a lane for items that were brought back as rows.
    public static void restore(PersonTx person, String kind, long items) {
        widen(person, kind, items);
    }

    /// Takes a lane that is due and nobody holds.
    ///
    /// @param itemsMax the kinds of work wanted, and how many items of each to take at once; an item that failed
    ///     before comes alone
    public Optional<Lease> claim(Map<String, Integer> itemsMax, Duration leaseTime) {
        var wanted = List.copyOf(itemsMax.keySet());
        return store.database().read(tx -> candidates(tx, wanted)).isEmpty()
                ? Optional.empty()
                : store.database().write(tx -> {
                    var candidates = new ArrayList<>(candidates(tx, wanted));
                    Collections.shuffle(candidates, Random.from(random));
                    for (var lane : candidates) {
                        var lease = take(tx, lane, itemsMax.getOrDefault(lane.kind(), 1), leaseTime);
                        if (lease.isPresent()) {
                            return lease;
                        }
                    }
                    return Optional.<Lease>empty();
                });
    }

    private record Lane(Owner owner, String kind) {}

    private List<Lane> candidates(Tx tx, List<String> kinds) {
        var now = store.clock().instant();
        var arguments = new ArrayList<Object>(List.of(now, now));
        arguments.addAll(kinds);
        arguments.add(CANDIDATES_MAX);
        return tx.list(
                "select tenant, user_id, kind from lanes where due_at <= ? and lease_until < ? and kind in ("
                        + Tx.marks(kinds.size()) + ") order by due_at limit ?",
                row -> new Lane(new Owner(row.text("tenant"), row.text("user_id")), row.text("kind")),
                arguments.toArray());
    }

    private Optional<Lease> take(Tx tx, Lane lane, int itemsMax, Duration leaseTime) {
        var now = store.clock().instant();
        var tenant = lane.owner().tenant();
        var userId = lane.owner().userId();
        var free = tx.first(
                "select kind from lanes" + PersonTx.OWN + "and kind = ? and due_at <= ? and lease_until < ?"
                        + tx.dialect().skipLocked(),
                row -> row.text("kind"),
                tenant,
                userId,
                lane.kind(),
                now,
                now);
        var generation = tx.first(
                "select generation from users" + PersonTx.OWN, row -> row.number("generation"), tenant, userId);
        if (free.isEmpty() || generation.isEmpty()) {
            return Optional.empty();
        }
        var items = front(tx.list(
                "select seq, payload, attempts from work" + PersonTx.OWN
                        + "and kind = ? and state = 'waiting' order by seq limit ?",
                row -> new Item(row.number("seq"), (Json.Obj) row.json("payload"), row.integer("attempts")),
                tenant,
                userId,
                lane.kind(),
                itemsMax));
        if (items.isEmpty()) {
            tx.update("delete from lanes" + PersonTx.OWN + "and kind = ?", tenant, userId, lane.kind());
            return Optional.empty();
        }
        var token = store.ids().next();
        tx.update(
                "update lanes set lease_until = ?, lease_holder = ?, lease_token = ?" + PersonTx.OWN + "and kind = ?",
                now.plus(leaseTime),
                holder,
                token,
                tenant,
                userId,
                lane.kind());
        return Optional.of(new Lease(lane.owner(), generation.get(), lane.kind(), token, items));
    }

    /// What failed before is tried alone, so that it cannot spoil the rest.
    private static List<Item> front(List<Item> items) {
        int end = 0;
        while (end < items.size() && items.get(end).attempts() == 0) {
            end++;
        }
        return items.subList(0, end == 0 ? Math.min(1, items.size()) : end);
    }

    /// Writes the results of a lease and ends its items, in one transaction, and gives the lane back. False if the
    /// lease was lost or the person was erased meanwhile; then nothing was written.
    public boolean complete(Lease lease, Consumer<PersonTx> results) {
        return store.writeIf(lease.owner(), lease.generation(), person -> {
                    if (!giveBack(person, lease, lease.items().size(), Duration.ZERO)) {
                        return false;
                    }
                    for (var item : lease.items()) {
                        person.update(
                                "delete from work" + PersonTx.OWN + "and kind = ? and seq = ?",
                                lease.kind(),
                                item.seq());
                    }
                    results.accept(person);
                    return true;
                })
                .orElse(false);
    }

    /// What became of items whose work failed.
    ///
    /// @param failed items that will be tried again
    /// @param dead items that will not
    public record Failed(List<Item> failed, List<Item> dead) {}

    /// Notes that the work of a lease failed and gives the lane back, to be tried again after a while that doubles
    /// with each attempt.
    ///
    /// @param then written in the same transaction, such as the state of a message
    /// @return empty if the lease was lost
    public Optional<Failed> fail(Lease lease, String error, BiConsumer<PersonTx, Failed> then) {
        var outcome = new Failed(
                lease.items().stream()
                        .filter(item -> item.attempts() + 1 < ATTEMPTS_MAX)
                        .toList(),
                lease.items().stream()
                        .filter(item -> item.attempts() + 1 >= ATTEMPTS_MAX)
                        .toList());
        int attempts = lease.items().getFirst().attempts();
        return store.writeIf(lease.owner(), lease.generation(), person -> {
                    if (!giveBack(person, lease, outcome.dead().size(), backoff(attempts))) {
                        return false;
                    }
                    for (var item : lease.items()) {
                        person.tx()
                                .update(
                                        "update work set attempts = attempts + 1, state = ?, error = ?, updated_at = ?"
                                                + PersonTx.OWN + "and kind = ? and seq = ?",
                                        outcome.dead().contains(item) ? "dead" : "waiting",
                                        cut(error),
                                        person.now(),
                                        lease.owner().tenant(),
                                        lease.owner().userId(),
                                        lease.kind(),
                                        item.seq());
                    }
                    then.accept(person, outcome);
                    return true;
                })
                .filter(kept -> kept)
                .map(_ -> outcome);
    }

    private static String cut(String error) {
        return error.length() <= ERROR_CHARS_MAX ? error : error.substring(0, ERROR_CHARS_MAX);
    }

    private Duration backoff(int attempts) {
        var pause = BACKOFF_FIRST.multipliedBy(1L << Math.min(attempts, 16));
        var bounded = pause.compareTo(BACKOFF_MAX) < 0 ? pause : BACKOFF_MAX;
        return bounded.plusMillis(random.nextLong(bounded.toMillis() / 4 + 1));
    }

    private boolean giveBack(PersonTx person, Lease lease, long items, Duration pause) {
        var left = person.tx()
                .first(
                        "update lanes set waiting = waiting - ?, due_at = ?, lease_until = 0, lease_holder = null,"
                                + " lease_token = null" + PersonTx.OWN
                                + "and kind = ? and lease_token = ? returning waiting",
                        row -> row.number("waiting"),
                        items,
                        person.wallTime().plus(pause),
                        lease.owner().tenant(),
                        lease.owner().userId(),
                        lease.kind(),
                        lease.token());
        if (left.isPresent() && left.get() <= 0) {
            person.update("delete from lanes" + PersonTx.OWN + "and kind = ?", lease.kind());
        }
        return left.isPresent();
    }

    /// Makes every lease of this process last longer.
    public void renew(Duration leaseTime) {
        store.database()
                .write(tx -> tx.update(
                        "update lanes set lease_until = ? where lease_holder = ?",
                        store.clock().instant().plus(leaseTime),
                        holder));
    }

    /// How many items wait in all lanes of a person, those being worked on included, timers not.
    public static long waiting(PersonTx person) {
        return person.number("select coalesce(sum(waiting), 0) from lanes" + PersonTx.OWN + "and kind <> ?", TIMER);
    }

    /// Items that will not be tried again, oldest first.
    ///
    /// @param error why the last attempt failed
    /// @param since when it was given up
    public record Dead(String kind, long seq, Json.Obj payload, String error, Instant since) {}

    /// Items of a person that were given up.
    public static List<Dead> dead(PersonTx person, int limit) {
        return person.list(
                "select kind, seq, payload, error, updated_at from work" + PersonTx.OWN
                        + "and state = 'dead' order by seq limit ?",
                row -> new Dead(
                        row.text("kind"),
                        row.number("seq"),
                        (Json.Obj) row.json("payload"),
                        row.optionalText("error").orElse(""),
                        row.instant("updated_at")),
                limit);
    }

    /// Has every item of a person and kind that was given up tried again, as if for the first time; says how many.
    public static int revive(PersonTx person, String kind) {
        int revived = person.tx()
                .update(
                        "update work set state = 'waiting', attempts = 0, updated_at = ?" + PersonTx.OWN
                                + "and kind = ? and state = 'dead'",
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        kind);
        if (revived > 0) {
            widen(person, kind, revived);
        }
        return revived;
    }
}

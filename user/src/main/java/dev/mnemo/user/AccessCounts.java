package dev.mnemo.user;

import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/// How often recall returned each memory, gathered and written every few seconds, so that recall itself only reads.
/// What was gathered since is lost if the process is killed.
final class AccessCounts {
    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(5);

    /// Memories gathered before they are written in any case.
    private static final int GATHERED_MAX = 2_000;

    private record Row(Owner owner, long seq) {}

    private final Store store;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Row, Long> gathered = new HashMap<>();
    private Instant written;

    AccessCounts(Store store, Executor executor) {
        this.store = store;
        this.executor = executor;
        this.written = store.clock().instant();
    }

    /// Counts some memories once each.
    void add(Owner owner, Iterable<Long> seqs) {
        boolean due;
        lock.lock();
        try {
            seqs.forEach(seq -> gathered.merge(new Row(owner, seq), 1L, Long::sum));
            var now = store.clock().instant();
            due = gathered.size() > GATHERED_MAX || now.isAfter(written.plus(WRITTEN_EVERY));
            written = due ? now : written; // so that those who come meanwhile do not write, too
        } finally {
            lock.unlock();
        }
        if (due) {
            executor.execute(this::write);
        }
    }

    /// Forgets what was gathered of somebody.
    void drop(Owner owner) {
        lock.lock();
        try {
            gathered.keySet().removeIf(row -> row.owner().equals(owner));
        } finally {
            lock.unlock();
        }
    }

    /// Writes what was gathered.
    void write() {
        Map<Row, Long> mine;
        var now = store.clock().instant();
        lock.lock();
        try {
            mine = gathered;
            gathered = new HashMap<>();
        } finally {
            lock.unlock();
        }
        mine.keySet().stream()
                .map(Row::owner)
                .distinct()
                .forEach(owner -> store.writeIfKnown(owner, person -> {
                    mine.forEach((row, count) -> {
                        if (row.owner().equals(owner)) {
                            person.tx()
                                    .update(
                                            "update memories set access_count = access_count + ?, last_accessed_at = ?"
                                                    + PersonTx.OWN + "and seq = ?",
                                            count,
                                            now,
                                            owner.tenant(),
                                            owner.userId(),
                                            row.seq());
                        }
                    });
                    return true;
                }));
    }
}

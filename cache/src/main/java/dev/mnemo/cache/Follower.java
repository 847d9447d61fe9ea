package dev.mnemo.cache;

import dev.mnemo.cache.store.Change;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.vector.PartitionedIndex;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Follows what other processes do to the store, by its change log. Own changes are among them; taking them over twice
/// changes nothing.
final class Follower {
    /// Changes read at once. A look-up that has more to catch up with reads on.
    private static final int PAGE = 1_000;

    private final Entries entries;
    private final long intervalNanos;
    private final Runnable onFeedback;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long seen;
    private volatile long checkedNanos;

    /// @param seen where the change log stood before the index was filled
    /// @param onFeedback called when feedback was added
    Follower(Entries entries, CacheOptions options, long seen, Runnable onFeedback) {
        this.entries = entries;
        this.intervalNanos = options.staleCheckInterval().toNanos();
        this.onFeedback = onFeedback;
        this.seen = seen;
        this.checkedNanos = System.nanoTime();
    }

    /// Catches up with the store, unless that was done within the interval.
    void catchUp() {
        long now = System.nanoTime();
        if (intervalNanos > 0 && now - checkedNanos < intervalNanos) {
            return;
        }
        checkedNanos = now;
        if (entries.store().sequence() > seen) {
            lock.lock();
            try {
                readOn();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Catches up with the store in any case.
    ///
    /// @return the place in the change log up to which everything is known
    long catchUpNow() {
        lock.lock();
        try {
            readOn();
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /// Where the store's change log stands.
    long storeSequence() {
        return entries.store().sequence();
    }

    private void readOn() {
        var end = readOn(seen);
        if (end.isEmpty()) {
            long sequence = entries.store().sequence();
            entries.rebuild();
            onFeedback.run();
            end = OptionalLong.of(sequence);
        }
        seen = end.getAsLong();
    }

    /// Takes over all changes since a place in the log.
    ///
    /// @return the place behind the last one; empty if the log does not reach back so far
    private OptionalLong readOn(long since) {
        Store store = entries.store();
        long at = since;
        while (true) {
            var changes = store.changesSince(at, PAGE);
            if (!changes.complete()) {
                return OptionalLong.empty();
            }
            if (changes.changes().isEmpty()) {
                return OptionalLong.of(at);
            }
            var put = new LinkedHashSet<Long>();
            boolean feedback = false;
            for (var change : changes.changes()) {
                switch (change.kind()) {
                    case PUT -> put.add(change.id());
                    case REMOVED -> {
                        put.remove(change.id());
                        entries.forget(change.id());
                    }
                    case FEEDBACK -> feedback = true;
                }
            }
            store.get(put).forEach(entries::index);
            if (feedback) {
                onFeedback.run();
            }
            at = changes.changes().stream().mapToLong(Change::sequence).max().orElse(at);
        }
    }

    /// Goes on with another index, which goes up to a place in the change log. Searches go on in the present one until
    /// the other one has caught up.
    ///
    /// @return whether it was done; not if the log does not reach back so far
    boolean goOnWith(PartitionedIndex next, long since) {
        boolean isReady = false;
        lock.lock();
        try {
            entries.prepare(next);
            try {
                var end = readOn(since);
                isReady = end.isPresent();
                seen = end.orElse(seen);
            } finally {
                entries.settle(isReady);
            }
            return isReady;
        } finally {
            lock.unlock();
        }
    }
}

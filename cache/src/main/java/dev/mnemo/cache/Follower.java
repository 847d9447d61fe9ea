package dev.mnemo.cache;

import dev.mnemo.cache.store.Change;
import dev.mnemo.cache.store.Store;
import java.util.LinkedHashSet;
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
        Store store = entries.store();
        while (true) {
            var changes = store.changesSince(seen, PAGE);
            if (!changes.complete()) {
                long sequence = store.sequence();
                entries.rebuild();
                onFeedback.run();
                seen = sequence;
                return;
            }
            if (changes.changes().isEmpty()) {
                return;
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
            seen = changes.changes().stream().mapToLong(Change::sequence).max().orElse(seen);
        }
    }
}

package dev.mnemo.user.work;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Lanes.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The threads of this process that do what waits in the queue, whichever process put it there.
public final class Workers implements AutoCloseable {
    /// How often a worker without work looks for what other processes left, or what is due again.
    private static final Duration LOOK = Duration.ofMillis(500);

    /// How long closing waits for work under way.
    private static final Duration CLOSING_WAIT = Duration.ofSeconds(30);

    /// How often a condition that other processes may fulfil is looked at.
    private static final Duration CONDITION_LOOK = Duration.ofMillis(50);

    /// A lease is renewed this often before it would run out.
    private static final int RENEWALS_PER_LEASE = 3;

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    private final Lanes lanes;
    private final Map<String, Handler> handlers;
    private final Map<String, Integer> itemsMax;
    private final Duration leaseTime;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;
    private volatile boolean closing;

    /// Starts to work at once.
    ///
    /// @param count lanes worked on at the same time
    /// @param leaseTime how long another process waits before it takes over the work of one that died
    public Workers(Lanes lanes, List<Handler> handlers, int count, Duration leaseTime) {
        this.lanes = lanes;
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(Handler::kind, Function.identity()));
        this.itemsMax = handlers.stream().collect(Collectors.toUnmodifiableMap(Handler::kind, Handler::itemsMax));
        this.leaseTime = leaseTime;
        if (!handlers.isEmpty()) {
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofVirtual().name("mnemo-work-" + i).start(this::workOn));
            }
            threads.add(Thread.ofVirtual().name("mnemo-leases").start(this::renewLeases));
        }
    }

    /// Says that there is new work.
    public void wake() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Counts what was added and done in this process.
    public long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something was added or done in this process since a count, or some time passed.
    public void awaitChange(long since, Duration atMost) {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (changes == since && nanos > 0 && !closing) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void workOn() {
        while (!closing) {
            long seen = changes();
            try {
                var lease = lanes.claim(itemsMax, leaseTime);
                if (lease.isPresent()) {
                    work(lease.get());
                } else {
                    awaitChange(seen, LOOK);
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "the queue of work cannot be reached", e);
                awaitChange(changes(), LOOK);
            }
        }
    }

    private void work(Lease lease) {
        var handler = handlers.get(lease.kind());
        if (handler == null) {
            return;
        }
        held.incrementAndGet();
        try {
            Handler.Results results;
            try {
                results = handler.work(lease);
            } catch (RuntimeException e) {
                fail(handler, lease, e);
                return;
            }
            if (lanes.complete(lease, results::write)) {
                done.incrementAndGet();
                results.committed();
            }
        } finally {
            held.decrementAndGet();
            wake();
        }
    }

    /// Leases that were worked off in this process.
    public long done() {
        return done.get();
    }

    /// Leases that could not be worked off in this process.
    public long failed() {
        return failed.get();
    }

    private void fail(Handler handler, Lease lease, RuntimeException failure) {
        failed.incrementAndGet();
        var error = failure instanceof MnemoException known ? known.sentence() : String.valueOf(failure);
        LOG.log(System.Logger.Level.WARNING, "work of kind " + lease.kind() + " failed: " + error);
        if (lanes.fail(lease, error, (person, failed) -> handler.failed(person, failed, error))
                .isPresent()) {
            handler.gaveBack(lease, error);
        }
    }

    private void renewLeases() {
        while (!closing) {
            pause(leaseTime.dividedBy(RENEWALS_PER_LEASE));
            if (held.get() > 0) {
                try {
                    lanes.renew(leaseTime);
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "leases of work cannot be renewed", e);
                }
            }
        }
    }

    private void pause(Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (nanos > 0 && !closing) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Ends after the work under way. What waits stays in the queue.
    @Override
    public void close() {
        closing = true;
        wake();
        long end = System.nanoTime() + CLOSING_WAIT.toNanos();
        for (var thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits, looking again whenever something was done here and every so often, until a condition holds.
    ///
    /// @return whether it holds
    public boolean awaitUntil(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            long seen = changes();
            if (condition.getAsBoolean()) {
                return true;
            }
            long left = end - System.nanoTime();
            if (left <= 0 || closing || Thread.currentThread().isInterrupted()) {
                return false;
            }
            awaitChange(seen, Duration.ofNanos(Math.min(left, CONDITION_LOOK.toNanos())));
        }
    }
}

package dev.mnemo.user.keep;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Looks every few minutes whether retention is due.
public final class RetentionClock implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final Duration CLOSING_WAIT = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(RetentionClock.class.getName());

    private final Retention retention;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean closing;

    /// Starts to look, for the first time after a while: short-lived processes have no part in it.
    public RetentionClock(Retention retention) {
        this.retention = retention;
        this.thread = Thread.ofVirtual().name("mnemo-retention").start(this::work);
    }

    private void work() {
        while (pause()) {
            try {
                retention.applyIfDue();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "retention cannot be applied", e);
            }
        }
    }

    private boolean pause() {
        lock.lock();
        try {
            long nanos = LOOK.toNanos();
            while (!closing && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return !closing;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSING_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

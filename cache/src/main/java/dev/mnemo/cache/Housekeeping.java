package dev.mnemo.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What need not happen while somebody waits: one thread that does its rounds every interval, and at once when called.
/// A round that fails is tried again at the next; the others of the same time still run.
final class Housekeeping implements AutoCloseable {
    private final List<Runnable> rounds;
    private final long intervalNanos;
    private final Telemetry telemetry;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final ReentrantLock working = new ReentrantLock();
    private final Thread thread;
    private boolean isCalled;
    private boolean isClosed;

    /// @param rounds run in this order, never two at a time
    Housekeeping(List<Runnable> rounds, Duration interval, Telemetry telemetry) {
        this.rounds = List.copyOf(rounds);
        this.intervalNanos = interval.toNanos();
        this.telemetry = telemetry;
        this.thread = Thread.ofVirtual().name("mnemo-cache-housekeeping").start(this::run);
    }

    /// Asks for a round soon.
    void call() {
        lock.lock();
        try {
            isCalled = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Does a round now, on the calling thread.
    ///
    /// @throws RuntimeException the first failure, after the whole round
    void now() {
        working.lock();
        try {
            RuntimeException first = null;
            for (var round : rounds) {
                try {
                    round.run();
                } catch (RuntimeException failure) {
                    first = first == null ? failure : first;
                }
            }
            if (first != null) {
                throw first;
            }
        } finally {
            working.unlock();
        }
    }

    /// Ends the thread; does no further round.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            called.signal();
        } finally {
            lock.unlock();
        }
        working.lock(); // a round under way ends first
        try {
            thread.interrupt();
        } finally {
            working.unlock();
        }
    }

    private void run() {
        while (waitForWork()) {
            try {
                now();
            } catch (RuntimeException failure) {
                telemetry.warn("housekeeping failed and will be tried again", failure);
            }
        }
    }

    private boolean waitForWork() {
        lock.lock();
        try {
            long left = intervalNanos;
            while (!isClosed && !isCalled && left > 0) {
                left = called.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
            isCalled = false;
            return !isClosed;
        } catch (InterruptedException closed) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}

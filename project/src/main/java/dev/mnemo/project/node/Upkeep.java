package dev.mnemo.project.node;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Does what can wait until a store has been idle for a while, on a thread that lives only while something
/// waits. Keeps the counts of use that wait.
final class Upkeep {
    private final Runnable work;
    private final LinkedHashMap<Address, Usage> usage = new LinkedHashMap<>();
    private boolean runs;
    private volatile boolean ended;
    private volatile long lastChangeNanos;

    Upkeep(Runnable work) {
        this.work = work;
    }

    /// Notes that there is something to do.
    void wake() {
        lastChangeNanos = System.nanoTime();
        synchronized (usage) {
            if (!runs && !ended) {
                runs = true;
                Thread.ofVirtual().name("store-upkeep").start(this::run);
            }
        }
    }

    /// Adds counts of use, to be written when there is time.
    void count(Collection<Usage> noted) {
        synchronized (usage) {
            noted.forEach(one -> usage.merge(one.address(), one, Usage::plus));
        }
        wake();
    }

    /// The counts that wait; they wait no longer.
    List<Usage> takeCounts() {
        synchronized (usage) {
            var taken = List.copyOf(usage.values());
            usage.clear();
            return taken;
        }
    }

    /// Starts nothing any more.
    void end() {
        ended = true;
    }

    private void run() {
        long idle = TimeUnit.MILLISECONDS.toNanos(NodeStore.IDLE_MILLIS);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(NodeStore.BUSY_MILLIS_MAX);
        try {
            long left = idle;
            while (left > 0 && !ended) {
                TimeUnit.NANOSECONDS.sleep(left);
                long now = System.nanoTime();
                left = Math.min(lastChangeNanos + idle - now, deadline - now);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (usage) {
            runs = false;
        }
        if (!ended) {
            work.run();
        }
    }
}

package dev.mnemo.app.rest;

import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.event.EventTail;
import dev.mnemo.kernel.fault.MnemoException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Follows one folder of logs for everybody who watches it: read and written as JSON once, however many watch. Works
/// while somebody does.
final class SharedTail {
    /// How often the logs are looked at.
    static final long PAUSE_MILLIS = 250;

    /// Lines that wait for one watcher; of whoever reads more slowly the oldest are dropped.
    static final int LINES_WAITING_MAX = 1_000;

    private final Path logs;
    private final List<BlockingQueue<String>> watchers = new CopyOnWriteArrayList<>();
    private Optional<Thread> reading = Optional.empty();

    /// @param logs a folder of logs; it need not exist
    SharedTail(Path logs) {
        this.logs = logs;
    }

    /// Begins to put lines into a queue, from now on.
    synchronized BlockingQueue<String> join() {
        var lines = new ArrayBlockingQueue<String>(LINES_WAITING_MAX);
        watchers.add(lines);
        if (reading.filter(Thread::isAlive).isEmpty()) {
            var tail = new EventReader(logs).tail();
            reading = Optional.of(Thread.ofVirtual().name("mnemo-log-tail").start(() -> read(tail)));
        }
        return lines;
    }

    /// Puts no more lines into a queue.
    synchronized void leave(BlockingQueue<String> lines) {
        watchers.remove(lines); // queues are equal to themselves only
        if (watchers.isEmpty()) {
            reading.ifPresent(Thread::interrupt);
            reading = Optional.empty();
        }
    }

    private void read(EventTail tail) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (var event : tail.next()) {
                    var line = ProjectApi.entry(event).compact();
                    watchers.forEach(lines -> put(lines, line));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (MnemoException unreadable) {
            // Whoever comes next tries again.
        }
    }

    private static void put(BlockingQueue<String> lines, String line) {
        while (!lines.offer(line)) {
            lines.poll();
        }
    }
}

package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one writer of a folder: a lock inside this process and a lock on `.mnemo/lock` against the others. All
/// stores of one folder in a process share it, because closing any channel to a file drops every lock the
/// process holds on it.
final class StoreLock {
    /// How long a writer waits for the writers before it.
    static final long WAIT_MILLIS_MAX = 10_000;

    private static final long RETRY_MICROS_MIN = 50;
    private static final long RETRY_MICROS_MAX = 2_000;
    private static final Map<Path, StoreLock> LOCKS = new HashMap<>();

    private final Path directory;
    private final Disk disk;
    private final ReentrantLock inside = new ReentrantLock();
    private @Nullable FileChannel channel;
    private @Nullable FileLock held;
    private int users;

    private StoreLock(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /// The lock of a folder, given its real path.
    static StoreLock of(Path directory, Disk disk) {
        synchronized (LOCKS) {
            var lock = LOCKS.computeIfAbsent(directory, key -> new StoreLock(key, disk));
            lock.users++;
            return lock;
        }
    }

    /// Gives the lock of a folder back; the last user closes its file.
    void leave() throws IOException {
        synchronized (LOCKS) {
            users--;
            if (users == 0) {
                LOCKS.remove(directory);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /// Waits until this thread is the only writer.
    ///
    /// @throws MnemoException with `STORE_BUSY` after {@link #WAIT_MILLIS_MAX}
    void acquire() throws IOException {
        if (!tryAcquire(WAIT_MILLIS_MAX)) {
            throw new MnemoException(
                    Fault.STORE_BUSY,
                    "Another process has been writing to the store " + directory + " for " + WAIT_MILLIS_MAX / 1_000
                            + " seconds.",
                    "Nothing was changed; try again, and look for a stuck process that holds " + directory + "/lock.");
        }
    }

    /// Becomes the only writer, or not.
    boolean tryAcquire(long waitMillis) throws IOException {
        if (inside.isHeldByCurrentThread()) {
            return false;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        try {
            if (!inside.tryLock(waitMillis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            boolean done = false;
            try {
                done = lockFile(deadline);
                return done;
            } finally {
                if (!done) {
                    inside.unlock();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean lockFile(long deadline) throws IOException, InterruptedException {
        if (channel == null || !channel.isOpen()) {
            channel = disk.open(
                    directory.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        }
        long pause = RETRY_MICROS_MIN;
        while (true) {
            held = channel.tryLock();
            if (held != null) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MICROSECONDS.sleep(pause);
            pause = Math.min(RETRY_MICROS_MAX, pause * 2);
        }
    }

    void release() throws IOException {
        try {
            if (held != null) {
                held.release();
                held = null;
            }
        } finally {
            inside.unlock();
        }
    }
}

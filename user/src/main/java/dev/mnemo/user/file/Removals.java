package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Removes objects that transactions noted for removal, in the background and by any node. A note goes after its
/// object, so nothing is forgotten if the process ends in between, and removing twice does no harm. What fails is
/// tried again after 1, 2, 4, … seconds, an hour at most, for as long as it takes.
public final class Removals implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration BACKOFF_MAX = Duration.ofHours(1);
    private static final Duration CLOSING_WAIT = Duration.ofSeconds(30);
    private static final int BATCH = 100;
    private static final int DOUBLINGS_MAX = 12;
    private static final System.Logger LOG = System.getLogger(Removals.class.getName());

    private final Store store;
    private final ObjectStore objects;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean wanted = true;
    private boolean closing;

    /// Starts to work at once.
    public Removals(Store store, ObjectStore objects) {
        this.store = store;
        this.objects = objects;
        this.thread = Thread.ofVirtual().name("mnemo-removals").start(this::work);
    }

    private record Note(Owner owner, String key, int attempts, Instant due) {}

    /// Says that there is something to remove.
    public void wake() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (pause()) {
            try {
                while (run() > 0) {
                    // until nothing is due
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "objects that are to be removed cannot be looked up", e);
            }
        }
    }

    /// Waits until there may be work; false when closing.
    private boolean pause() {
        lock.lock();
        try {
            long nanos = LOOK.toNanos();
            while (!wanted && !closing && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            wanted = false;
            return !closing;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Removes what is due, up to a hundred objects; says how many went.
    public int run() {
        var now = store.clock().instant();
        var due = store.database()
                .read(tx -> tx.list(
                        "select * from object_removals where due_at <= ? order by due_at limit ?",
                        row -> new Note(
                                new Owner(row.text("tenant"), row.text("user_id")),
                                row.text("object_key"),
                                row.integer("attempts"),
                                row.instant("due_at")),
                        now,
                        BATCH));
        return (int) due.stream().filter(note -> remove(note, now)).count();
    }

    /// Removes what is noted of one person, due or not yet, as after an erasure; what fails stays noted.
    public void run(Owner owner) {
        var now = store.clock().instant();
        List<Note> notes = store.database()
                .read(tx -> tx.list(
                        "select * from object_removals" + PersonTx.OWN + "order by due_at",
                        row -> new Note(owner, row.text("object_key"), row.integer("attempts"), row.instant("due_at")),
                        owner.tenant(),
                        owner.userId()));
        notes.forEach(note -> remove(note, now));
    }

    private boolean remove(Note note, Instant now) {
        if (!claim(note, now)) {
            return false;
        }
        try {
            objects.delete(Documents.key(store, note.owner(), note.key()));
        } catch (MnemoException e) {
            LOG.log(System.Logger.Level.WARNING, "an object cannot be removed yet: " + e.sentence());
            return false;
        }
        store.database()
                .write(tx -> tx.update(
                        "delete from object_removals" + PersonTx.OWN + "and object_key = ?",
                        note.owner().tenant(),
                        note.owner().userId(),
                        note.key()));
        return true;
    }

    /// Puts the next attempt off, so that no other node tries at the same time.
    private boolean claim(Note note, Instant now) {
        var next = now.plusSeconds(1L << Math.min(note.attempts(), DOUBLINGS_MAX));
        var latest = now.plus(BACKOFF_MAX);
        return store.database()
                        .write(tx -> tx.update(
                                "update object_removals set due_at = ?, attempts = attempts + 1" + PersonTx.OWN
                                        + "and object_key = ? and due_at = ?",
                                next.isAfter(latest) ? latest : next,
                                note.owner().tenant(),
                                note.owner().userId(),
                                note.key(),
                                note.due()))
                == 1;
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

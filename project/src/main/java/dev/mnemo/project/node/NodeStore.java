package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The nodes of one project on disk, in the folder format that other implementations share. Safe for many
/// threads, and many processes may have the same folder open.
///
/// A change is one line of `changes.jsonl`, on the disk before {@link #write} returns. The files that other
/// implementations read follow: node files at once, the rest at a checkpoint, which happens when the store has
/// been idle for {@link #IDLE_MILLIS} and when it is closed. The decision and its price:
/// `docs/decisions/0003-change-log.md`.
public final class NodeStore implements AutoCloseable {
    /// How long nothing is written before the files that other implementations read are brought up to date.
    public static final long IDLE_MILLIS = 1_000;

    /// How long a store that is never idle goes without a checkpoint.
    static final long BUSY_MILLIS_MAX = 10_000;

    /// More node files than this are brought to the disk before a checkpoint takes the lock.
    static final int SYNC_AHEAD_MIN = 16;

    /// A log shorter than this is kept at a checkpoint.
    static final long LOG_BYTES_MIN = 64 * 1024;

    /// A log longer than one part in so many of the snapshot makes way for a new snapshot.
    static final long SNAPSHOT_BYTES_PER_LOG_BYTE = 64;

    private final StoreFolder folder;
    private final StoreLock lock;
    private final ChangeLog log;
    private final StoreLoader loader;
    private final DerivedFiles derived;
    private final Checkpoints checkpoints;
    private final List<Consumer<StoreDelta>> listeners = new CopyOnWriteArrayList<>();
    private final Upkeep upkeep = new Upkeep(this::keepUp);

    /// Held by whoever changes this store in memory. Readers never wait for it.
    private final ReentrantLock writing = new ReentrantLock();

    /// Guards `front`, and nothing slower than memory happens under it.
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();

    /// What readers see: committed changes only.
    private StoreState front = new StoreState();

    /// What a writer works on: the same state, changed ahead of the commit; absent until it is needed.
    private @Nullable StoreState back;

    private FolderStamp stamp = FolderStamp.NEVER;
    private long checkedNanos = Long.MIN_VALUE;
    private long snapshotBytes;
    private boolean snapshotStale;

    /// Whether the log holds lines that cannot be read between others that can.
    private boolean logBroken;

    /// Whether node files may have been changed behind the snapshot that this store was opened from.
    private boolean unchecked;

    private boolean behind;
    private volatile boolean closed;

    private NodeStore(StoreFolder folder) {
        this.folder = folder;
        this.lock = StoreLock.of(folder.directory(), folder.disk());
        this.log = new ChangeLog(folder);
        this.loader = new StoreLoader(folder);
        this.derived = new DerivedFiles(folder);
        this.checkpoints = new Checkpoints(folder);
    }

    /// Opens a store; creates its folder if it is not there. A folder that may not be written opens for
    /// reading.
    ///
    /// @throws MnemoException if the folder cannot be created or read
    /// @throws dev.mnemo.kernel.fault.Refusal if the folder is a link that leads out of the folder that holds
    ///     it
    public static NodeStore open(Path directory) {
        return open(directory, Disk.REAL);
    }

    static NodeStore open(Path directory, Disk disk) {
        StoreFolder folder;
        try {
            folder = new StoreFolder(directory, disk);
        } catch (IOException fault) {
            throw new MnemoException(
                    StoreFolder.isReadOnly(fault) ? Fault.STORE_READ_ONLY : Fault.INPUT_OUTPUT,
                    "The store folder " + directory + " cannot be made or read: " + fault + ".",
                    "Give this user the right to write there, or name another folder.",
                    fault);
        }
        var store = new NodeStore(folder);
        try {
            store.load();
            store.removeLeftovers();
            return store;
        } catch (IOException fault) {
            throw folder.failed(fault);
        }
    }

    /// The store's folder, absolute.
    public Path directory() {
        return folder.directory();
    }

    /// Blocks of bytes that others derive from the nodes, kept beside them.
    public DerivedFiles derived() {
        return derived;
    }

    /// Reads the store at one moment. Sees every change that this process has made, and what other processes
    /// have made unless a change of this process is under way. Never waits for another process.
    public <T> T read(Function<StoreView, T> reader) {
        lookForNews();
        memory.readLock().lock();
        try {
            return reader.apply(front);
        } finally {
            memory.readLock().unlock();
        }
    }

    /// Changes the store: all of it or nothing. The change is on the disk when this returns. A writer that
    /// throws changes nothing; it must be quick, for other writers wait.
    ///
    /// @throws MnemoException with `STORE_BUSY`, `STORE_READ_ONLY`, `DISK_FULL` or `INPUT_OUTPUT`
    /// @throws IllegalStateException if this thread is inside a write or a read of this store
    public <T> T write(Function<StoreChange, T> writer) {
        if (writing.isHeldByCurrentThread() || memory.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "write was called inside another write or read of the same store; make it one change");
        }
        return alone(() -> {
            var working = working();
            boolean done = false;
            try {
                var change = new PendingChange(working);
                T result = writer.apply(change);
                var commit = change.commit(front.sequence + 1);
                if (!commit.isEmpty()) {
                    commit(commit, true);
                }
                done = true;
                return result;
            } finally {
                if (!done) {
                    back = null;
                }
            }
        });
    }

    /// Counts that nodes were shown or of use. Counts are added up and written within about {@link
    /// #IDLE_MILLIS}; a crash may lose them, and nothing else.
    public void noteUsage(Collection<Usage> noted) {
        if (noted.isEmpty() || closed) {
            return;
        }
        upkeep.count(noted);
    }

    /// Tells a listener of every change from now on, inside the change and before anybody can read it. A
    /// listener must be quick and must not throw.
    public void onChange(Consumer<StoreDelta> listener) {
        listeners.add(listener);
    }

    /// Builds everything derived anew from the node files: the snapshot, the links by target, the anchors by
    /// file. What others derived is removed and built again when it is next needed.
    ///
    /// @return how many nodes the store holds
    public int rebuild() {
        return alone(() -> {
            checkpoints.write(front);
            reload(true, true);
            checkpoints.writeIndexes(front, true);
            derived.removeAll();
            return front.nodes.size();
        });
    }

    /// Brings every file up to date and closes the store. Fails never: what could not be written stays in the
    /// log.
    @Override
    public void close() {
        syncAhead();
        writing.lock();
        try {
            if (closed) {
                return;
            }
            try {
                tidy();
            } catch (IOException | MnemoException _) {
                // The log holds everything; the next one to open the store continues from there.
            }
            closed = true;
            upkeep.end();
            log.close();
            lock.leave();
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
        }
    }

    // ---------------------------------------------------------------- one writer at a time

    interface DiskWork<T> {
        T run() throws IOException;
    }

    /// Runs something while this thread is the only one, in all processes, that changes the folder.
    <T> T alone(DiskWork<T> work) {
        boolean interrupted = Thread.interrupted(); // an interrupt would close the files under us
        writing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the store " + directory() + " is closed");
            }
            lock.acquire();
            try {
                catchUp(true);
                return work.run();
            } finally {
                lock.release();
            }
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StoreState working() {
        var working = back == null ? front.copy() : back;
        back = working;
        return working;
    }

    private void commit(Commit commit, boolean durable) throws IOException {
        if (!log.exists()) {
            log.restart(new ChangeLog.Checkpoint(front.sequence, stamp));
        }
        log.append(new ChangeLog.Change(commit), durable);
        if (back != null) {
            back.sequence = commit.sequence();
        }
        checkpoints.add(commit);
        upkeep.wake();
        publish(() -> front.apply(commit), commit.delta());
        commit.put().forEach(checkpoints::writeNode);
        if (!commit.forgotten().isEmpty()) {
            vanish(commit);
        }
    }

    private void vanish(Commit commit) {
        try {
            checkpoint();
        } catch (IOException fault) {
            throw new MnemoException(
                    folder.failed(fault).fault(),
                    "Forgotten, but copies of the text of " + commit.forgotten() + " are still in the files of "
                            + directory() + ": " + fault + ".",
                    "They go when the store can be written; run mnemo rebuild then.",
                    fault);
        }
    }

    private void publish(Runnable change, StoreDelta delta) {
        memory.writeLock().lock();
        try {
            change.run();
            listeners.forEach(listener -> listener.accept(delta));
        } finally {
            memory.writeLock().unlock();
        }
    }

    // ---------------------------------------------------------------- for Fsck

    /// Work on the files of a store and what is known of them.
    interface Inspection<T> {
        T run(StoreFolder folder, StoreState state) throws IOException;
    }

    /// Looks at the files when they are up to date and nobody writes; a folder that may not be written is
    /// looked at too.
    <T> T inspect(Inspection<T> work) {
        try {
            return alone(() -> {
                if (!checkpoints.isEmpty()) {
                    checkpoint();
                }
                return work.run(folder, front);
            });
        } catch (MnemoException fault) {
            if (fault.fault() != Fault.STORE_READ_ONLY) {
                throw fault;
            }
        }
        writing.lock();
        try {
            return work.run(folder, front);
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
        }
    }

    /// Changes files by hand and reads the store anew from them.
    <T> T mend(Inspection<T> work) {
        return alone(() -> {
            if (!checkpoints.isEmpty()) {
                checkpoint();
            }
            T result = work.run(folder, front);
            reload(true, true);
            checkpoints.writeIndexes(front, true);
            derived.removeAll();
            return result;
        });
    }

    // ---------------------------------------------------------------- what others did

    private void lookForNews() {
        if (closed || memory.isWriteLockedByCurrentThread() || memory.getReadHoldCount() > 0) {
            return;
        }
        if (writing.isHeldByCurrentThread() || !writing.tryLock()) {
            return;
        }
        try {
            catchUp(false);
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
        }
    }

    /// Applies what other processes did.
    ///
    /// @param alone whether this thread holds the lock of the folder
    private void catchUp(boolean alone) throws IOException {
        if (closed) {
            return;
        }
        if (log.hasNews()) {
            take(log.read());
        }
        boolean replaced = !FolderStamp.of(folder.directory()).hasSameFiles(stamp);
        if (!behind && !replaced) {
            return;
        }
        if (alone) {
            reload(false, true);
        } else {
            reloadUnlessBusy();
        }
    }

    /// Somebody replaced files without saying so in the log, or is about to say so. Whoever holds the lock
    /// knows.
    private void reloadUnlessBusy() throws IOException {
        boolean alone;
        try {
            alone = lock.tryAcquire(0);
        } catch (IOException fault) {
            if (!StoreFolder.isReadOnly(fault)) {
                throw fault;
            }
            reload(false, false);
            return;
        }
        if (alone) {
            try {
                catchUp(true);
            } finally {
                lock.release();
            }
        }
    }

    private void take(ChangeLog.News news) {
        behind |= news.cut();
        logBroken |= news.broken();
        for (var line : news.lines()) {
            switch (line) {
                case ChangeLog.Change(var commit) -> take(commit);
                case ChangeLog.Checkpoint(var sequence, var now) -> {
                    if (sequence == front.sequence) {
                        stamp = now;
                        checkpoints.done();
                        front.indexesWritten();
                    } else {
                        behind = true;
                    }
                }
            }
        }
        if (!checkpoints.isEmpty()) {
            upkeep.wake();
        }
    }

    private void take(Commit commit) {
        if (commit.sequence() == front.sequence + 1) {
            if (back != null) {
                back.apply(commit);
            }
            publish(() -> front.apply(commit), commit.delta());
            checkpoints.add(commit);
        } else if (commit.sequence() > front.sequence) {
            behind = true;
        }
    }

    // ---------------------------------------------------------------- loading

    /// A process that was killed may leave a temporary file although the other files need no checkpoint.
    private void removeLeftovers() throws IOException {
        try {
            if (!folder.leftovers().isEmpty() && lock.tryAcquire(0)) {
                try {
                    folder.removeLeftovers();
                } finally {
                    lock.release();
                }
            }
        } catch (IOException fault) {
            if (!StoreFolder.isReadOnly(fault)) {
                throw fault;
            }
        }
    }

    private void load() throws IOException {
        var news = log.read();
        logBroken |= news.broken();
        var lines = news.lines();
        var loaded = loader.quickly(lines);
        if (loaded.isPresent()) {
            accept(loaded.get());
            unchecked = true;
            upkeep.wake();
            return;
        }
        try {
            lock.acquire();
        } catch (IOException fault) {
            if (!StoreFolder.isReadOnly(fault)) {
                throw fault;
            }
            reload(false, false);
            return;
        }
        try {
            reload(false, true);
        } finally {
            lock.release();
        }
    }

    /// Reads the store anew.
    ///
    /// @param fromFiles whether the snapshot is not to be believed
    /// @param alone whether this thread holds the lock of the folder, and so may write what it found out
    private void reload(boolean fromFiles, boolean alone) throws IOException {
        log.close();
        var news = log.read();
        logBroken |= news.broken();
        var quick = fromFiles ? Optional.<StoreLoader.Loaded>empty() : loader.quickly(news.lines());
        if (quick.isPresent()) {
            accept(quick.get());
            return;
        }
        var known = fromFiles ? new NodeTable() : front.nodes;
        var loaded = loader.thoroughly(news.lines(), known, checkedNanos);
        long last = news.lines().isEmpty() ? 0 : news.lines().getLast().sequence();
        boolean fresh = loaded.state().nodes.size() == 0 && !log.exists();
        if (alone) {
            loaded.state().sequence = fresh ? 0 : Math.max(last, front.sequence) + 1;
        } else {
            loaded.state().sequence = last;
            loaded.state().salt = loaded.stamp().hashCode();
        }
        accept(loaded);
        if (alone && !fresh) {
            snapshotStale = true;
            try {
                setAside(loaded.damaged());
                checkpoint();
            } catch (IOException _) {
                upkeep.wake();
            }
        }
    }

    private void keepBrokenLog() throws IOException {
        if (logBroken) {
            new LostAndFound(folder).keep(StoreFolder.CHANGES, "lines that cannot be read");
            logBroken = false;
        }
    }

    /// Keeps lists that could not be read before they are written anew from what else is known.
    private void setAside(Set<String> damaged) throws IOException {
        for (var list : damaged) {
            new LostAndFound(folder).keep(list, "could not be read; written anew from the snapshot and the log");
            checkpoints.lack(list);
        }
    }

    private void accept(StoreLoader.Loaded loaded) {
        behind = false;
        back = null;
        stamp = loaded.stamp();
        checkedNanos = loaded.checkedNanos();
        snapshotBytes = loaded.snapshotBytes();
        checkpoints.done();
        loaded.pending().forEach(checkpoints::add);
        publish(() -> front = loaded.state(), StoreDelta.EVERYTHING);
        if (!checkpoints.isEmpty()) {
            upkeep.wake();
        }
    }

    // ---------------------------------------------------------------- upkeep

    private void keepUp() {
        syncAhead();
        writing.lock();
        try {
            if (!closed) {
                takeEdits();
                tidy();
            }
        } catch (IOException | MnemoException | UncheckedIOException _) {
            // The log holds everything; the next change wakes this again.
        } finally {
            writing.unlock();
        }
    }

    /// Brings node files to the disk while others may write, so that a checkpoint after many changes is short.
    private void syncAhead() {
        Map<Address, Object> files;
        writing.lock();
        try {
            files = closed ? Map.of() : checkpoints.unsynced();
        } finally {
            writing.unlock();
        }
        if (files.size() > SYNC_AHEAD_MIN) {
            checkpoints.sync(files);
        }
    }

    /// Takes over node files that somebody changed or added without telling: no process asks the file system
    /// about every node when it opens a store, so this is done once, when there is time.
    private void takeEdits() throws IOException {
        if (!unchecked) {
            return;
        }
        unchecked = false;
        long nanos = FolderStamp.of(folder.directory()).nodesNanos() - StoreLoader.CLOCK_SLACK_NANOS;
        var edited = loader.newerThan(checkedNanos, front.nodes);
        if (edited.stream().anyMatch(this::isEdit)) {
            lock.acquire();
            try {
                catchUp(true);
                var change = new PendingChange(working());
                edited.stream()
                        .map(node -> folder.node(node.address()))
                        .flatMap(file -> StoreLoader.read(
                                file, StoreLoader.addressOf(file).orElseThrow())
                                .stream())
                        .filter(this::isEdit)
                        .forEach(change::revive);
                var commit = change.commit(front.sequence + 1);
                if (!commit.isEmpty()) {
                    commit(commit, true);
                }
            } finally {
                lock.release();
            }
        }
        checkedNanos = nanos;
    }

    private boolean isEdit(Node onDisk) {
        var known = front.node(onDisk.address());
        return !checkpoints.lacksNode(onDisk.address())
                && known.filter(node -> node.type().equals(NodeType.TOMBSTONE)).isEmpty()
                && (known.isEmpty() || !known.get().toJson().equals(onDisk.toJson()));
    }

    /// Writes what the files lack, if they lack anything. The caller holds `writing`.
    private void tidy() throws IOException {
        var noted = upkeep.takeCounts();
        if (closed || (noted.isEmpty() && checkpoints.isEmpty() && !snapshotStale)) {
            return;
        }
        lock.acquire();
        try {
            catchUp(true);
            count(noted);
            if (!checkpoints.isEmpty() || snapshotStale) {
                checkpoint();
            }
        } finally {
            lock.release();
        }
    }

    private void count(List<Usage> noted) throws IOException {
        var working = working();
        var change = new PendingChange(working);
        noted.forEach(one -> working.node(one.address())
                .filter(node -> !node.type().equals(NodeType.TOMBSTONE))
                .ifPresent(node -> change.put(one.on(node))));
        var commit = change.commit(front.sequence + 1);
        if (!commit.isEmpty()) {
            commit(commit, false);
        }
    }

    /// Brings the files up to date. The caller holds the lock of the folder and has caught up.
    private void checkpoint() throws IOException {
        if (!checkpoints.isEmpty()) {
            checkpoints.takeSynced();
            checkpoints.write(front);
            front.indexesWritten();
            folder.removeLeftovers();
        }
        stamp = FolderStamp.of(folder.directory());
        var checkpoint = new ChangeLog.Checkpoint(front.sequence, stamp);
        boolean forgotten = checkpoints.holdsForgotten();
        long longest = Math.max(LOG_BYTES_MIN, snapshotBytes / SNAPSHOT_BYTES_PER_LOG_BYTE);
        if (forgotten || snapshotStale || snapshotBytes == 0 || !log.exists() || log.length() > longest) {
            if (forgotten) {
                checkpoints.scrub(front, derived);
            }
            var snapshot = Snapshot.write(front, checkedNanos);
            folder.replace(folder.path(StoreFolder.SNAPSHOT), snapshot, false);
            if (!forgotten) {
                keepBrokenLog();
            }
            log.restart(checkpoint);
            snapshotBytes = snapshot.length;
            snapshotStale = false;
        } else {
            log.append(checkpoint, true);
        }
        checkpoints.done();
    }
}

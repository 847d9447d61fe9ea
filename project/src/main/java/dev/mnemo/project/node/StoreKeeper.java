package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Keeps the memory of a store, its change log and its other files in step: what is committed goes into the log, what
/// others did comes out of it, and a checkpoint brings the other files up to date. Used by one thread at a time, the
/// one that may change the store; what writes needs the lock of the folder as well.
final class StoreKeeper {
    /// More node files than this are brought to the disk before a checkpoint takes the lock.
    static final int SYNC_AHEAD_MIN = 16;

    private final StoreFolder folder;
    private final StoreLock lock;
    private final StoreMemory memory;
    private final Runnable wake;
    private final ChangeLog log;
    private final StoreLoader loader;
    private final DerivedFiles derived;
    private final Checkpoints checkpoints;

    private FolderStamp stamp = FolderStamp.NEVER;
    private long checkedNanos = Long.MIN_VALUE;

    /// Whether node files may have been changed behind the snapshot that this store was opened from.
    private boolean unchecked;

    /// Whether changes were missed that the log no longer holds.
    private boolean behind;

    /// @param wake asks for {@link #tidy} when there is time
    StoreKeeper(StoreFolder folder, StoreLock lock, DerivedFiles derived, StoreMemory memory, Runnable wake) {
        this.folder = folder;
        this.lock = lock;
        this.memory = memory;
        this.wake = wake;
        this.log = new ChangeLog(folder);
        this.loader = new StoreLoader(folder);
        this.derived = derived;
        this.checkpoints = new Checkpoints(folder, log, derived);
    }

    void close() throws IOException {
        log.close();
    }

    // ---------------------------------------------------------------- changes

    /// Makes a change: all of it or nothing.
    ///
    /// @param durable whether to wait until it is on the disk
    <T> T change(Function<StoreChange, T> writer, boolean durable) throws IOException {
        boolean done = false;
        try {
            var change = new PendingChange(memory.working());
            T result = writer.apply(change);
            var commit = change.commit(memory.front().sequence + 1);
            if (!commit.isEmpty()) {
                commit(commit, durable);
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                memory.dropWorking();
            }
        }
    }

    private void commit(Commit commit, boolean durable) throws IOException {
        if (!log.exists()) {
            log.restart(new ChangeLog.Checkpoint(memory.front().sequence, stamp));
        }
        log.append(new ChangeLog.Change(commit), durable);
        checkpoints.add(commit);
        wake.run();
        memory.publishWorking(commit);
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
                            + folder.directory() + ": " + fault + ".",
                    "They go when the store can be written; run mnemo rebuild then.",
                    fault);
        }
    }

    // ---------------------------------------------------------------- what others did

    /// Applies what other processes did.
    ///
    /// @param alone whether this thread holds the lock of the folder
    void catchUp(boolean alone) throws IOException {
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
        checkpoints.noteBroken(news);
        for (var line : news.lines()) {
            switch (line) {
                case ChangeLog.Change(var commit) -> take(commit);
                case ChangeLog.Checkpoint(var sequence, var now) -> {
                    if (sequence == memory.front().sequence) {
                        stamp = now;
                        checkpoints.done();
                        memory.front().indexesWritten();
                    } else {
                        behind = true;
                    }
                }
            }
        }
        if (!checkpoints.isEmpty()) {
            wake.run();
        }
    }

    private void take(Commit commit) {
        long sequence = memory.front().sequence;
        if (commit.sequence() == sequence + 1) {
            memory.publish(commit);
            checkpoints.add(commit);
        } else if (commit.sequence() > sequence) {
            behind = true;
        }
    }

    // ---------------------------------------------------------------- loading

    /// Reads the store when it is opened.
    void load() throws IOException {
        var news = log.read();
        checkpoints.noteBroken(news);
        var loaded = loader.quickly(news.lines());
        if (loaded.isPresent()) {
            accept(loaded.get());
            unchecked = true;
            wake.run();
            removeLeftovers();
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
            folder.removeLeftovers();
        } finally {
            lock.release();
        }
    }

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

    /// Builds everything derived anew.
    ///
    /// @param filesFirst whether the files are to be brought up to date first; otherwise they are right as they are
    void rebuild(boolean filesFirst) throws IOException {
        if (filesFirst) {
            checkpoints.write(memory.front());
        }
        reload(true, true);
        checkpoints.writeIndexes(memory.front(), true);
        derived.removeAll();
    }

    /// Reads the store anew.
    ///
    /// @param fromFiles whether the snapshot is not to be believed
    /// @param alone whether this thread holds the lock of the folder, and so may write what it found out
    private void reload(boolean fromFiles, boolean alone) throws IOException {
        log.close();
        var news = log.read();
        checkpoints.noteBroken(news);
        var quick = fromFiles ? Optional.<StoreLoader.Loaded>empty() : loader.quickly(news.lines());
        if (quick.isPresent()) {
            accept(quick.get());
            return;
        }
        var front = memory.front();
        var known = fromFiles ? new NodeTable() : front.nodes;
        var loaded = loader.thoroughly(news.lines(), known, checkedNanos, front);
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
            checkpoints.lackSnapshot();
            try {
                setAside(loaded.damaged());
                checkpoint();
            } catch (IOException _) {
                wake.run();
            }
        }
    }

    private void accept(StoreLoader.Loaded loaded) {
        behind = false;
        stamp = loaded.stamp();
        checkedNanos = loaded.checkedNanos();
        checkpoints.opened(loaded.snapshotBytes());
        checkpoints.done();
        loaded.pending().forEach(checkpoints::add);
        memory.replace(loaded.state());
        if (!checkpoints.isEmpty()) {
            wake.run();
        }
    }

    /// Keeps lists that could not be read before they are written anew from what else is known.
    private void setAside(Set<String> damaged) throws IOException {
        for (var list : damaged) {
            new LostAndFound(folder).keep(list, "could not be read; written anew from the snapshot and the log");
            checkpoints.lack(list);
        }
    }

    /// Takes over node files that somebody changed or added without telling: no process asks the file system
    /// about every node when it opens a store, so this is done once, when there is time. A file that says again
    /// what was forgotten becomes a tombstone again.
    void takeEdits() throws IOException {
        if (!unchecked) {
            return;
        }
        unchecked = false;
        long nanos = FolderStamp.of(folder.directory()).nodesNanos() - StoreLoader.CLOCK_SLACK_NANOS;
        var edited = loader.newerThan(checkedNanos, memory.front().nodes);
        if (edited.stream().anyMatch(this::isEdit)) {
            lock.acquire();
            try {
                catchUp(true);
                change(
                        change -> {
                            edited.forEach(node -> takeEdit(change, node.address()));
                            return edited.size();
                        },
                        true);
            } finally {
                lock.release();
            }
        }
        checkedNanos = nanos;
    }

    private void takeEdit(StoreChange change, Address address) {
        var onDisk = StoreLoader.read(folder.node(address), address);
        if (onDisk.isEmpty() || !isEdit(onDisk.get())) {
            return;
        }
        var known = change.node(address);
        if (known.isPresent() && known.get().isTombstone()) {
            if (known.get().saidBefore(onDisk.get())) {
                checkpoints.lackNode(address);
            }
        } else if (known.isPresent() && onDisk.get().isTombstone()) {
            if (onDisk.get().saidBefore(known.get())) {
                change.forget(address, onDisk.get().meta().json());
            }
        } else {
            change.revive(onDisk.get());
        }
    }

    private boolean isEdit(Node onDisk) {
        var known = memory.front().node(onDisk.address());
        return !checkpoints.lacksNode(onDisk.address())
                && (known.isEmpty() || !known.get().toJson().equals(onDisk.toJson()));
    }

    // ---------------------------------------------------------------- checkpoints

    /// The node files that may not be on the disk, with the tokens of their last changes.
    Map<Address, Object> unsynced() {
        return checkpoints.unsynced();
    }

    /// Brings node files to the disk if they are many. Needs neither lock.
    void syncAhead(Map<Address, Object> files) {
        if (files.size() > SYNC_AHEAD_MIN) {
            checkpoints.sync(files);
        }
    }

    /// Writes what the files lack, if they lack anything, and counts of use.
    void tidy(List<Usage> noted) throws IOException {
        if (noted.isEmpty() && !checkpoints.isDue()) {
            return;
        }
        lock.acquire();
        try {
            catchUp(true);
            count(noted);
            if (checkpoints.isDue()) {
                checkpoint();
            }
        } finally {
            lock.release();
        }
    }

    private void count(List<Usage> noted) throws IOException {
        change(
                change -> {
                    noted.forEach(one -> change.node(one.address())
                            .filter(node -> !node.isTombstone())
                            .ifPresent(node -> change.put(one.on(node))));
                    return noted.size();
                },
                false);
    }

    /// Brings the files up to date if they lack anything. The caller holds the lock of the folder.
    void bringFilesUpToDate() throws IOException {
        log.cutTail();
        if (!checkpoints.isEmpty()) {
            checkpoint();
        }
    }

    /// Brings the files up to date. The caller holds the lock of the folder and has caught up.
    private void checkpoint() throws IOException {
        stamp = checkpoints.checkpoint(memory.front(), checkedNanos);
    }
}

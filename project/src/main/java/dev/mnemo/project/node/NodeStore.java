package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

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

    private final StoreFolder folder;
    private final StoreLock lock;
    private final StoreMemory memory = new StoreMemory();
    private final Upkeep upkeep = new Upkeep(this::keepUp);
    private final DerivedFiles derived;
    private final StoreKeeper keeper;

    /// Held by whoever changes this store in memory. Readers never wait for it.
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean closed;

    private NodeStore(StoreFolder folder) {
        this.folder = folder;
        this.lock = StoreLock.of(folder.directory(), folder.disk());
        this.derived = new DerivedFiles(folder);
        this.keeper = new StoreKeeper(folder, lock, derived, memory, upkeep::wake);
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
        boolean done = false;
        try {
            store.keeper.load();
            done = true;
            return store;
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            if (!done) {
                store.abandon();
            }
        }
    }

    /// Gives back what a store holds that could not be opened.
    private void abandon() {
        closed = true;
        upkeep.end();
        try {
            keeper.close();
            lock.leave();
        } catch (IOException _) {
            // The failure that brought us here is the one to tell of.
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
        return memory.read(reader);
    }

    /// Changes the store: all of it or nothing. The change is on the disk when this returns. A writer that
    /// throws changes nothing; it must be quick, for other writers wait.
    ///
    /// @throws MnemoException with `STORE_BUSY`, `STORE_READ_ONLY`, `DISK_FULL` or `INPUT_OUTPUT`
    /// @throws IllegalStateException if this thread is inside a write or a read of this store
    public <T> T write(Function<StoreChange, T> writer) {
        if (writing.isHeldByCurrentThread() || memory.isInUseHere()) {
            throw new IllegalStateException(
                    "write was called inside another write or read of the same store; make it one change");
        }
        return alone(() -> keeper.change(writer, true));
    }

    /// Counts that nodes were shown or of use. Counts are added up and written within about {@link
    /// #IDLE_MILLIS}; a crash may lose them, and nothing else.
    public void noteUsage(Collection<Usage> noted) {
        if (noted.isEmpty() || closed) {
            return;
        }
        upkeep.count(noted);
    }

    /// A listener that hears of changes until it is closed.
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /// Tells a listener of every change from now on, inside the change and before anybody can read it. A
    /// listener must be quick and must not throw.
    ///
    /// @return ends it
    public Listening onChange(Consumer<StoreDelta> listener) {
        return memory.onChange(listener);
    }

    /// Builds everything derived anew from the node files: the snapshot, the links by target, the anchors by
    /// file. What others derived is removed and built again when it is next needed.
    ///
    /// @return how many nodes the store holds
    public int rebuild() {
        return alone(() -> {
            keeper.rebuild(true);
            return memory.front().nodes.size();
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
                keeper.tidy(upkeep.takeCounts());
            } catch (IOException | MnemoException _) {
                // The log holds everything; the next one to open the store continues from there.
            }
            closed = true;
            upkeep.end();
            keeper.close();
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
    private <T> T alone(DiskWork<T> work) {
        boolean interrupted = Thread.interrupted(); // an interrupt would close the files under us
        writing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the store " + directory() + " is closed");
            }
            lock.acquire();
            try {
                keeper.catchUp(true);
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

    private void lookForNews() {
        if (closed || memory.isInUseHere() || writing.isHeldByCurrentThread() || !writing.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                keeper.catchUp(false);
            }
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
        }
    }

    // ---------------------------------------------------------------- upkeep

    private void keepUp() {
        syncAhead();
        writing.lock();
        try {
            if (!closed) {
                keeper.takeEdits();
                keeper.tidy(upkeep.takeCounts());
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
            files = closed ? Map.of() : keeper.unsynced();
        } finally {
            writing.unlock();
        }
        keeper.syncAhead(files);
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
                keeper.bringFilesUpToDate();
                return work.run(folder, memory.front());
            });
        } catch (MnemoException fault) {
            if (fault.fault() != Fault.STORE_READ_ONLY) {
                throw fault;
            }
        }
        writing.lock();
        try {
            return work.run(folder, memory.front());
        } catch (IOException fault) {
            throw folder.failed(fault);
        } finally {
            writing.unlock();
        }
    }

    /// Changes files by hand and reads the store anew from them.
    <T> T mend(Inspection<T> work) {
        return alone(() -> {
            keeper.bringFilesUpToDate();
            T result = work.run(folder, memory.front());
            keeper.rebuild(false);
            return result;
        });
    }
}

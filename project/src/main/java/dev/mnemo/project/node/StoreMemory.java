package dev.mnemo.project.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a store holds in memory: the state that readers see, the one that a writer works on ahead of its commit, and
/// who hears of changes. Readers may be many; everything else is for the one thread that may change the store.
final class StoreMemory {
    private final List<Consumer<StoreDelta>> listeners = new CopyOnWriteArrayList<>();

    /// Guards `front`, and nothing slower than memory happens under it.
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /// What readers see: committed changes only.
    private StoreState front = new StoreState();

    /// What a writer works on: the same state, changed ahead of the commit; absent until it is needed.
    private @Nullable StoreState back;

    <T> T read(Function<StoreView, T> reader) {
        lock.readLock().lock();
        try {
            return reader.apply(front);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Whether this thread is inside a read, or inside a listener.
    boolean isInUseHere() {
        return lock.getReadHoldCount() > 0 || lock.isWriteLockedByCurrentThread();
    }

    /// Tells a listener of every change until it is closed.
    NodeStore.Listening onChange(Consumer<StoreDelta> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// What readers see, for the thread that may change it.
    StoreState front() {
        return front;
    }

    /// What a change may work on.
    StoreState working() {
        var working = back == null ? front.copy() : back;
        back = working;
        return working;
    }

    /// Drops what a change did that came to nothing.
    void dropWorking() {
        back = null;
    }

    /// Lets readers see a change that was made on {@link #working}.
    void publishWorking(Commit commit) {
        if (back != null) {
            back.sequence = commit.sequence();
        }
        publish(() -> front.apply(commit), commit.delta());
    }

    /// Lets readers see a change that somebody else made.
    void publish(Commit commit) {
        if (back != null) {
            back.apply(commit);
        }
        publish(() -> front.apply(commit), commit.delta());
    }

    /// Lets readers see another state.
    void replace(StoreState state) {
        back = null;
        publish(() -> front = state, StoreDelta.EVERYTHING);
    }

    private void publish(Runnable change, StoreDelta delta) {
        lock.writeLock().lock();
        try {
            change.run();
            listeners.forEach(listener -> listener.accept(delta));
        } finally {
            lock.writeLock().unlock();
        }
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Which entries were given out and when, until it is written in one batch: reading never writes.
final class AccessTimes {
    /// Entries that wait at most; beyond it a flush is due before its time.
    static final int WAITING_MAX = 10_000;

    private final ConcurrentHashMap<Long, Store.Touch> waiting = new ConcurrentHashMap<>();

    /// @return whether so much waits that it should be written now
    boolean touch(long id, Instant at) {
        waiting.merge(
                id,
                new Store.Touch(id, at, 1),
                (older, _) -> new Store.Touch(id, at.isAfter(older.at()) ? at : older.at(), older.hits() + 1));
        return waiting.size() > WAITING_MAX;
    }

    /// Writes what waits. If the store fails, it goes on waiting.
    void flush(Store store) {
        var touches = new ArrayList<Store.Touch>();
        for (var id : List.copyOf(waiting.keySet())) {
            var touch = waiting.remove(id);
            if (touch != null) {
                touches.add(touch);
            }
        }
        if (touches.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            store.touch(touches);
            done = true;
        } finally {
            if (!done && waiting.size() <= WAITING_MAX) {
                touches.forEach(touch -> waiting.merge(touch.id(), touch, AccessTimes::sum));
            }
        }
    }

    private static Store.Touch sum(Store.Touch one, Store.Touch other) {
        return new Store.Touch(
                one.id(), one.at().isAfter(other.at()) ? one.at() : other.at(), one.hits() + other.hits());
    }
}

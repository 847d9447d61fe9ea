package dev.mnemo.app.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Passes events on and keeps the status file of their store up to date. Whatever goes wrong with that file, nobody
/// else notices.
public final class StatusKeeper implements EventLog {
    /// How long after an event the file is written, so that a burst of events costs one writing.
    static final long PAUSE_MILLIS = 1_000;

    /// How often it is written after the last event: lists of the store follow a claim by a second or two.
    static final int WRITINGS_AFTER_EVENT = 3;

    private final EventLog next;
    private final StatusFile file;
    private final InstantSource clock;
    private final boolean lives;

    @GuardedBy("this")
    private int recalls;

    @GuardedBy("this")
    private String last = "";

    @GuardedBy("this")
    private Instant lastAt = Instant.EPOCH;

    @GuardedBy("this")
    private int writingsLeft;

    @GuardedBy("this")
    private boolean writing;

    /// @param next where events go
    /// @param store the store's folder
    /// @param project what the project is called
    /// @param zone whose days recalls are counted by
    /// @param lives whether this process goes on, so that the file is written in the background; otherwise {@link
    ///     #flush} writes it
    public StatusKeeper(
            EventLog next, Path store, String project, InstantSource clock, Supplier<ZoneId> zone, boolean lives) {
        this.next = next;
        this.file = new StatusFile(store, project, zone);
        this.clock = clock;
        this.lives = lives;
    }

    @Override
    public void emit(Event event) {
        next.emit(event);
        boolean begin;
        synchronized (this) {
            recalls += event.name().equals("recall") ? 1 : 0;
            last = event.name();
            lastAt = clock.instant();
            writingsLeft = WRITINGS_AFTER_EVENT;
            begin = lives && !writing;
            writing |= lives;
        }
        if (begin) {
            Thread.ofVirtual().name("status").start(this::keepWriting);
        }
    }

    private void keepWriting() {
        try {
            do {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                flush();
            } while (isAnyLeft());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isAnyLeft() {
        writing = writingsLeft > 0;
        return writing;
    }

    /// Writes the file if anything happened since.
    public void flush() {
        Instant at;
        String event;
        int more;
        synchronized (this) {
            if (writingsLeft == 0) {
                return;
            }
            writingsLeft--;
            at = lastAt;
            event = last;
            more = recalls;
            recalls = 0;
        }
        try {
            file.update(at, event, more);
        } catch (IOException | RuntimeException _) {
            // A store that may only be read has no status; otherwise the next writing counts these too.
            synchronized (this) {
                recalls += more;
            }
        }
    }
}

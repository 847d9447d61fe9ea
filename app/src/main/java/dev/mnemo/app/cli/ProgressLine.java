package dev.mnemo.app.cli;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.text.Plain;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How far long work is, on one line that is written over: pieces done, share, rate, time left, the piece at hand. Only
/// if a person watches, and only for work that takes longer than a second. Closing it wipes the line away.
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int COLUMNS = 79;

    private final Terminal terminal;
    private final LongSupplier nanos;
    private String what;
    private long began;
    private long drawn;
    private boolean shown;

    /// @param what what is done, one word such as `scanning`
    public ProgressLine(String what, Terminal terminal) {
        this(what, terminal, System::nanoTime);
    }

    ProgressLine(String what, Terminal terminal, LongSupplier nanos) {
        this.what = what;
        this.terminal = terminal;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /// Goes on to another piece of work.
    public synchronized void begin(String other) {
        clear();
        what = other;
        began = nanos.getAsLong();
    }

    @Override
    public synchronized void at(long done, long total, String piece) {
        long now = nanos.getAsLong();
        if (!terminal.isInteractive() || now - began < QUIET_NANOS || (shown && now - drawn < REDRAW_NANOS)) {
            return;
        }
        drawn = now;
        shown = true;
        terminal.err().print("\r\u001b[K" + line(done, total, piece, now - began));
        terminal.err().flush();
    }

    private String line(long done, long total, String piece, long nanosSince) {
        double perSecond = done * 1e9 / nanosSince;
        var line = new StringBuilder(what).append(' ').append(done);
        if (total > 0) {
            line.append('/')
                    .append(total)
                    .append(" (")
                    .append(100 * done / total)
                    .append(" %)");
        }
        line.append(String.format(Locale.ROOT, perSecond < 10 ? ", %.1f/s" : ", %.0f/s", perSecond));
        if (total > done && perSecond > 0) {
            line.append(", ")
                    .append(time((long) Math.ceil((total - done) / perSecond)))
                    .append(" left");
        }
        return Plain.line(line + "  " + piece, COLUMNS);
    }

    private static String time(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /// Wipes the line away, so that something else can be said; it comes back with the next step.
    public synchronized void clear() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}

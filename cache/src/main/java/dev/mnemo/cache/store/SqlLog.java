package dev.mnemo.cache.store;

import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The change log in its table: appended to in the transaction of each change, cut at its old end now and then.
final class SqlLog {
    /// How far back the log reaches, in changes.
    static final int CHANGES_KEPT = 100_000;

    /// Changes that one process appends before it cuts the log.
    private static final int CHANGES_BETWEEN_CUTS = 10_000;

    /// The note that says up to which sequence the log was cut.
    private static final String CUT = "changes_cut_at";

    private final SqlWords words;
    private final SqlNotes notes;
    private final AtomicLong appended = new AtomicLong();

    SqlLog(SqlWords words, SqlNotes notes) {
        this.words = words;
        this.notes = notes;
    }

    void append(Tx tx, Change.Kind kind, List<Removed> subjects) {
        tx.batch(
                "insert into changes (kind, entry_id, namespace) values (?, ?, ?)",
                subjects.stream()
                        .map(subject -> List.<Object>of(kind, subject.id(), subject.namespace()))
                        .toList());
        long before = appended.getAndAdd(subjects.size());
        if (before / CHANGES_BETWEEN_CUTS != (before + subjects.size()) / CHANGES_BETWEEN_CUTS) {
            cut(tx);
        }
    }

    /// Drops the oldest changes beyond those to keep, and remembers how far a reader may no longer go back.
    void cut(Tx tx) {
        long last = tx.number("select coalesce(max(place), 0) from changes") - CHANGES_KEPT;
        long cut = tx.number("select coalesce(max(" + words.sequence() + "), 0) from changes where place <= ?", last);
        if (cut > 0) {
            tx.update("delete from changes where place <= ?", last);
            notes.write(tx, CUT, Long.toString(Math.max(cut, cutAt(tx))));
        }
    }

    private long cutAt(Tx tx) {
        return notes.read(tx, CUT).map(Long::parseLong).orElse(0L);
    }

    long sequence(Tx tx) {
        return tx.number("select " + words.horizon() + " - 1");
    }

    Changes since(Tx tx, long sequence, int limit) {
        long horizon = sequence(tx);
        if (sequence > horizon || sequence < cutAt(tx)) {
            return new Changes(List.of(), false);
        }
        var column = words.sequence();
        var last = lastOfStep(tx, sequence, horizon, limit).orElse(horizon);
        var changes = tx.list(
                "select " + column + " as sequence, kind, entry_id, namespace from changes where " + column
                        + " > ? and " + column + " <= ? order by " + column + ", place",
                SqlLog::change,
                sequence,
                last);
        return new Changes(changes, true);
    }

    /// The sequence of the change with which a step is full, if there are so many.
    private Optional<Long> lastOfStep(Tx tx, long sequence, long horizon, int limit) {
        var column = words.sequence();
        return tx.first(
                "select " + column + " as sequence from changes where " + column + " > ? and " + column
                        + " <= ? order by " + column + " limit 1 offset ?",
                row -> row.number("sequence"),
                sequence,
                horizon,
                Math.max(limit, 1) - 1);
    }

    private static Change change(Row row) throws SQLException {
        return new Change(
                row.number("sequence"),
                Change.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                row.number("entry_id"),
                row.text("namespace"));
    }
}

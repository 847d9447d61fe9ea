package dev.mnemo.user.digest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.Optional;

/// The SQL of digests and reflections that ran. Each begins behind the last of its kind that completed.
final class Cycles {
    private static final int ERROR_CHARS_MAX = 500;

    private Cycles() {}

    /// A cycle that ran.
    ///
    /// @param lastSeq up to where it looked
    record Cycle(String id, long lastSeq, Instant completedAt) {}

    static Optional<Cycle> last(PersonTx person, String kind) {
        return person.first(
                "select id, last_seq, completed_at from reflection_cycles" + PersonTx.OWN
                        + "and kind = ? and state = 'completed' order by last_seq desc, completed_at desc limit 1",
                row -> new Cycle(row.text("id"), row.number("last_seq"), row.instant("completed_at")),
                kind);
    }

    /// Up to where everything was looked at.
    static long watermark(PersonTx person, String kind) {
        return last(person, kind).map(Cycle::lastSeq).orElse(0L);
    }

    /// What a cycle looked at.
    ///
    /// @param kind `digest` or `reflection`
    /// @param trigger why it began
    record Range(String kind, String trigger, long firstSeq, long lastSeq) {}

    static String completed(PersonTx person, Range range, Json.Obj counts) {
        return put(person, range, counts, Optional.empty());
    }

    static void failed(PersonTx person, Range range, String error) {
        put(person, range, Json.Obj.EMPTY, Optional.of(error));
    }

    private static String put(PersonTx person, Range range, Json.Obj counts, Optional<String> error) {
        var id = person.newId();
        person.update(
                "insert into reflection_cycles (tenant, user_id, id, kind, trigger_type, state, first_seq, last_seq,"
                        + " counts, error, started_at, completed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                range.kind(),
                range.trigger(),
                error.isPresent() ? "failed" : "completed",
                range.firstSeq(),
                range.lastSeq(),
                counts,
                error.map(text -> text.length() <= ERROR_CHARS_MAX ? text : text.substring(0, ERROR_CHARS_MAX)),
                person.now(),
                error.isPresent() ? Optional.empty() : Optional.of(person.now()));
        return id;
    }
}

package dev.mnemo.cache.store;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The small tables: notes and the model, counters, feedback.
final class SqlNotes {
    private static final String FINGERPRINT = "embedder_fingerprint";
    private static final String DIMENSIONS = "embedder_dim";

    /// Begins the keys of what the cache notes, apart from what the store does.
    private static final String NOTE = "note/";

    private final SqlWords words;

    SqlNotes(SqlWords words) {
        this.words = words;
    }

    Model model(Tx tx, Model wanted) {
        if (wanted.equals(Model.UNKNOWN) && read(tx, FINGERPRINT).isEmpty()) {
            return wanted;
        }
        var add = "insert into schema_meta (key, value) values (?, ?) on conflict (key) do nothing";
        if (tx.update(add, FINGERPRINT, wanted.fingerprint()) == 1) {
            tx.update(add, DIMENSIONS, Integer.toString(wanted.dimensions()));
        }
        return new Model(
                read(tx, FINGERPRINT).orElseThrow(),
                Integer.parseInt(read(tx, DIMENSIONS).orElseThrow()));
    }

    Optional<String> read(Tx tx, String key) {
        return tx.first("select value from schema_meta where key = ?", row -> row.text("value"), key);
    }

    void write(Tx tx, String key, String value) {
        tx.update(
                "insert into schema_meta (key, value) values (?, ?)"
                        + " on conflict (key) do update set value = excluded.value",
                key,
                value);
    }

    Optional<String> note(Tx tx, String name) {
        return read(tx, NOTE + name);
    }

    SortedMap<String, String> notes(Tx tx, String prefix) {
        var found = new TreeMap<String, String>();
        tx.each(
                "select key, value from schema_meta where substr(key, 1, ?) = ?",
                row -> found.put(row.text("key").substring(NOTE.length()), row.text("value")),
                _ -> {},
                prefix.codePointCount(0, prefix.length()) + NOTE.length(),
                NOTE + prefix);
        return found;
    }

    void writeNotes(Tx tx, Map<String, String> notes) {
        for (var note : new TreeMap<>(notes).entrySet()) {
            if (note.getValue().isEmpty()) {
                tx.update("delete from schema_meta where key = ?", NOTE + note.getKey());
            } else {
                write(tx, NOTE + note.getKey(), note.getValue());
            }
        }
    }

    void addCounters(Tx tx, Collection<Counter> amounts) {
        tx.batch(
                "insert into counters (namespace, name, value) values (?, ?, ?)"
                        + " on conflict (namespace, name) do update set value = counters.value + excluded.value",
                amounts.stream()
                        .sorted(Comparator.comparing(Counter::namespace).thenComparing(Counter::name))
                        .map(amount -> List.<Object>of(amount.namespace(), amount.name(), amount.value()))
                        .toList());
    }

    List<Counter> counters(Tx tx) {
        return tx.list(
                "select namespace, name, value from counters where value <> 0 order by namespace, name",
                row -> new Counter(row.text("namespace"), row.text("name"), row.number("value")));
    }

    void dropCounters(Tx tx, String namespace) {
        tx.update("delete from counters where namespace = ?", namespace);
    }

    long addFeedback(Tx tx, Feedback feedback) {
        return tx.first(
                        "insert into feedback (" + FEEDBACK + ") values (" + Tx.marks(8) + ") returning id",
                        row -> row.number("id"),
                        feedback.entryId(),
                        feedback.namespace(),
                        feedback.partition(),
                        feedback.kind(),
                        words.argument(feedback.query()),
                        SqlWords.bytes(feedback.vector()),
                        feedback.at(),
                        feedback.details().line())
                .orElseThrow();
    }

    private static final String FEEDBACK =
            "entry_id, namespace, partition_key, kind, query, vector, happened_at, details";

    List<Feedback> feedback(Tx tx, long afterId, int limit) {
        return tx.list(
                "select id, " + FEEDBACK + " from feedback where id > ? order by id limit ?",
                this::feedback,
                afterId,
                limit);
    }

    void dropFeedback(Tx tx, Collection<Long> ids) {
        tx.update("delete from feedback where " + words.isAnyOf("id"), words.idList(ids));
    }

    private Feedback feedback(Row row) throws SQLException {
        return new Feedback(
                row.number("id"),
                row.number("entry_id"),
                row.text("namespace"),
                row.text("partition_key"),
                row.text("kind"),
                words.text(row, "query"),
                SqlWords.vector(row.bytes("vector")),
                row.instant("happened_at"),
                Json.parseObject(row.text("details")));
    }
}

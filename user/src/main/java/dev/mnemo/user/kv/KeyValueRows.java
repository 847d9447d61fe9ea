package dev.mnemo.user.kv;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.user.store.PersonTx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The SQL of key-value pairs. Changes in the namespace `profile` are remembered, so that a rollback can take them
/// back.
public final class KeyValueRows {
    /// The namespace of what is said about the person: identity, occupation, interests, preferences, values,
    /// relationships, personality, language.
    public static final String PROFILE = "profile";

    private KeyValueRows() {}

    /// A pair.
    public record Pair(String namespace, String key, Json value, Instant createdAt, Instant updatedAt) {}

    /// Sets a value.
    public static void set(PersonTx person, String namespace, String key, Json value) {
        remember(person, namespace, key);
        person.update(
                "insert into key_values (tenant, user_id, namespace, name, value, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (tenant, user_id, namespace, name) do update set"
                        + " value = excluded.value, updated_at = excluded.updated_at",
                namespace,
                key,
                value,
                person.now(),
                person.now());
    }

    /// Removes a value. False if there is none.
    public static boolean delete(PersonTx person, String namespace, String key) {
        remember(person, namespace, key);
        return person.update("delete from key_values" + PersonTx.OWN + "and namespace = ? and name = ?", namespace, key)
                > 0;
    }

    private static void remember(PersonTx person, String namespace, String key) {
        if (namespace.equals(PROFILE)) {
            person.update(
                    "insert into key_value_history (tenant, user_id, seq, namespace, name, old_value, changed_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    person.takeSeqs(1),
                    namespace,
                    key,
                    get(person, namespace, key),
                    person.now());
        }
    }

    /// A value.
    public static Optional<Json> get(PersonTx person, String namespace, String key) {
        return person.first(
                "select value from key_values" + PersonTx.OWN + "and namespace = ? and name = ?",
                row -> row.json("value"),
                namespace,
                key);
    }

    /// The pairs of a namespace whose keys begin with a prefix, by key.
    public static List<Pair> list(PersonTx person, String namespace, String prefix, int limit, int offset) {
        if (person.seal().isPresent()) {
            return person
                    .list(
                            "select * from key_values" + PersonTx.OWN + "and namespace = ?",
                            KeyValueRows::read,
                            namespace)
                    .stream()
                    .filter(pair -> pair.key().startsWith(prefix))
                    .sorted(Comparator.comparing(Pair::key))
                    .skip(offset)
                    .limit(limit)
                    .toList();
        }
        return person.list(
                "select * from key_values" + PersonTx.OWN
                        + "and namespace = ? and substr(name, 1, ?) = ? order by name limit ? offset ?",
                KeyValueRows::read,
                namespace,
                prefix.codePointCount(0, prefix.length()),
                prefix,
                limit,
                offset);
    }

    private static Pair read(Row row) throws SQLException {
        return new Pair(
                row.text("namespace"),
                row.text("name"),
                row.json("value"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    /// Makes the profile what it was at a moment; the change is remembered as any other.
    ///
    /// @return how many values changed
    public static int rollBackProfile(PersonTx person, Instant to) {
        record Old(String key, Optional<Json> value) {}
        var changed = person.list(
                "select name, old_value from key_value_history h" + PersonTx.OWN + "and namespace = ? and seq ="
                        + " (select min(seq) from key_value_history m where m.tenant = h.tenant and"
                        + " m.user_id = h.user_id and m.namespace = h.namespace and m.name = h.name"
                        + " and m.changed_at > ?)",
                row -> new Old(row.text("name"), row.optionalText("old_value").map(Json::parse)),
                PROFILE,
                to);
        for (var old : changed) {
            old.value()
                    .ifPresentOrElse(
                            value -> set(person, PROFILE, old.key(), value), () -> delete(person, PROFILE, old.key()));
        }
        return changed.size();
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Owner;
import java.util.List;

/// Copies of people in PostgreSQL, made by the server: what writing the same messages for each would give, in a
/// fraction of the time. The rows of a person lie together, as after `cluster`.
final class UserCopies {
    /// People whose messages are copied.
    static final int TEMPLATES = 10;

    /// People copied in one transaction.
    private static final int PEOPLE = 250;

    private static final List<String> TABLES = List.of("users", "sessions", "messages", "vectors", "entries");

    /// {@link Owner#mark}, in SQL.
    private static final String MARK = "'u' || left(encode(sha256(convert_to('" + Owner.TENANT_DEFAULT
            + "', 'UTF8') || '\\x00'::bytea || convert_to(%s, 'UTF8')), 'hex'), 10)";

    private record Index(String name, String definition) {}

    private UserCopies() {}

    static void make(String address, int users) {
        try (var database = Database.open(DatabaseAddress.parse(address), 2)) {
            var indexes = database.read(tx -> tx.list(
                    "select indexname, indexdef from pg_indexes where tablename in (" + Tx.marks(TABLES.size())
                            + ") and indexname not like '%pkey'",
                    row -> new Index(row.text("indexname"), row.text("indexdef")),
                    TABLES.toArray()));
            database.write(tx -> {
                indexes.forEach(index -> tx.update("drop index " + index.name()));
                return true;
            });
            for (int first = TEMPLATES; first < users; first += PEOPLE) {
                int from = first;
                int until = Math.min(users, first + PEOPLE) - 1;
                database.write(tx -> copy(tx, from, until));
            }
            for (var index : indexes) {
                database.write(tx -> tx.update(index.definition()));
            }
            database.write(tx -> tx.update("analyze"));
        }
    }

    private static int copy(Tx tx, int from, int until) {
        insert(tx, "users", "generation, last_seq, last_at, entry_count, word_count, created_at", "", from, until);
        insert(tx, "sessions", "session_id, message_count, created_at, last_message_at", "", from, until);
        insert(
                tx,
                "messages",
                "seq, id, session_id, role, content, metadata, said_at, created_at, extraction",
                "",
                from,
                until);
        insert(tx, "vectors", "model, seq, dimensions, vector, change", "", from, until);
        return insert(
                tx,
                "entries",
                "seq, words",
                "cast(replace(cast(terms as text), " + MARK.formatted("source.user_id") + ", "
                        + MARK.formatted("copy.user_id") + ") as tsvector)",
                from,
                until);
    }

    private static int insert(Tx tx, String table, String columns, String terms, int from, int until) {
        return tx.update(
                "insert into " + table + " (tenant, user_id, " + columns + (terms.isEmpty() ? "" : ", terms")
                        + ") select tenant, copy.user_id, " + columns + (terms.isEmpty() ? "" : ", " + terms)
                        + " from (select n, 'user ' || n as user_id from generate_series(?, ?) n) copy cross join lateral"
                        + " (select * from " + table + " where tenant = '" + Owner.TENANT_DEFAULT
                        + "' and user_id = 'user ' || copy.n % " + TEMPLATES + ") source",
                from,
                until);
    }
}

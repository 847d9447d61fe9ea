package dev.mnemo.bench;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Owner;

/// Copies of people in PostgreSQL, made by the server: what writing the same messages for each would give, in a
/// fraction of the time.
final class UserCopies {
    /// People whose messages are copied.
    static final int TEMPLATES = 10;

    private UserCopies() {}

    static void make(String address, int users) {
        try (var database = Database.open(DatabaseAddress.parse(address), 2)) {
            for (int user = TEMPLATES; user < users; user++) {
                int copy = user;
                database.write(tx -> copy(tx, owner(copy % TEMPLATES), owner(copy)));
            }
        }
    }

    private static Owner owner(int user) {
        return new Owner(Owner.TENANT_DEFAULT, UserBench.user(user));
    }

    private static int copy(Tx tx, Owner from, Owner to) {
        insert(
                tx,
                "users",
                "generation, last_seq, last_at, entry_count, word_count, created_at",
                "generation, last_seq, last_at, entry_count, word_count, created_at",
                from,
                to);
        insert(
                tx,
                "sessions",
                "session_id, message_count, created_at, last_message_at",
                "session_id, message_count, created_at, last_message_at",
                from,
                to);
        var message = "seq, session_id, role, content, metadata, said_at, created_at, extraction";
        insert(tx, "messages", message + ", id", message + ", id", from, to);
        var vector = "model, seq, dimensions, vector, change";
        insert(tx, "vectors", vector, vector, from, to);
        return insert(
                tx,
                "entries",
                "seq, words, terms",
                "seq, words, cast(replace(cast(terms as text), '" + from.mark() + "', '" + to.mark()
                        + "') as tsvector)",
                from,
                to);
    }

    private static int insert(Tx tx, String table, String columns, String values, Owner from, Owner to) {
        return tx.update(
                "insert into " + table + " (tenant, user_id, " + columns + ") select tenant, ?, " + values + " from "
                        + table + " where tenant = ? and user_id = ?",
                to.userId(),
                from.tenant(),
                from.userId());
    }
}

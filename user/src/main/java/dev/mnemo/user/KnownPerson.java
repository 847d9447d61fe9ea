package dev.mnemo.user;

import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.Page;
import java.time.Instant;
import java.util.Locale;

/// Somebody of whom something is kept.
///
/// @param userId the application's name for the person
/// @param createdAt when the first thing was kept
/// @param changedAt when anything last changed
/// @param entries messages and memories that recall can find
public record KnownPerson(String userId, Instant createdAt, Instant changedAt, long entries) {
    private static final String WHERE = " from users where tenant = ? and lower(user_id) like ? escape '!'";

    /// The people of a tenant whose names hold a text, the one with the latest change first.
    ///
    /// @param part empty for all; case does not matter
    static Page<KnownPerson> list(Tx tx, String tenant, String part, int limit, int offset) {
        var like = "%" + part.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        return new Page<>(
                tx.number("select count(*)" + WHERE, tenant, like),
                tx.list(
                        "select user_id, created_at, last_at, entry_count" + WHERE
                                + " order by last_at desc, user_id limit ? offset ?",
                        row -> new KnownPerson(
                                row.text("user_id"),
                                row.instant("created_at"),
                                row.instant("last_at"),
                                row.number("entry_count")),
                        tenant,
                        like,
                        limit,
                        offset));
    }
}

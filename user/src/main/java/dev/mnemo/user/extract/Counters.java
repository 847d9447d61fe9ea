package dev.mnemo.user.extract;

import dev.mnemo.user.store.PersonTx;

/// Counts of a person that survive the end of a process.
final class Counters {
    private Counters() {}

    /// Adds to a count, and says what it is then.
    static long add(PersonTx person, String name, long amount) {
        return person.first(
                        "insert into counters (tenant, user_id, name, amount) values (?, ?, ?, ?)"
                                + " on conflict (tenant, user_id, name) do update set"
                                + " amount = counters.amount + excluded.amount returning amount",
                        row -> row.number("amount"),
                        name,
                        amount)
                .orElseThrow();
    }
}

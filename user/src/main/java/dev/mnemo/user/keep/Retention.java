package dev.mnemo.user.keep;

import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.file.Documents;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.keep.RetentionRule.What;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Removes what has reached its age, a few hundred rows to a transaction. The rules are in the database; without
/// rules nothing goes.
public final class Retention {
    private static final int BATCH = 200;
    private static final int PEOPLE = 500;
    private static final String ACTOR = "retention";

    /// The name under which the store notes when retention is due next.
    private static final String DUE = "retention_due";

    /// How often it is applied, by whichever node comes first.
    public static final Duration EVERY = Duration.ofHours(1);

    private final Store store;
    private final Memories memories;
    private final Findable findable;
    private final Documents documents;

    public Retention(Store store, Memories memories, Findable findable, Documents documents) {
        this.store = store;
        this.memories = memories;
        this.findable = findable;
        this.documents = documents;
    }

    /// The rules of a tenant.
    public List<RetentionRule> rules(String tenant) {
        return store.database()
                .read(tx -> tx.list(
                        "select what, max_seconds from retention_rules where tenant = ? order by what",
                        row -> new RetentionRule(
                                What.valueOf(row.text("what").toUpperCase(Locale.ROOT)),
                                Duration.ofSeconds(row.number("max_seconds"))),
                        tenant));
    }

    /// Replaces the rules of a tenant.
    public void setRules(String tenant, List<RetentionRule> rules) {
        store.database().write(tx -> {
            tx.update("delete from retention_rules where tenant = ?", tenant);
            rules.forEach(rule -> tx.update(
                    "insert into retention_rules (tenant, what, max_seconds) values (?, ?, ?)"
                            + " on conflict (tenant, what) do update set max_seconds = excluded.max_seconds",
                    tenant,
                    rule.what(),
                    rule.maxAge().toSeconds()));
            return true;
        });
    }

    /// Applies all rules if an hour has passed since any node did; says how many things went.
    public long applyIfDue() {
        var now = store.clock().instant();
        boolean mine = store.database().write(tx -> {
            tx.update("insert into store_facts (name, value) values (?, '0') on conflict (name) do nothing", DUE);
            return tx.update(
                            "update store_facts set value = ? where name = ? and cast(value as bigint) <= ?",
                            Long.toString(now.plus(EVERY).getEpochSecond()),
                            DUE,
                            now.getEpochSecond())
                    == 1;
        });
        return mine ? tenants().stream().mapToLong(this::apply).sum() : 0;
    }

    private List<String> tenants() {
        return store.database()
                .read(tx -> tx.list(
                        "select distinct tenant from retention_rules order by tenant", row -> row.text("tenant")));
    }

    /// Applies the rules of a tenant now; says how many things went.
    public long apply(String tenant) {
        var rules = rules(tenant);
        long gone = 0;
        var after = "";
        for (var people = people(tenant, after);
                !rules.isEmpty() && !people.isEmpty();
                people = people(tenant, after)) {
            for (var userId : people) {
                for (var rule : rules) {
                    gone += apply(new Owner(tenant, userId), rule);
                }
            }
            after = people.getLast();
        }
        return gone;
    }

    private List<String> people(String tenant, String after) {
        return store.database()
                .read(tx -> tx.list(
                        "select user_id from users where tenant = ? and user_id > ? order by user_id limit ?",
                        row -> row.text("user_id"),
                        tenant,
                        after,
                        PEOPLE));
    }

    private long apply(Owner owner, RetentionRule rule) {
        var before = store.clock().instant().minus(rule.maxAge());
        if (store.read(owner, person -> old(person, rule.what(), before)).isEmpty()) {
            return 0; // without taking the person's turn
        }
        long gone = 0;
        int batch = BATCH;
        while (batch == BATCH) {
            batch = store.writeIfKnown(owner, person -> {
                        var ids = old(person, rule.what(), before);
                        ids.forEach(id -> remove(person, rule.what(), id));
                        return ids.size();
                    })
                    .orElse(0);
            gone += batch;
        }
        return gone;
    }

    private static List<String> old(PersonTx person, What what, Instant before) {
        var arguments = new ArrayList<Object>();
        var sql = switch (what) {
            case MESSAGE -> "select id from messages" + PersonTx.OWN + "and said_at < ? order by seq limit ?";
            case FILE -> "select id from documents" + PersonTx.OWN + "and created_at < ? order by id limit ?";
            default -> {
                arguments.add(what);
                yield "select min(id) as id from memories" + PersonTx.OWN
                        + "and type = ? group by chain_id having max(updated_at) < ? order by 1 limit ?";
            }
        };
        arguments.add(before);
        arguments.add(BATCH);
        return person.list(sql, row -> row.text("id"), arguments.toArray());
    }

    private void remove(PersonTx person, What what, String id) {
        switch (what) {
            case MESSAGE -> removeMessage(person, id);
            case FILE -> documents.delete(person, id);
            default -> MemoryRows.byId(person, id).ifPresent(memory -> remove(person, memory));
        }
    }

    private void remove(PersonTx person, Memory memory) {
        MemoryRows.ofChain(person, memory.version().chain()).forEach(version -> GraphRows.forget(person, version.id()));
        memories.delete(person, memory, ACTOR);
    }

    private void removeMessage(PersonTx person, String id) {
        record Row(long seq, String sessionId) {}
        var message = person.first(
                        "select seq, session_id from messages" + PersonTx.OWN + "and id = ?",
                        row -> new Row(row.number("seq"), row.text("session_id")),
                        id)
                .orElseThrow();
        findable.remove(person, message.seq());
        person.update("delete from memory_sources" + PersonTx.OWN + "and message_id = ?", id);
        person.update("delete from messages" + PersonTx.OWN + "and id = ?", id);
        person.update(
                "insert into removals (tenant, user_id, change, seq) values (?, ?, ?, ?)",
                person.takeSeqs(1),
                message.seq());
        person.tx()
                .update(
                        "update sessions set message_count = message_count - 1" + PersonTx.OWN + "and session_id = ?",
                        person.owner().tenant(),
                        person.owner().userId(),
                        message.sessionId());
    }
}

package dev.mnemo.user;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.keep.RetentionRule;
import dev.mnemo.user.store.Findable;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import java.util.List;

/// What an operator does with the memory of a tenant, while it serves.
public final class Upkeep {
    /// Rows whose vectors are asked for in one transaction.
    private static final int BATCH = 500;

    private final Engine engine;
    private final String tenant;

    Upkeep(Engine engine, String tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    /// The people of this tenant of whom something is kept, in the order of their ids.
    ///
    /// @param after the id after which to go on; empty to begin
    /// @param limit 1 to 1,000
    public List<String> users(String after, int limit) {
        return engine.store
                .database()
                .read(tx -> tx.list(
                        "select user_id from users where tenant = ? and user_id > ? order by user_id limit ?",
                        row -> row.text("user_id"),
                        tenant,
                        after,
                        Page.limit(limit)));
    }

    /// Has vectors of the present model made for whatever has none, as after a change of the model; says how
    /// many pieces of work that are. Meanwhile recall goes by words where vectors are missing. Of somebody with
    /// more rows than the queue takes, the first are queued; call it again when the work is done.
    ///
    /// @throws MnemoException with fault `CONFIGURATION` without a model
    public int reembed(String userId) {
        var model = model();
        var owner = new Owner(tenant, userId);
        int queued = 0;
        long after = 0;
        while (true) {
            long from = after;
            var seqs = engine.store
                    .writeIfKnown(owner, person -> {
                        boolean hasRoom = Lanes.waiting(person) < Lanes.WAITING_MAX - BATCH;
                        var missing = hasRoom ? missing(person, model, from) : List.<Long>of();
                        missing.forEach(seq -> Lanes.add(person, Findable.EMBED, Json.Obj.EMPTY.with("seq", seq)));
                        return missing;
                    })
                    .orElse(List.of());
            engine.workers.wake();
            if (seqs.isEmpty()) {
                return queued;
            }
            queued += seqs.size();
            after = seqs.getLast();
        }
    }

    private static List<Long> missing(PersonTx person, String model, long after) {
        return person.list(
                "select seq from entries e" + PersonTx.OWN + "and seq > ? and not exists (select 1 from vectors v"
                        + " where v.tenant = e.tenant and v.user_id = e.user_id and v.seq = e.seq and v.model = ?)"
                        + " order by seq limit ?",
                row -> row.number("seq"),
                after,
                model,
                BATCH);
    }

    /// How many rows of a person have no vector of the present model.
    public long missingVectors(String userId) {
        var model = model();
        return engine.store.read(
                new Owner(tenant, userId),
                person -> person.number(
                        "select count(*) from entries e" + PersonTx.OWN + "and not exists (select 1 from vectors v"
                                + " where v.tenant = e.tenant and v.user_id = e.user_id and v.seq = e.seq"
                                + " and v.model = ?)",
                        model));
    }

    /// Removes vectors of a person that other models made; says how many. To be called when no node uses these
    /// models any more.
    public int dropOtherVectors(String userId) {
        var model = model();
        return engine.store
                .writeIfKnown(
                        new Owner(tenant, userId),
                        person -> person.update("delete from vectors" + PersonTx.OWN + "and model <> ?", model))
                .orElse(0);
    }

    private String model() {
        return engine.embedder
                .map(Embedder::fingerprint)
                .orElseThrow(() -> new MnemoException(
                        Fault.CONFIGURATION,
                        "There is no embedding model, so no vectors can be made.",
                        "Give the memory a model."));
    }

    /// How long things of this tenant are kept; no rules if they are kept for ever.
    public List<RetentionRule> retention() {
        return engine.retention.rules(tenant);
    }

    /// Says how long things of this tenant are kept, instead of what was said before; an empty list keeps them for
    /// ever. Some node applies the rules every hour.
    public void setRetention(List<RetentionRule> rules) {
        engine.retention.setRules(tenant, rules);
    }

    /// Removes at once what has reached its age; says how many things.
    public long applyRetention() {
        long gone = engine.retention.apply(tenant);
        engine.removals.ifPresent(one -> one.wake());
        return gone;
    }

    /// Wraps the keys of this tenant's people by the first of the master keys, and says how many were wrapped by
    /// another one. When this is done on every tenant, the other master keys can be destroyed; backups from
    /// before are unreadable then.
    public int rotateKeys() {
        int rotated = 0;
        var after = "";
        for (var page = users(after, Page.ITEMS_MAX); !page.isEmpty(); page = users(after, Page.ITEMS_MAX)) {
            for (var user : page) {
                rotated += rotate(new Owner(tenant, user));
            }
            after = page.getLast();
        }
        return rotated;
    }

    private int rotate(Owner owner) {
        return engine.store
                .database()
                .write(tx -> tx.first(
                                "select wrapped_key from users" + PersonTx.OWN + "and wrapped_key is not null",
                                row -> row.text("wrapped_key"),
                                owner.tenant(),
                                owner.userId())
                        .flatMap(wrapped -> engine.store.keys().rewrapped(owner, wrapped))
                        .map(wrapped -> tx.update(
                                "update users set wrapped_key = ?" + PersonTx.OWN,
                                wrapped,
                                owner.tenant(),
                                owner.userId()))
                        .orElse(0));
    }

    /// Removes objects of files that no row knows and that are older than a day, of all tenants; says how many.
    /// There are none unless a process was killed within the blink between two steps.
    public int removeOrphanedFiles() {
        return engine.documents.removeOrphans();
    }
}

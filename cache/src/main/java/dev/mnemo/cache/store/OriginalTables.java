package dev.mnemo.cache.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.kernel.sql.Tx;
import java.nio.file.Path;
import java.util.List;

/// The tables of the original, version 1, in an SQLite file: `schema_meta`, `entries`, `namespace_quotas` and two
/// that hold nothing of use. They are set aside, our tables are made, and what they held is taken over. Each of the
/// three is a transaction, and whoever opens the file next goes on where one was interrupted.
///
/// Times there are whole seconds, vectors little-endian floats, counters one JSON object with keys
/// `namespace:counter`.
final class OriginalTables {
    private static final long VERSION = 1;

    /// Rows that this format can hold; others cannot have been written by the original's own code.
    private static final String SOUND = " where length(query_hash) = 64 and query_hash not glob '*[^0-9a-f]*'"
            + " and length(namespace) <= 256 and length(embedding) ="
            + " 4 * (select value from original_meta where key = 'embedder_dim')";

    private OriginalTables() {}

    /// Gives the original's tables other names, if the file has them.
    static boolean setAside(Tx tx, Path file) {
        if (!has(tx, "entries") || has(tx, "cache_schema_steps")) {
            return false;
        }
        var version = tx.first("select value from schema_meta where key = 'schema_version'", row -> row.text("value"))
                .orElse("1");
        if (!version.equals(Long.toString(VERSION))) {
            throw new MnemoException(
                    Fault.STORE_NEWER,
                    "The file " + file + " has version " + version + " of the original's format; only " + VERSION
                            + " is known.",
                    "Export it with the program that wrote it.");
        }
        tx.update("alter table entries rename to original_entries");
        tx.update("alter table schema_meta rename to original_meta");
        if (has(tx, "namespace_quotas")) {
            tx.update("alter table namespace_quotas rename to original_quotas");
        }
        for (var table : List.of("cache_counters", "multi_process_state")) {
            tx.update("drop table if exists " + table);
        }
        return true;
    }

    private static boolean has(Tx tx, String table) {
        return tx.number("select count(*) from sqlite_schema where type = 'table' and name = ?", table) == 1;
    }

    /// Copies what the tables set aside hold into ours and drops them.
    static boolean takeOver(Tx tx) {
        if (!has(tx, "original_entries")) {
            return false;
        }
        tx.update("insert into entries (id, namespace, partition_key, query_hash, created_at, last_accessed_at,"
                + " access_count, ttl_millis, expires_at, source_version, input_tokens, output_tokens, money_micros,"
                + " latency_millis, tags, embedding, query, response, metadata, payload)"
                + " select id, namespace, '', query_hash, cast(created_at * 1000000 as integer),"
                + " cast(last_accessed_at * 1000000 as integer), max(access_count, 0), cast(ttl * 1000 as integer),"
                + " cast((created_at + ttl) * 1000000 as integer), '', 0, 0, 0, 0, '[]', embedding, query, response,"
                + " case when json_valid(metadata) and json_type(metadata) = 'object' then metadata else '{}' end, '{}'"
                + " from original_entries" + SOUND);
        tx.update("insert into entry_counts (namespace, shard, entries)"
                + " select namespace, 0, count(*) from entries group by namespace");
        tx.update("insert into schema_meta (key, value) select key, value from original_meta"
                + " where key in ('embedder_fingerprint', 'embedder_dim')");
        tx.first("select value from original_meta where key = 'counters'", row -> row.text("value"))
                .ifPresent(text -> takeOverCounters(tx, text));
        tx.update("drop table original_entries");
        tx.update("drop table original_meta");
        tx.update("drop table if exists original_quotas");
        return true;
    }

    /// Splits at the last colon: namespaces may have colons, names of counters have none.
    private static void takeOverCounters(Tx tx, String text) {
        Json.Obj counters;
        try {
            counters = Json.parseObject(text);
        } catch (JsonFault unreadable) {
            return; // the original starts from zero then, too
        }
        for (var counter : counters.members().entrySet()) {
            int colon = counter.getKey().lastIndexOf(':');
            if (colon >= 0 && counter.getValue() instanceof Json.Num number) {
                tx.update(
                        "insert into counters (namespace, name, value) values (?, ?, ?)",
                        counter.getKey().substring(0, colon),
                        counter.getKey().substring(colon + 1),
                        number.longValue());
            }
        }
    }
}

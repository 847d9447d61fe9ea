package dev.mnemo.cache.store;

import dev.mnemo.cache.contract.Entries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Makes a file as the original writes it: the same tables, columns, pragmas and forms of values.
final class OriginalSample {
    static final long CREATED = 1_777_000_000L;

    private OriginalSample() {}

    static void write(Path file, String version) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table schema_meta (key text primary key, value text not null)");
            statement.execute("create table entries (id integer primary key autoincrement, namespace text not null"
                    + " default 'default', query_hash text not null, query text not null, response text not null,"
                    + " embedding blob not null, metadata text not null default '{}', created_at integer not null,"
                    + " last_accessed_at integer not null, ttl integer, access_count integer not null default 0,"
                    + " unique (namespace, query_hash))");
            statement.execute("create table cache_counters (namespace text primary key, hits integer)");
            statement.execute("create table namespace_quotas (namespace text primary key, max_entries integer)");
            statement.execute("create table multi_process_state (id integer primary key, version_counter integer)");
            statement.execute("create index idx_entries_ns_hash on entries (namespace, query_hash)");
            statement.execute("create index idx_entries_lru on entries (namespace, last_accessed_at)");
            statement.execute("create index idx_entries_created on entries (created_at)");
            statement.execute("insert into multi_process_state values (1, 5)");
            statement.execute("insert into namespace_quotas values ('customer:42', 1000)");
            meta(connection, "schema_version", version);
            meta(connection, "embedder_fingerprint", "test-model/8");
            meta(connection, "embedder_dim", "8");
            meta(connection, "counters", "{\"customer:42:hits_exact\": 7, \"default:misses\": 3}");
            entry(connection, "default", "what is a cache?", "{\"model\": \"gpt\", \"n\": 1}", null);
            entry(connection, "customer:42", "what is a cache?", "{}", 3_600L);
            entry(connection, "customer:42", "Stra\u00dfe \u0000 🎉", "{\"\\u00fc\": [1, 2.5, null]}", 0L);
        }
    }

    private static void meta(Connection connection, String key, String value) throws SQLException {
        try (var insert = connection.prepareStatement("insert into schema_meta values (?, ?)")) {
            insert.setString(1, key);
            insert.setString(2, value);
            insert.execute();
        }
    }

    private static void entry(Connection connection, String namespace, String query, String metadata, Long ttl)
            throws SQLException {
        try (var insert = connection.prepareStatement("insert into entries (namespace, query_hash, query, response,"
                + " embedding, metadata, created_at, last_accessed_at, ttl, access_count)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 4)")) {
            insert.setString(1, namespace);
            insert.setString(2, Entries.hash(query));
            insert.setString(3, query);
            insert.setString(4, "answer for " + namespace);
            var vector = ByteBuffer.allocate(8 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            vector.asFloatBuffer().put(Entries.plain(namespace, query).embedding());
            insert.setBytes(5, vector.array());
            insert.setString(6, metadata);
            insert.setLong(7, CREATED);
            insert.setLong(8, CREATED + 60);
            insert.setObject(9, ttl);
            insert.execute();
        }
    }
}

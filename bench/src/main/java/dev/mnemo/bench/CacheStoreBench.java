package dev.mnemo.bench;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.store.Candidate;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.PostgresStore;
import dev.mnemo.cache.store.RedisStore;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Measures the stores of the response cache: exact hit, put, put that evicts, and opening with all vectors, and
/// the same on SQLite without us: one table, one statement each, the same pragmas.
public final class CacheStoreBench {
    private static final int DIMENSIONS = 384;
    private static final int BATCH = 1_000;
    private static final int HITS = 20_000;
    private static final int PUTS = 1_000;
    private static final int WARM_UP = 2_000;

    /// An eviction takes one of so many entries.
    private static final int VICTIMS_SHARE = 100;
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private CacheStoreBench() {}

    /// Arguments: a folder for the files, how many entries, then `sqlite`, `plain`, or the address of a PostgreSQL
    /// or Redis server, any number of them.
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        int entries = Integer.parseInt(arguments[1]);
        for (var which : List.of(arguments).subList(2, arguments.length)) {
            switch (which) {
                case "plain" -> plain(folder.resolve("plain.db"), entries);
                case "sqlite" -> measure(which, entries, () -> new SqliteStore(folder.resolve("cache.db")));
                default ->
                    measure(
                            which.replaceAll(":.*", ""),
                            entries,
                            () -> which.startsWith("redis") ? new RedisStore(which) : new PostgresStore(which));
            }
        }
    }

    private static void measure(String name, int entries, Supplier<Store> way) {
        var random = new Random(7);
        try (var store = way.get()) {
            store.open(new Model("bench", DIMENSIONS));
            while (!store.remove(new Selection.Everything(Scope.ALL)).isEmpty()) {}
            long began = System.nanoTime();
            for (int from = 0; from < entries; from += BATCH) {
                var batch = new ArrayList<StoredEntry>();
                for (int i = from; i < Math.min(from + BATCH, entries); i++) {
                    batch.add(entry(i, random));
                }
                store.put(batch);
            }
            print(name, "put in batches of " + BATCH + ", each", (System.nanoTime() - began) / 1e6 / entries);
        }
        try (var store = way.get()) {
            long began = System.nanoTime();
            store.open(new Model("bench", DIMENSIONS));
            print(name, "open", (System.nanoTime() - began) / 1e6);
            began = System.nanoTime();
            var sum = new double[1];
            store.vectors(0, (_, _, _, vector) -> sum[0] += vector[0]);
            print(name, "read all vectors", (System.nanoTime() - began) / 1e6);
            var hits = Figures.of(WARM_UP, HITS, _ -> found(store, random.nextInt(entries)));
            print(name, "exact hit", hits);
            var puts = Figures.of(PUTS, PUTS, run -> store.put(entry(entries + run + random.nextInt(1 << 28), random)));
            print(name, "put", puts);
            var evicting = Figures.of(0, PUTS, run -> {
                store.put(entry(-1 - run, random));
                evict(store, entries);
            });
            print(name, "put that evicts", evicting);
        }
    }

    /// What the cache does after a put: if there are more entries than allowed, the hundredth that was used longest ago
    /// goes.
    private static void evict(Store store, int entriesMax) {
        if (store.count(Scope.ALL) > entriesMax) {
            var victims = store.leastRecent(Scope.ALL, Math.max(1, entriesMax / VICTIMS_SHARE));
            store.remove(new Selection.Ids(victims.stream().map(Candidate::id).collect(Collectors.toSet())));
        }
    }

    private static void found(Store store, int which) {
        if (store.find(new Key("tenant " + which % 10, "", hash(which))).isEmpty()) {
            throw new IllegalStateException("entry " + which + " is gone");
        }
    }

    private static StoredEntry entry(int which, Random random) {
        return new StoredEntry(
                0,
                "tenant " + Math.floorMod(which, 10),
                hash(which),
                "How do I reset the password of account number " + which + "?",
                ("To reset the password of account " + which + ", open the settings and follow the link. ").repeat(6),
                vector(random),
                Json.Obj.EMPTY.with("model", "m-1"),
                START.plusMillis(which),
                START.plusMillis(which),
                Optional.empty(),
                0,
                "",
                new TreeSet<>(),
                "",
                new Cost(120, 80, 900, Duration.ofMillis(1_300)),
                Json.Obj.EMPTY);
    }

    private static float[] vector(Random random) {
        var vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static String hash(int which) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(Integer.toString(which).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// SQLite without us: a key, an answer and a vector in one table with one index.
    private static void plain(Path file, int entries) throws IOException, SQLException {
        Files.deleteIfExists(file);
        var random = new Random(7);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute("create table entries (id integer primary key, namespace text, hash text, query text,"
                    + " response text, embedding blob, unique (namespace, hash))");
            connection.setAutoCommit(false);
            for (int i = 0; i < entries; i++) {
                insert(connection, entry(i, random));
                if (i % BATCH == BATCH - 1) {
                    connection.commit();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            measurePlain(connection, entries, random);
        }
    }

    private static void measurePlain(Connection connection, int entries, Random random) throws SQLException {
        long began = System.nanoTime();
        double sum = 0;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, embedding from entries")) {
            while (rows.next()) {
                sum += floats(rows.getBytes(2))[0];
            }
        }
        print("plain SQLite", "read all vectors", (System.nanoTime() - began) / 1e6 + 0 * sum);
        try (var select = connection.prepareStatement("select * from entries where namespace = ? and hash = ?")) {
            var hits = Figures.of(WARM_UP, HITS, _ -> {
                int which = random.nextInt(entries);
                try {
                    select.setString(1, "tenant " + which % 10);
                    select.setString(2, hash(which));
                    try (var rows = select.executeQuery()) {
                        rows.next();
                        floats(rows.getBytes(6));
                        rows.getString(5);
                    }
                } catch (SQLException fault) {
                    throw new IllegalStateException(fault);
                }
            });
            print("plain SQLite", "exact hit", hits);
        }
        var puts = Figures.of(
                PUTS, PUTS, run -> insert(connection, entry(entries + run + random.nextInt(1 << 28), random)));
        print("plain SQLite", "put", puts);
    }

    private static void insert(Connection connection, StoredEntry entry) {
        try (var insert = connection.prepareStatement(
                "insert into entries (namespace, hash, query, response, embedding) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, entry.namespace());
            insert.setString(2, entry.queryHash());
            insert.setString(3, entry.query());
            insert.setString(4, entry.response());
            var bytes = ByteBuffer.allocate(DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(entry.embedding());
            insert.setBytes(5, bytes.array());
            insert.executeUpdate();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static float[] floats(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static void print(String name, String what, double millis) {
        System.out.printf("%-12s %-28s %.3f ms%n", name, what, millis);
    }

    private static void print(String name, String what, Figures figures) {
        System.out.printf(
                "%-12s %-28s p50 %.3f ms, p99 %.3f ms, processor %.3f ms%n",
                name, what, figures.millis(0.5), figures.millis(0.99), figures.processorMillis());
    }
}

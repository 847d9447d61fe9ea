package dev.mnemo.cache.contract;

import dev.mnemo.cache.Cost;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.store.Model;
import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Entries to test stores with.
public final class Entries {
    /// The model whose vectors they carry.
    public static final Model MODEL = new Model("test-model/8", 8);

    /// When they were stored, unless a test says otherwise.
    public static final Instant START = Instant.ofEpochMilli(1_800_000_000_123L);

    private static final String[] NAMESPACES = {"default", "customer:42", "лапа", "a b|c*[x]\\%_", ""};
    private static final String[] TAGS = {"handbook", "price:2026", "Ünï|c*de"};

    private Entries() {}

    /// An entry with nothing special about it.
    public static StoredEntry plain(String namespace, String query) {
        return at(namespace, query, START);
    }

    /// A plain entry that was stored at an instant.
    public static StoredEntry at(String namespace, String query, Instant created) {
        return new StoredEntry(
                0,
                namespace,
                hash(query),
                query,
                "answer to " + query,
                vector(query.hashCode()),
                Json.Obj.EMPTY,
                created,
                created,
                Optional.empty(),
                0,
                "",
                new TreeSet<>(),
                "",
                Cost.UNKNOWN,
                Json.Obj.EMPTY);
    }

    /// A plain entry with a time to live.
    public static StoredEntry living(String namespace, String query, Duration ttl) {
        var plain = plain(namespace, query);
        return with(plain, Optional.of(ttl), plain.partition(), plain.tags(), plain.sourceVersion());
    }

    /// A plain entry of a partition.
    public static StoredEntry within(String namespace, String partition, String query) {
        var plain = plain(namespace, query);
        return with(plain, plain.ttl(), partition, plain.tags(), plain.sourceVersion());
    }

    /// A plain entry with tags, made from a version of the knowledge.
    public static StoredEntry tagged(String namespace, String query, String sourceVersion, String... tags) {
        var plain = plain(namespace, query);
        return with(plain, plain.ttl(), plain.partition(), new TreeSet<>(java.util.Arrays.asList(tags)), sourceVersion);
    }

    /// An entry with something in every field, out of a small space, so that keys meet.
    public static StoredEntry any(RandomGenerator random) {
        var query = "query " + random.nextInt(20);
        var tags = new TreeSet<String>();
        for (var tag : TAGS) {
            if (random.nextInt(3) == 0) {
                tags.add(tag);
            }
        }
        var created = START.plusMillis(random.nextInt(5_000));
        return new StoredEntry(
                0,
                NAMESPACES[random.nextInt(NAMESPACES.length)],
                hash(query),
                query + " \u0000 '\" 🎉 日本語\r\n",
                "answer " + random.nextInt() + " \u0000\u2028".repeat(random.nextInt(3))
                        + "ß".repeat(random.nextInt(500)),
                vector(random.nextInt()),
                Json.Obj.EMPTY.with("n", random.nextInt(100)).with("t", "a\u0000ü"),
                created,
                created.plusMillis(random.nextInt(3) * 1_000L),
                random.nextBoolean() ? Optional.of(Duration.ofMillis(random.nextInt(4_000))) : Optional.empty(),
                random.nextInt(3),
                random.nextBoolean() ? "" : hash("context " + random.nextInt(2)),
                tags,
                random.nextBoolean() ? "" : "v" + random.nextInt(2),
                new Cost(random.nextInt(100), random.nextInt(100), random.nextInt(100), Duration.ofMillis(7)),
                random.nextBoolean() ? Json.Obj.EMPTY : Json.Obj.EMPTY.with("chunks", random.nextInt(9)));
    }

    /// One of the namespaces that {@link #any} uses.
    public static String anyNamespace(RandomGenerator random) {
        return NAMESPACES[random.nextInt(NAMESPACES.length)];
    }

    /// One of the tags that {@link #any} uses.
    public static String anyTag(RandomGenerator random) {
        return TAGS[random.nextInt(TAGS.length)];
    }

    /// SHA-256 in hex.
    public static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static float[] vector(int seed) {
        var vector = new float[MODEL.dimensions()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = ((seed * 31 + i) * 0x9e3779b9 >>> 8) % 1_000 - 499.5f;
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static StoredEntry with(
            StoredEntry plain, Optional<Duration> ttl, String partition, SortedSet<String> tags, String sourceVersion) {
        return new StoredEntry(
                plain.id(),
                plain.namespace(),
                plain.queryHash(),
                plain.query(),
                plain.response(),
                plain.embedding(),
                plain.metadata(),
                plain.createdAt(),
                plain.lastAccessedAt(),
                ttl,
                plain.accessCount(),
                partition,
                tags,
                sourceVersion,
                plain.cost(),
                plain.payload());
    }
}

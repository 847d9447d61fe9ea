package dev.mnemo.bench;

import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.vector.IndexBackend;
import dev.mnemo.kernel.vector.VectorDtype;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Opening a cache on SQLite in a new process: with its saved index, and without.
///
/// Arguments: `make FOLDER ENTRIES DIMENSIONS float32|float16|int8 flat|hnsw`, then in new processes `open` and the
/// same, as often as wanted; `rebuild` opens without the saved index. Each opens three times: the first time with all
/// that a new process has to load.
final class CacheOpenBench {
    private static final int BATCH = 1_000;
    private static final int NAMESPACES = 10;
    private static final int TIMES = 3;

    private CacheOpenBench() {}

    static void main(String[] args) throws NoSuchAlgorithmException {
        var file = Path.of(args[1]).resolve("open.db");
        int entries = Integer.parseInt(args[2]);
        int dimensions = Integer.parseInt(args[3]);
        var options = CacheOptions.builder(InstantSource.system(), new SplittableRandom(1))
                .vectorDtype(VectorDtype.of(args[4]))
                .indexBackend(IndexBackend.of(args[5]));
        var embedder = new HashEmbedder(dimensions);
        embedder.embed("warm", Embedder.Purpose.QUERY);
        if (args[0].equals("make")) {
            make(file, entries, embedder);
        }
        if (args[0].equals("rebuild")) {
            options.indexFile(file.resolveSibling("nothing.index"));
        }
        for (int time = 1; time <= TIMES; time++) {
            open(args[0], file, embedder, options.build());
        }
    }

    private static void open(String what, Path file, HashEmbedder embedder, CacheOptions options) {
        long start = System.nanoTime();
        try (var cache = SemanticCache.open(file, embedder, options)) {
            double opened = (System.nanoTime() - start) / 1e6;
            var first = cache.lookUp(Question.of("text 77 and more").in("n7"));
            double looked = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    "%s: opened in %.0f ms, first look-up done at %.0f ms (%s), resident %d MB%n",
                    what, opened, looked, first.getClass().getSimpleName(), Figures.residentMegabytes());
        }
    }

    private static void make(Path file, int entries, HashEmbedder embedder) throws NoSuchAlgorithmException {
        var random = new Random(7);
        try (var store = new SqliteStore(file)) {
            store.open(new Model(embedder.fingerprint(), embedder.dimensions()));
            for (int from = 0; from < entries; from += BATCH) {
                var batch = new ArrayList<StoredEntry>();
                for (int i = from; i < Math.min(from + BATCH, entries); i++) {
                    batch.add(entry(i, random, embedder.dimensions()));
                }
                store.put(batch);
            }
        }
    }

    private static StoredEntry entry(int number, Random random, int dimensions) throws NoSuchAlgorithmException {
        var vector = new float[dimensions];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        var text = "text " + number;
        var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        var now = Instant.ofEpochSecond(1_800_000_000L + number);
        return new StoredEntry(
                0,
                "n" + number % NAMESPACES,
                HexFormat.of().formatHex(hash),
                text,
                "An answer of the usual length. ".repeat(15),
                vector,
                Json.Obj.EMPTY,
                now,
                now,
                Optional.<Duration>empty(),
                0,
                "",
                new TreeSet<>(),
                "",
                Cost.UNKNOWN,
                Json.Obj.EMPTY);
    }
}

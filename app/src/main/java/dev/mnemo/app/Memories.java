package dev.mnemo.app;

import dev.mnemo.app.http.Repeats;
import dev.mnemo.app.http.Sealing;
import dev.mnemo.app.user.UserSettings;
import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.MultiProcessMode;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.store.StoreAddress;
import dev.mnemo.documents.TikaText;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.user.NeuroMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The memories of one server beside those of projects: user memory and the response cache. Each is opened when it is
/// first needed; one that cannot be opened is tried again the next time. They share one embedding model, which is
/// closed by whoever made it.
final class Memories implements AutoCloseable {
    static final String USERS_FILE = "users.db";
    static final String CACHE_FILE = "cache.db";
    static final String SERVER_FILE = "server.db";

    private static final int TRUST_SECONDS = 2;
    private static final int SERVER_CONNECTIONS_MAX = 4;

    private final Lazy<NeuroMemory> users;
    private final Lazy<SemanticCache> cache;
    private final Lazy<Database> server;
    private final Sealing sealing;
    private final ReentrantLock looking = new ReentrantLock();
    private Map<String, String> troubles = Map.of();
    private long lookedNanos;

    /// What they are made with.
    ///
    /// @param data the folder of files, which exists
    /// @param databases servers to be used in place of files
    /// @param embedder the model; without one user memory goes by words, and the response cache by the same text
    /// @param answers how the response cache works
    /// @param languageModel learns from what people say; without one rules do
    /// @param people how the memory of people is kept
    /// @param random safe for many threads
    record Setup(
            Path data,
            Config.Databases databases,
            UserSettings people,
            Optional<Embedder> embedder,
            Answers answers,
            Optional<LanguageModel> languageModel,
            InstantSource clock,
            RandomGenerator random) {}

    /// How the response cache works.
    ///
    /// @param model whose vectors it holds, also where there is no model to make new ones
    record Answers(Config.Answers config, Embedder model) {}

    /// Opens nothing yet.
    ///
    /// @throws Refusal if an address cannot be read
    Memories(Setup setup) {
        check(setup.databases());
        setup.people().check();
        sealing = new Sealing(setup.people().masterKeys(), setup.random());
        users = new Lazy<>(() -> openUsers(setup), memory -> memory.kv().get("-", "health", "-"), NeuroMemory::close);
        cache = new Lazy<>(() -> openCache(setup), found -> found.stats(Optional.of("-")), SemanticCache::close);
        server = new Lazy<>(() -> openServer(setup), _ -> {}, Database::close);
    }

    /// Opens user memory and the response cache, each on a thread of its own, while the server is still being made,
    /// for that is half of a start. What fails is tried again by who needs it, and told by {@link #troubles}.
    void openSoon() {
        Stream.of(users, cache)
                .forEach(memory -> Thread.ofVirtual().name("mnemo-opening").start(memory::trouble));
    }

    /// What the server keeps for itself.
    ///
    /// @throws MnemoException if it cannot be opened
    Database server() {
        return server.get();
    }

    /// How texts that people said are written into {@link #server}.
    Sealing sealing() {
        return sealing;
    }

    /// Opens the memory of people, so that a master key that is missing or wrong is said at once. A database that is
    /// away is no reason not to start.
    ///
    /// @throws MnemoException if what is kept is encrypted and no key at hand opens it
    void checkKeys() {
        try {
            users.get();
        } catch (MnemoException broken) {
            if (broken.fault() == Fault.CONFIGURATION) {
                throw broken;
            }
        }
    }

    private static void check(Config.Databases databases) {
        if (!databases.postgres().isEmpty()
                && !(DatabaseAddress.parse(databases.postgres()) instanceof DatabaseAddress.Server)) {
            throw new Refusal("--postgres must be postgresql://user:password@host:port/database.");
        }
        if (!databases.redis().isEmpty() && !databases.redis().matches("rediss?://.+")) {
            throw new Refusal("--redis must be redis://user:password@host:port/0, or rediss:// for TLS.");
        }
    }

    /// What is known about people.
    ///
    /// @throws MnemoException if it cannot be opened
    NeuroMemory users() {
        return users.get();
    }

    /// Answers that models gave.
    ///
    /// @throws MnemoException if it cannot be opened
    SemanticCache cache() {
        return cache.get();
    }

    /// Opens what is not open yet and asks each store something small; what was heard is believed for
    /// {@value #TRUST_SECONDS} seconds, so that nobody keeps the stores busy with it.
    ///
    /// @return what is wrong with each memory by its name, as one sentence; the empty text if nothing is
    Map<String, String> troubles() {
        looking.lock();
        try {
            long now = System.nanoTime();
            if (troubles.isEmpty() || now - lookedNanos > TimeUnit.SECONDS.toNanos(TRUST_SECONDS)) {
                troubles = Map.of("users", users.trouble(), "cache", cache.trouble());
                lookedNanos = now;
            }
            return troubles;
        } finally {
            looking.unlock();
        }
    }

    private static String address(Setup setup, String file) {
        return setup.databases().postgres().isEmpty()
                ? setup.data().resolve(file).toString()
                : setup.databases().postgres();
    }

    private static Database openServer(Setup setup) {
        var database = Database.open(DatabaseAddress.parse(address(setup, SERVER_FILE)), SERVER_CONNECTIONS_MAX);
        database.migrate(Repeats.TABLES);
        return database;
    }

    private static NeuroMemory openUsers(Setup setup) {
        var builder = NeuroMemory.builder(address(setup, USERS_FILE), setup.clock(), setup.random())
                .extractor(new TikaText());
        setup.embedder().map(Borrowed::new).ifPresent(builder::embedding);
        setup.languageModel().ifPresent(builder::languageModel);
        return setup.people().open(builder, setup.random());
    }

    private static SemanticCache openCache(Setup setup) {
        var model = setup.answers().model();
        var config = setup.answers().config();
        // The fingerprint of a local model names its weights; asking it for fixed texts would only load it.
        var builder = CacheOptions.builder(setup.clock(), setup.random())
                .selfCheck(false)
                .sameTextOnly(
                        config.match() == Config.Match.TEXT || setup.embedder().isEmpty())
                .similarityThreshold(config.threshold())
                .multiProcessMode(MultiProcessMode.STALE_TOLERANT);
        config.budget().ifPresent(builder::errorBudget);
        var options = builder.build();
        var databases = setup.databases();
        if (databases.redis().isEmpty() && databases.postgres().isEmpty()) {
            return SemanticCache.open(setup.data().resolve(CACHE_FILE), model, options);
        }
        var address = databases.redis().isEmpty() ? CacheSchema.of(databases.postgres()) : databases.redis();
        return SemanticCache.open(StoreAddress.store(address), model, options);
    }

    /// Ends after the work under way; what waits stays in the stores.
    @Override
    public void close() {
        try (server;
                users) {
            cache.close();
        }
    }

    /// A model that others use too: closing it is not for its users.
    private record Borrowed(Embedder model) implements Embedder {
        @Override
        public String fingerprint() {
            return model.fingerprint();
        }

        @Override
        public int dimensions() {
            return model.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return model.embed(texts, purpose);
        }
    }
}

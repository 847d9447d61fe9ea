package dev.mnemo.user;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.file.FolderStore;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.PlainText;
import dev.mnemo.user.file.TextExtractor;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.seal.MasterKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Collects the options of a user memory; each has a default but the database, the clock and the source of chance.
public final class NeuroMemoryBuilder {
    private final DatabaseAddress database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private Optional<Embedder> embedder = Optional.empty();
    private Recipe recipe = Recipe.HYBRID;
    private boolean autoExtract = true;
    private int poolSize = NeuroMemoryOptions.POOL_SIZE_DEFAULT;
    private long heldBytesMax = Recall.HELD_BYTES_DEFAULT;
    private int workers = NeuroMemoryOptions.WORKERS_DEFAULT;
    private Duration leaseTime = NeuroMemoryOptions.LEASE_TIME_DEFAULT;
    private Optional<LanguageModel> languageModel = Optional.empty();
    private ExtractionStrategy extraction = ExtractionStrategy.EACH_MESSAGE;
    private int reflectionInterval = NeuroMemoryOptions.REFLECTION_INTERVAL_DEFAULT;
    private Consumer<Extracted> onExtraction = _ -> {};
    private Consumer<LanguageModelCall> onLlmCall = _ -> {};
    private Consumer<EmbeddingCall> onEmbeddingCall = _ -> {};
    private Optional<ObjectStore> storage = Optional.empty();
    private Optional<MasterKeys> masterKeys = Optional.empty();
    private boolean keysComplete = false;
    private final List<TextExtractor> extractors = new ArrayList<>();

    NeuroMemoryBuilder(String databaseUrl, InstantSource clock, RandomGenerator random) {
        this.database = DatabaseAddress.parse(databaseUrl);
        this.clock = clock;
        this.random = random;
    }

    /// The model that finds by meaning; closed with the memory. Without one, recall goes by words.
    public NeuroMemoryBuilder embedding(Embedder model) {
        embedder = Optional.of(model);
        return this;
    }

    /// The way of ranking: `Recipe.HYBRID`, the default, or `Recipe.CLASSIC`.
    public NeuroMemoryBuilder recipe(Recipe way) {
        recipe = way;
        return this;
    }

    /// The model that draws memories from what users say and reflects on them. Without one, rules draw them and counts
    /// stand for reflection.
    public NeuroMemoryBuilder languageModel(LanguageModel model) {
        languageModel = Optional.of(model);
        return this;
    }

    /// When memories are drawn from what users say: from each message at once.
    public NeuroMemoryBuilder extraction(ExtractionStrategy strategy) {
        extraction = strategy;
        return this;
    }

    /// After how many messages that memories were drawn from a digest is due, 0 for never; 20.
    public NeuroMemoryBuilder reflectionInterval(int messages) {
        reflectionInterval = messages;
        return this;
    }

    /// Is told about every extraction, after its results were committed or after it failed. What it throws is logged
    /// only.
    public NeuroMemoryBuilder onExtraction(Consumer<Extracted> listener) {
        onExtraction = listener;
        return this;
    }

    /// Is told about every call of the language model, on the thread that made it. What it throws is logged only.
    public NeuroMemoryBuilder onLlmCall(Consumer<LanguageModelCall> listener) {
        onLlmCall = listener;
        return this;
    }

    /// Whether memories are drawn from what users say, unless a message says otherwise; true.
    public NeuroMemoryBuilder autoExtract(boolean wanted) {
        autoExtract = wanted;
        return this;
    }

    /// Connections to a server; 10. A file needs none.
    public NeuroMemoryBuilder poolSize(int connections) {
        poolSize = connections;
        return this;
    }

    /// About how many bytes of memory may hold people who are asked about, so that questions to come are answered
    /// sooner; 192
    /// MB. With 0 on a server nobody is held, and every question is answered from the tables.
    public NeuroMemoryBuilder heldBytesMax(long bytes) {
        heldBytesMax = bytes;
        return this;
    }

    /// How many people's background work is done at the same time, 1 to 64; 2.
    public NeuroMemoryBuilder workers(int count) {
        workers = count;
        return this;
    }

    /// How long other processes wait before they take over the work of one that died, a second to an hour; 30 seconds.
    public NeuroMemoryBuilder leaseTime(Duration time) {
        leaseTime = time;
        return this;
    }

    /// Is told about every call of the embedding model, on the thread that made it. What it throws is logged only.
    public NeuroMemoryBuilder onEmbeddingCall(Consumer<EmbeddingCall> listener) {
        onEmbeddingCall = listener;
        return this;
    }

    /// Where the bytes of files are; closed with the memory. Without it, a memory in a file has a folder beside
    /// the file, named after it with `.files`; one on a server keeps texts only, since its nodes share no
    /// folder.
    public NeuroMemoryBuilder storage(ObjectStore objects) {
        storage = Optional.of(objects);
        return this;
    }

    /// Adds what reads the text of files. Plain text is always read.
    public NeuroMemoryBuilder extractor(TextExtractor reader) {
        extractors.add(reader);
        return this;
    }

    /// Encrypts the content of people who become known from now on, each with a key of their own that these keys
    /// wrap. Then the source of chance must be a secure one.
    public NeuroMemoryBuilder encryption(MasterKeys keys) {
        masterKeys = Optional.of(keys);
        return this;
    }

    /// Has opening fail, before any work begins, if something is kept that the master keys at hand do not open.
    /// Otherwise each person whose content they do not open is a fault, and others are served.
    public NeuroMemoryBuilder keysComplete() {
        keysComplete = true;
        return this;
    }

    /// Opens the memory.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the database cannot be opened; with `CONFIGURATION` if
    ///     {@link #keysComplete} was asked for and a key is missing
    public NeuroMemory open() {
        return new NeuroMemory(new Engine(new NeuroMemoryOptions(
                database,
                embedder,
                languageModel,
                recipe,
                autoExtract,
                extraction,
                reflectionInterval,
                poolSize,
                heldBytesMax,
                workers,
                leaseTime,
                new NeuroMemoryOptions.Listeners(onExtraction, onLlmCall, onEmbeddingCall),
                storage.or(this::folder),
                Stream.concat(extractors.stream(), Stream.of(new PlainText())).toList(),
                masterKeys,
                keysComplete,
                clock,
                random)));
    }

    private Optional<ObjectStore> folder() {
        if (!(database instanceof DatabaseAddress.File(var path))) {
            return Optional.empty();
        }
        var folder = new FolderStore(
                path.resolveSibling(path.getFileName() + ".files"),
                () -> new UUID(random.nextLong(), random.nextLong()));
        folder.clean(clock.instant());
        return Optional.of(folder);
    }
}

package dev.mnemo.user;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.TextExtractor;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.seal.MasterKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// How a user memory works. {@link NeuroMemory#builder} makes it from defaults.
///
/// @param database a file or a server
/// @param embedder finds by meaning; without one, by words only. Closed with the memory
/// @param languageModel draws memories from what users say and reflects on them; without one, rules and counts do
/// @param recipe the way of ranking
/// @param autoExtract whether memories are drawn from what users say
/// @param extraction when memories are drawn
/// @param reflectionInterval after how many messages that memories were drawn from a digest is due; 0 for never
/// @param poolSize connections to a server
/// @param heldBytesMax about how many bytes of memory the people who are asked about may take, together
/// @param workers how many people's background work is done at the same time
/// @param leaseTime how long other processes wait before they take over the work of one that died
/// @param listeners who is told about what
/// @param storage where the bytes of files are; without it only texts are kept. Closed with the memory
/// @param extractors what reads files, the first that knows a type
/// @param masterKeys encrypts the content of people who become known from now on
/// @param keysComplete whether opening fails if something is kept that these keys do not open
/// @param clock what time it is
/// @param random makes ids and spreads retries; safe for many threads
public record NeuroMemoryOptions(
        DatabaseAddress database,
        Optional<Embedder> embedder,
        Optional<LanguageModel> languageModel,
        Recipe recipe,
        boolean autoExtract,
        ExtractionStrategy extraction,
        int reflectionInterval,
        int poolSize,
        long heldBytesMax,
        int workers,
        Duration leaseTime,
        Listeners listeners,
        Optional<ObjectStore> storage,
        List<TextExtractor> extractors,
        Optional<MasterKeys> masterKeys,
        boolean keysComplete,
        InstantSource clock,
        RandomGenerator random) {
    /// Who is told about what, on the thread on which it happened. What they throw is logged only.
    ///
    /// @param onExtraction told about every extraction, after its results were committed or after it failed
    /// @param onLlmCall told about every call of the language model
    /// @param onEmbeddingCall told about every call of the embedding model
    public record Listeners(
            Consumer<Extracted> onExtraction,
            Consumer<LanguageModelCall> onLlmCall,
            Consumer<EmbeddingCall> onEmbeddingCall) {}

    /// Messages from one digest to the next, if nobody says otherwise.
    public static final int REFLECTION_INTERVAL_DEFAULT = 20;

    /// Connections to a server, if nobody says otherwise.
    public static final int POOL_SIZE_DEFAULT = Database.CONNECTIONS_DEFAULT;

    /// People whose background work is done at the same time, if nobody says otherwise.
    public static final int WORKERS_DEFAULT = 2;

    /// How long other processes wait before they take over, if nobody says otherwise.
    public static final Duration LEASE_TIME_DEFAULT = Duration.ofSeconds(30);

    private static final int WORKERS_MAX = 64;
    private static final Duration LEASE_TIME_MIN = Duration.ofSeconds(1);
    private static final Duration LEASE_TIME_MAX = Duration.ofHours(1);

    public NeuroMemoryOptions {
        Settings.interval(reflectionInterval);
        extractors = List.copyOf(extractors);
        if (heldBytesMax < 0) {
            throw new Refusal("People may be held in 0 bytes of memory or more, not in " + heldBytesMax + ".");
        }
        if (workers < 1 || workers > WORKERS_MAX) {
            throw new Refusal("There are 1 to " + WORKERS_MAX + " workers, not " + workers + ".");
        }
        if (leaseTime.compareTo(LEASE_TIME_MIN) < 0 || leaseTime.compareTo(LEASE_TIME_MAX) > 0) {
            throw new Refusal("The lease time is " + leaseTime + "; it is one second to one hour.");
        }
    }
}

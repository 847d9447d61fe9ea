package dev.mnemo.cache;

import dev.mnemo.cache.answer.FinishReason;
import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.cache.policy.Verifier;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.vector.GraphOptions;
import dev.mnemo.kernel.vector.IndexBackend;
import dev.mnemo.kernel.vector.VectorDtype;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// How a cache behaves. Every option has a default; the guide's table says the same, and a test compares them.
///
/// @param similarityThreshold cosine from which two questions may be the same, inclusive; -1 to 1
/// @param errorBudget share of wrong hits by meaning not to be exceeded; takes the place of the threshold
/// @param answerComparison how an error budget tells whether a stored answer would have been right
/// @param guards what is compared word by word before a hit by meaning: numbers, names, negation and the like
/// @param verifier asked last whether two questions are the same, where similarity alone does not decide
/// @param verifyBelow similarity from which the verifier is not asked any more; -1 to 1
/// @param candidates nearest questions looked at, 1 to 100
/// @param defaultTtl how long an answer lives unless its put says otherwise; empty means for ever
/// @param maxEntries entries of all namespaces together, at least 1; empty means without limit
/// @param namespaceQuotas entries by namespace, at least 1 each
/// @param evictionOrder which entries go first
/// @param confidenceFn how much to trust an answer of some age
/// @param minConfidence confidence below which there is no hit by meaning; 0 blocks nothing
/// @param validator which answers are fit to be stored and given out
/// @param storedFinishes how a model may have ended for its answer to be stored
/// @param metricsHook hears events
/// @param normalize whether white space and case are evened out before hashing and embedding
/// @param indexBackend how nearest questions are found
/// @param indexGraph shape of the graphs of large partitions
/// @param indexFile where the index is saved for the next opening; empty means beside an SQLite file, and nowhere
///     for other stores
/// @param vectorDtype how vectors are kept in memory; the store keeps 32-bit floats
/// @param multiProcessMode how processes on one store keep in step
/// @param staleCheckInterval how long a look-up may trust what it knows of other processes; 0 looks each time
/// @param maxQueryBytes longest question, UTF-8 bytes
/// @param maxResponseBytes longest answer, UTF-8 bytes
/// @param maxMetadataBytes longest metadata, bytes of its JSON
/// @param semanticTokensMax longest question compared by meaning, in estimated tokens; what an embedder does not
///     read it cannot tell apart
/// @param accessFlushInterval how long access times and counters may be in memory only
/// @param flightWait how long to wait for the answer of another caller's call
/// @param staleWhileRevalidate how long past its time an answer may be given while a fresh one is fetched
/// @param earlyRefresh how early answers are fetched anew before their time is over, in multiples of what the call
///     takes, at random; 0 never
/// @param negativeTtl how long a failed call is remembered and its failure repeated; 0 not at all
/// @param sameTextOnly whether only the same text is the same question, so that no embedding model is needed
/// @param selfCheck whether opening compares two fixed texts with their stored vectors
/// @param clock what time it is
/// @param random chance for refreshes and audits
public record CacheOptions(
        double similarityThreshold,
        Optional<Budget> errorBudget,
        AnswerComparison answerComparison,
        Guards guards,
        Optional<Verifier> verifier,
        double verifyBelow,
        int candidates,
        Optional<Duration> defaultTtl,
        OptionalLong maxEntries,
        Map<String, Long> namespaceQuotas,
        EvictionOrder evictionOrder,
        ConfidenceFn confidenceFn,
        double minConfidence,
        Validator validator,
        Set<FinishReason> storedFinishes,
        MetricsHook metricsHook,
        boolean normalize,
        IndexBackend indexBackend,
        GraphOptions indexGraph,
        Optional<Path> indexFile,
        VectorDtype vectorDtype,
        MultiProcessMode multiProcessMode,
        Duration staleCheckInterval,
        int maxQueryBytes,
        int maxResponseBytes,
        int maxMetadataBytes,
        int semanticTokensMax,
        Duration accessFlushInterval,
        Duration flightWait,
        Duration staleWhileRevalidate,
        double earlyRefresh,
        Duration negativeTtl,
        boolean sameTextOnly,
        boolean selfCheck,
        InstantSource clock,
        RandomGenerator random) {
    /// The most nearest questions a look-up may ask for.
    public static final int CANDIDATES_MAX = 100;

    public CacheOptions {
        checkThreshold(similarityThreshold);
        checkThreshold(verifyBelow);
        checkRange("candidates", candidates, 1, CANDIDATES_MAX);
        checkRange("maxEntries", maxEntries.orElse(1), 1, Long.MAX_VALUE);
        namespaceQuotas = Map.copyOf(namespaceQuotas);
        namespaceQuotas.forEach((name, quota) -> checkRange("the quota of " + name, quota, 1, Long.MAX_VALUE));
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new Refusal("The option minConfidence lies within 0 and 1, not " + minConfidence + ".");
        }
        if (!(earlyRefresh >= 0 && earlyRefresh <= EARLY_REFRESH_MAX)) {
            throw new Refusal(
                    "The option earlyRefresh lies within 0 and " + EARLY_REFRESH_MAX + ", not " + earlyRefresh + ".");
        }
        storedFinishes = Set.copyOf(storedFinishes);
        checkRange("maxQueryBytes", maxQueryBytes, 1, BYTES_MAX);
        checkRange("maxResponseBytes", maxResponseBytes, 1, BYTES_MAX);
        checkRange("maxMetadataBytes", maxMetadataBytes, 1, BYTES_MAX);
        checkRange("semanticTokensMax", semanticTokensMax, 0, BYTES_MAX);
        checkRange("accessFlushInterval in milliseconds", accessFlushInterval.toMillis(), 1, DURATION_MILLIS_MAX);
        checkRange("flightWait in milliseconds", flightWait.toMillis(), 1, DURATION_MILLIS_MAX);
        checkRange("staleCheckInterval in milliseconds", staleCheckInterval.toMillis(), 0, DURATION_MILLIS_MAX);
        checkRange("staleWhileRevalidate in milliseconds", staleWhileRevalidate.toMillis(), 0, DURATION_MILLIS_MAX);
        checkRange("negativeTtl in milliseconds", negativeTtl.toMillis(), 0, DURATION_MILLIS_MAX);
        defaultTtl.ifPresent(ttl -> checkRange("defaultTtl in milliseconds", ttl.toMillis(), 1, DURATION_MILLIS_MAX));
    }

    private static final double EARLY_REFRESH_MAX = 100;
    private static final int BYTES_MAX = 256 << 20;
    private static final long DURATION_MILLIS_MAX = Duration.ofDays(36_500).toMillis();

    /// The default of every option.
    ///
    /// @param clock what time it is
    /// @param random chance for refreshes and audits
    public static CacheOptions standard(InstantSource clock, RandomGenerator random) {
        return builder(clock, random).build();
    }

    /// Options to be changed one by one.
    ///
    /// @param clock what time it is
    /// @param random chance for refreshes and audits; used by one thread at a time
    public static CacheOptionsBuilder builder(InstantSource clock, RandomGenerator random) {
        return new CacheOptionsBuilder(clock, random);
    }

    /// These options with a place for the index.
    CacheOptions with(Path index) {
        return new CacheOptions(
                similarityThreshold,
                errorBudget,
                answerComparison,
                guards,
                verifier,
                verifyBelow,
                candidates,
                defaultTtl,
                maxEntries,
                namespaceQuotas,
                evictionOrder,
                confidenceFn,
                minConfidence,
                validator,
                storedFinishes,
                metricsHook,
                normalize,
                indexBackend,
                indexGraph,
                Optional.of(index),
                vectorDtype,
                multiProcessMode,
                staleCheckInterval,
                maxQueryBytes,
                maxResponseBytes,
                maxMetadataBytes,
                semanticTokensMax,
                accessFlushInterval,
                flightWait,
                staleWhileRevalidate,
                earlyRefresh,
                negativeTtl,
                sameTextOnly,
                selfCheck,
                clock,
                random);
    }

    static void checkThreshold(double threshold) {
        if (!(threshold >= -1 && threshold <= 1)) {
            throw new Refusal("A similarity threshold lies within -1 and 1, not " + threshold + ".");
        }
    }

    private static void checkRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new Refusal("The option " + name + " lies within " + min + " and " + max + ", not " + value + ".");
        }
    }
}

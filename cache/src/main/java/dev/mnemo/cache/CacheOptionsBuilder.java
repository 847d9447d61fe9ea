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

/// Collects options for a cache, each with its default until it is set; {@link #build} checks them.
public final class CacheOptionsBuilder {
    private final InstantSource clock;
    private final RandomGenerator random;
    private double similarityThreshold = 0.85;
    private Optional<Budget> errorBudget = Optional.empty();
    private AnswerComparison answerComparison = AnswerComparison.byText();
    private Guards guards = Guards.ALL;
    private Optional<Verifier> verifier = Optional.empty();
    private double verifyBelow = 0.95;
    private int candidates = 20;
    private Optional<Duration> defaultTtl = Optional.empty();
    private OptionalLong maxEntries = OptionalLong.empty();
    private Map<String, Long> namespaceQuotas = Map.of();
    private EvictionOrder evictionOrder = EvictionOrder.LEAST_RECENT;
    private ConfidenceFn confidenceFn = ConfidenceFn.halfLife(ConfidenceFn.HALF_LIFE);
    private double minConfidence = 0;
    private Validator validator = Validator.notBlankAndNoError();
    private Set<FinishReason> storedFinishes = Set.of(FinishReason.STOP);
    private MetricsHook metricsHook = MetricsHook.NONE;
    private boolean normalize = true;
    private IndexBackend indexBackend = IndexBackend.AUTO;
    private GraphOptions indexGraph = GraphOptions.DEFAULT;
    private Optional<Path> indexFile = Optional.empty();
    private VectorDtype vectorDtype = VectorDtype.FLOAT32;
    private MultiProcessMode multiProcessMode = MultiProcessMode.SINGLE;
    private Duration staleCheckInterval = Duration.ZERO;
    private int maxQueryBytes = 32_768;
    private int maxResponseBytes = 4_194_304;
    private int maxMetadataBytes = 65_536;
    private int semanticTokensMax = 256;
    private Duration accessFlushInterval = Duration.ofSeconds(5);
    private Duration flightWait = Duration.ofMinutes(5);
    private Duration staleWhileRevalidate = Duration.ZERO;
    private double earlyRefresh = 0;
    private Duration negativeTtl = Duration.ZERO;
    private boolean sameTextOnly = false;
    private boolean selfCheck = true;

    CacheOptionsBuilder(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Sets {@link CacheOptions#similarityThreshold}.
    public CacheOptionsBuilder similarityThreshold(double similarityThreshold) {
        this.similarityThreshold = similarityThreshold;
        return this;
    }

    /// Sets {@link CacheOptions#errorBudget}.
    public CacheOptionsBuilder errorBudget(Budget errorBudget) {
        this.errorBudget = Optional.of(errorBudget);
        return this;
    }

    /// Sets {@link CacheOptions#answerComparison}.
    public CacheOptionsBuilder answerComparison(AnswerComparison answerComparison) {
        this.answerComparison = answerComparison;
        return this;
    }

    /// Sets {@link CacheOptions#guards}.
    public CacheOptionsBuilder guards(Guards guards) {
        this.guards = guards;
        return this;
    }

    /// Sets {@link CacheOptions#verifier}.
    public CacheOptionsBuilder verifier(Verifier verifier) {
        this.verifier = Optional.of(verifier);
        return this;
    }

    /// Sets {@link CacheOptions#verifyBelow}.
    public CacheOptionsBuilder verifyBelow(double verifyBelow) {
        this.verifyBelow = verifyBelow;
        return this;
    }

    /// Sets {@link CacheOptions#candidates}.
    public CacheOptionsBuilder candidates(int candidates) {
        this.candidates = candidates;
        return this;
    }

    /// Sets {@link CacheOptions#defaultTtl}.
    public CacheOptionsBuilder defaultTtl(Duration defaultTtl) {
        this.defaultTtl = Optional.of(defaultTtl);
        return this;
    }

    /// Sets {@link CacheOptions#maxEntries}.
    public CacheOptionsBuilder maxEntries(long maxEntries) {
        this.maxEntries = OptionalLong.of(maxEntries);
        return this;
    }

    /// Sets {@link CacheOptions#namespaceQuotas}.
    public CacheOptionsBuilder namespaceQuotas(Map<String, Long> namespaceQuotas) {
        this.namespaceQuotas = namespaceQuotas;
        return this;
    }

    /// Sets {@link CacheOptions#evictionOrder}.
    public CacheOptionsBuilder evictionOrder(EvictionOrder evictionOrder) {
        this.evictionOrder = evictionOrder;
        return this;
    }

    /// Sets {@link CacheOptions#confidenceFn}.
    public CacheOptionsBuilder confidenceFn(ConfidenceFn confidenceFn) {
        this.confidenceFn = confidenceFn;
        return this;
    }

    /// Sets {@link CacheOptions#minConfidence}.
    public CacheOptionsBuilder minConfidence(double minConfidence) {
        this.minConfidence = minConfidence;
        return this;
    }

    /// Sets {@link CacheOptions#validator}.
    public CacheOptionsBuilder validator(Validator validator) {
        this.validator = validator;
        return this;
    }

    /// Sets {@link CacheOptions#storedFinishes}.
    public CacheOptionsBuilder storedFinishes(Set<FinishReason> storedFinishes) {
        this.storedFinishes = storedFinishes;
        return this;
    }

    /// Sets {@link CacheOptions#metricsHook}.
    public CacheOptionsBuilder metricsHook(MetricsHook metricsHook) {
        this.metricsHook = metricsHook;
        return this;
    }

    /// Sets {@link CacheOptions#normalize}.
    public CacheOptionsBuilder normalize(boolean normalize) {
        this.normalize = normalize;
        return this;
    }

    /// Sets {@link CacheOptions#indexBackend}.
    public CacheOptionsBuilder indexBackend(IndexBackend indexBackend) {
        this.indexBackend = indexBackend;
        return this;
    }

    /// Sets {@link CacheOptions#indexGraph}.
    public CacheOptionsBuilder indexGraph(GraphOptions indexGraph) {
        this.indexGraph = indexGraph;
        return this;
    }

    /// Sets {@link CacheOptions#indexFile}.
    public CacheOptionsBuilder indexFile(Path indexFile) {
        this.indexFile = Optional.of(indexFile);
        return this;
    }

    /// Sets {@link CacheOptions#vectorDtype}.
    public CacheOptionsBuilder vectorDtype(VectorDtype vectorDtype) {
        this.vectorDtype = vectorDtype;
        return this;
    }

    /// Sets {@link CacheOptions#multiProcessMode}.
    public CacheOptionsBuilder multiProcessMode(MultiProcessMode multiProcessMode) {
        this.multiProcessMode = multiProcessMode;
        return this;
    }

    /// Sets {@link CacheOptions#staleCheckInterval}.
    public CacheOptionsBuilder staleCheckInterval(Duration staleCheckInterval) {
        this.staleCheckInterval = staleCheckInterval;
        return this;
    }

    /// Sets {@link CacheOptions#maxQueryBytes}.
    public CacheOptionsBuilder maxQueryBytes(int maxQueryBytes) {
        this.maxQueryBytes = maxQueryBytes;
        return this;
    }

    /// Sets {@link CacheOptions#maxResponseBytes}.
    public CacheOptionsBuilder maxResponseBytes(int maxResponseBytes) {
        this.maxResponseBytes = maxResponseBytes;
        return this;
    }

    /// Sets {@link CacheOptions#maxMetadataBytes}.
    public CacheOptionsBuilder maxMetadataBytes(int maxMetadataBytes) {
        this.maxMetadataBytes = maxMetadataBytes;
        return this;
    }

    /// Sets {@link CacheOptions#semanticTokensMax}.
    public CacheOptionsBuilder semanticTokensMax(int semanticTokensMax) {
        this.semanticTokensMax = semanticTokensMax;
        return this;
    }

    /// Sets {@link CacheOptions#accessFlushInterval}.
    public CacheOptionsBuilder accessFlushInterval(Duration accessFlushInterval) {
        this.accessFlushInterval = accessFlushInterval;
        return this;
    }

    /// Sets {@link CacheOptions#flightWait}.
    public CacheOptionsBuilder flightWait(Duration flightWait) {
        this.flightWait = flightWait;
        return this;
    }

    /// Sets {@link CacheOptions#staleWhileRevalidate}.
    public CacheOptionsBuilder staleWhileRevalidate(Duration staleWhileRevalidate) {
        this.staleWhileRevalidate = staleWhileRevalidate;
        return this;
    }

    /// Sets {@link CacheOptions#earlyRefresh}.
    public CacheOptionsBuilder earlyRefresh(double earlyRefresh) {
        this.earlyRefresh = earlyRefresh;
        return this;
    }

    /// Sets {@link CacheOptions#negativeTtl}.
    public CacheOptionsBuilder negativeTtl(Duration negativeTtl) {
        this.negativeTtl = negativeTtl;
        return this;
    }

    /// Sets {@link CacheOptions#sameTextOnly}.
    public CacheOptionsBuilder sameTextOnly(boolean sameTextOnly) {
        this.sameTextOnly = sameTextOnly;
        return this;
    }

    /// Sets {@link CacheOptions#selfCheck}.
    public CacheOptionsBuilder selfCheck(boolean selfCheck) {
        this.selfCheck = selfCheck;
        return this;
    }

    /// The options.
    ///
    /// @throws Refusal if one of them is out of range
    public CacheOptions build() {
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
                indexFile,
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
}

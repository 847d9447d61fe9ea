package dev.mnemo.cache;

import dev.mnemo.cache.policy.BudgetReport;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Figures about a cache.
final class Report {
    /// Version of the format of stored entries.
    private static final int SCHEMA_VERSION = 1;

    private final Entries entries;
    private final Embedder embedder;
    private final CacheOptions options;
    private final Counters counters;
    private final Optional<Learning> learning;

    Report(Entries entries, Embedder embedder, CacheOptions options, Counters counters, Optional<Learning> learning) {
        this.entries = entries;
        this.embedder = embedder;
        this.options = options;
        this.counters = counters;
        this.learning = learning;
    }

    Stats stats(Optional<String> namespace) {
        var store = entries.store();
        counters.flush(store);
        long count = store.count(new Scope(namespace));
        var totals = counters.totals(store.counters(), namespace);
        var index = entries.index();
        var budget = learning.map(Learning::report);
        return new Stats(
                namespace,
                count,
                totals.of(Counters.HITS_EXACT),
                totals.of(Counters.HITS_SEMANTIC),
                totals.of(Counters.MISSES),
                totals.of(Counters.EVICTIONS),
                totals.of(Counters.EXPIRATIONS),
                embedder.fingerprint(),
                index.dtype().toString(),
                count * index.dimensions() * componentBytes(),
                OptionalLong.of(index.memoryBytes()),
                OptionalLong.of(index.tombstoneCount()),
                totals.of(Counters.SAVED_TOKENS),
                totals.of(Counters.SAVED_MONEY),
                totals.of(Counters.SAVED_MILLIS),
                budget.map(report -> OptionalDouble.of(report.bound())).orElse(OptionalDouble.empty()),
                budget.map(BudgetReport::sentence).orElse(""));
    }

    private long componentBytes() {
        return switch (entries.index().dtype()) {
            case FLOAT32 -> 4;
            case FLOAT16 -> 2;
            case INT8 -> 1;
        };
    }

    Health health() {
        var store = entries.store();
        try {
            var damage = store.damage(Store.Depth.FULL);
            var counts = store.counts();
            return health(
                    damage.orElse(""),
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    counts.size(),
                    oldestAgeSeconds());
        } catch (MnemoException failure) {
            return health("The store failed: " + failure.fault() + ".", 0, 0, OptionalLong.empty());
        }
    }

    private Health health(String detail, long count, long namespaces, OptionalLong oldest) {
        return new Health(
                detail.isEmpty(),
                SCHEMA_VERSION,
                detail.isEmpty(),
                true, // opening refuses anything else
                count,
                namespaces,
                oldest,
                options.indexBackend().toString(),
                entries.store().kind(),
                entries.index().dtype().toString(),
                options.multiProcessMode().label(),
                detail);
    }

    private OptionalLong oldestAgeSeconds() {
        return entries.store()
                .oldest()
                .map(created -> Math.max(
                        0, Duration.between(created, options.clock().instant()).toSeconds()))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}

package dev.mnemo.adapters.metrics;

import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Stats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The levels of a cache as gauges of Micrometer: the bound on wrong hits, entries, memory of the index. Each reading
/// asks the store for its counts. A closed cache has no levels.
public final class CacheGauges implements MeterBinder {
    private final SemanticCache cache;

    /// @param cache is read whenever the registry is
    public CacheGauges(SemanticCache cache) {
        this.cache = cache;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, Measure.WRONG_HIT_BOUND, stats -> stats.errorBound().orElse(Double.NaN));
        gauge(registry, Measure.ENTRIES, Stats::entries);
        gauge(registry, Measure.INDEX_MEMORY, stats -> stats.indexMemoryBytes().orElse(0));
    }

    /// Micrometer turns what a closed cache throws into NaN.
    private void gauge(MeterRegistry registry, Measure measure, ToDoubleFunction<Stats> level) {
        Gauge.builder(measure.title(), cache, it -> level.applyAsDouble(it.stats(Optional.empty())))
                .description(measure.description())
                .baseUnit(measure.unit())
                .strongReference(true)
                .register(registry);
    }
}

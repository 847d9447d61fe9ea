package dev.mnemo.adapters.metrics;

import dev.mnemo.cache.MetricsHook;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.Stats;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The events of a cache as metrics of OpenTelemetry: counters and histograms. Give it to the options of the cache as
/// its `metricsHook`, and {@link #observe} the cache for what is a level rather than an event.
public final class OpenTelemetryHook implements MetricsHook {
    /// Bounds of the histograms, seconds: look-ups take micro- to milliseconds, far below the usual bounds.
    private static final List<Double> SECONDS =
            List.of(1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.5, 1.0);

    private final Meter meter;
    private final Set<String> namespaces;
    private final Map<Measure, DoubleCounter> counters = new EnumMap<>(Measure.class);
    private final Map<Measure, DoubleHistogram> histograms = new EnumMap<>(Measure.class);

    /// @param namespaces those whose figures are told apart, all others being `other`; none for no such label
    public OpenTelemetryHook(Meter meter, Set<String> namespaces) {
        this.meter = meter;
        this.namespaces = Set.copyOf(namespaces);
        for (var measure : Measure.values()) {
            switch (measure.kind()) {
                case COUNT ->
                    counters.put(
                            measure,
                            meter.counterBuilder(measure.title())
                                    .setUnit(measure.unit())
                                    .setDescription(measure.description())
                                    .ofDoubles()
                                    .build());
                case SECONDS ->
                    histograms.put(
                            measure,
                            meter.histogramBuilder(measure.title())
                                    .setUnit(measure.unit())
                                    .setDescription(measure.description())
                                    .setExplicitBucketBoundariesAdvice(SECONDS)
                                    .build());
                case LEVEL -> {} // asked for, see observe
            }
        }
    }

    @Override
    public void event(String event, Map<String, Object> attributes) {
        Reading.of(event, attributes, namespaces, this::take);
    }

    private void take(Reading reading) {
        var attributes = Attributes.builder();
        reading.labels().forEach(attributes::put);
        var counter = counters.get(reading.measure());
        if (counter != null) {
            counter.add(reading.amount(), attributes.build());
            return;
        }
        var histogram = histograms.get(reading.measure());
        if (histogram != null) {
            histogram.record(reading.amount(), attributes.build());
        }
    }

    /// Adds the levels of a cache: the bound on wrong hits, entries, memory of the index. Each collection asks the
    /// store for its counts; a closed cache has no levels.
    ///
    /// @return ends it
    public AutoCloseable observe(SemanticCache cache) {
        var gauges = List.of(
                gauge(
                        cache,
                        Measure.WRONG_HIT_BOUND,
                        stats -> stats.errorBound().orElse(Double.NaN)),
                gauge(cache, Measure.ENTRIES, Stats::entries),
                gauge(
                        cache,
                        Measure.INDEX_MEMORY,
                        stats -> stats.indexMemoryBytes().orElse(0)));
        return () -> {
            for (var gauge : gauges) {
                gauge.close();
            }
        };
    }

    private AutoCloseable gauge(SemanticCache cache, Measure measure, ToDoubleFunction<Stats> level) {
        return meter.gaugeBuilder(measure.title())
                .setUnit(measure.unit())
                .setDescription(measure.description())
                .buildWithCallback(taken -> {
                    try {
                        double value = level.applyAsDouble(cache.stats(Optional.empty()));
                        if (!Double.isNaN(value)) {
                            taken.record(value);
                        }
                    } catch (Refusal | MnemoException unknown) {
                        // closed, or the store does not answer: there is no level to tell
                    }
                });
    }
}

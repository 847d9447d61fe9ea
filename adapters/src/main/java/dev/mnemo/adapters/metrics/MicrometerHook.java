package dev.mnemo.adapters.metrics;

import dev.mnemo.cache.MetricsHook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The events of a cache as meters of Micrometer: counters and timers. Give it to the options of the cache as its
/// `metricsHook`; {@link CacheGauges} adds what is a level rather than an event.
public final class MicrometerHook implements MetricsHook {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Set<String> namespaces;

    /// @param namespaces those whose figures are told apart, all others being `other`; none for no such label
    public MicrometerHook(MeterRegistry registry, Set<String> namespaces) {
        this.registry = registry;
        this.namespaces = Set.copyOf(namespaces);
    }

    @Override
    public void event(String event, Map<String, Object> attributes) {
        Reading.of(event, attributes, namespaces, this::take);
    }

    private void take(Reading reading) {
        var measure = reading.measure();
        if (measure.kind() == Measure.Kind.SECONDS) {
            registry.timer(measure.title(), tags(reading))
                    .record(Duration.ofNanos(Math.round(reading.amount() * NANOS)));
        } else {
            registry.counter(measure.title(), tags(reading)).increment(reading.amount());
        }
    }

    private static List<Tag> tags(Reading reading) {
        return reading.labels().entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList();
    }
}

package dev.mnemo.adapters.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.Cost;
import dev.mnemo.cache.MetricsHook;
import dev.mnemo.cache.NewAnswer;
import dev.mnemo.cache.Question;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static SemanticCache cache(MetricsHook hook, Optional<Budget> budget) {
        var options = CacheOptions.builder(InstantSource.system(), new SplittableRandom(7))
                .metricsHook(hook)
                .similarityThreshold(0.5);
        budget.ifPresent(options::errorBudget);
        return SemanticCache.open(new MemoryStore(), new HashEmbedder(64), options.build());
    }

    /// One put, a hit by text, a hit by meaning, a miss.
    private static void use(SemanticCache cache) {
        var cost = new Cost(30, 12, 2_500_000, Duration.ofMillis(1_500));
        cache.put(Question.of("how do I close my account").in("shop"), NewAnswer.of(Answer.of("So.", cost)));
        assertThat(cache.get(Question.of("how do I close my account").in("shop")))
                .isPresent();
        assertThat(cache.get(Question.of("how can I close my account").in("shop")))
                .isPresent();
        assertThat(cache.get(Question.of("what does it cost").in("tenant-4711")))
                .isEmpty();
    }

    @Test
    void micrometer_counts_hits_by_layer_misses_by_reason_and_what_was_saved() {
        var registry = new SimpleMeterRegistry();
        try (var cache = cache(new MicrometerHook(registry, Set.of("shop")), Optional.empty())) {
            new CacheGauges(cache).bindTo(registry);
            use(cache);
            Function<String, Double> count = name -> registry.get(name).counters().stream()
                    .mapToDouble(io.micrometer.core.instrument.Counter::count)
                    .sum();
            assertThat(registry.get("mnemo.cache.hits")
                            .tags("layer", "exact", "namespace", "shop")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mnemo.cache.hits")
                            .tags("layer", "semantic")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mnemo.cache.misses")
                            .tags("reason", "no_match", "namespace", "other")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(count.apply("mnemo.cache.saved.calls")).isEqualTo(2);
            assertThat(count.apply("mnemo.cache.saved.tokens")).isEqualTo(84);
            assertThat(count.apply("mnemo.cache.saved.money")).isEqualTo(5);
            assertThat(count.apply("mnemo.cache.saved.time")).isEqualTo(3);
            assertThat(registry.get("mnemo.cache.lookup")
                            .tag("result", "hit")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("mnemo.cache.put").timer().count()).isEqualTo(1);
            assertThat(registry.get("mnemo.cache.entries").gauge().value()).isEqualTo(1);
            assertThat(registry.get("mnemo.cache.wrong.hit.bound").gauge().value())
                    .isNaN();
        }
        assertThat(registry.get("mnemo.cache.entries").gauge().value())
                .as("closed")
                .isNaN();
    }

    @Test
    void opentelemetry_says_the_same() throws Exception {
        var reader = InMemoryMetricReader.create();
        try (var provider =
                SdkMeterProvider.builder().registerMetricReader(reader).build()) {
            var hook = new OpenTelemetryHook(provider.get("test"), Set.of());
            try (var cache = cache(hook, Optional.empty());
                    var observed = hook.observe(cache)) {
                use(cache);
                var metrics = collect(reader);
                assertThat(sum(metrics, "mnemo.cache.hits", "layer", "exact")).isEqualTo(1);
                assertThat(sum(metrics, "mnemo.cache.hits", "layer", "semantic"))
                        .isEqualTo(1);
                assertThat(sum(metrics, "mnemo.cache.misses", "reason", "no_match"))
                        .isEqualTo(1);
                assertThat(sum(metrics, "mnemo.cache.saved.calls", "", "")).isEqualTo(2);
                assertThat(sum(metrics, "mnemo.cache.saved.money", "", "")).isEqualTo(5);
                assertThat(metrics.get("mnemo.cache.lookup").getHistogramData().getPoints())
                        .hasSize(2);
                assertThat(metrics.get("mnemo.cache.entries")
                                .getDoubleGaugeData()
                                .getPoints()
                                .iterator()
                                .next()
                                .getValue())
                        .isEqualTo(1);
                assertThat(metrics).doesNotContainKey("mnemo.cache.wrong.hit.bound");
                assertThat(observed).isNotNull();
            }
            assertThat(collect(reader)).doesNotContainKey("mnemo.cache.entries");
        }
    }

    @Test
    void with_an_error_budget_the_bound_on_wrong_hits_is_shown() throws Exception {
        var registry = new SimpleMeterRegistry();
        var reader = InMemoryMetricReader.create();
        try (var provider =
                        SdkMeterProvider.builder().registerMetricReader(reader).build();
                var cache = cache(MetricsHook.NONE, Optional.of(Budget.maxErrorRate(0.02, 0.95)));
                var observed = new OpenTelemetryHook(provider.get("test"), Set.of()).observe(cache)) {
            new CacheGauges(cache).bindTo(registry);
            assertThat(registry.get("mnemo.cache.wrong.hit.bound").gauge().value())
                    .isEqualTo(1);
            assertThat(collect(reader)).containsKey("mnemo.cache.wrong.hit.bound");
            assertThat(observed).isNotNull();
        }
    }

    private static Map<String, MetricData> collect(InMemoryMetricReader reader) {
        return reader.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, Function.identity()));
    }

    private static double sum(Map<String, MetricData> metrics, String name, String label, String value) {
        return metrics.get(name).getDoubleSumData().getPoints().stream()
                .filter(point ->
                        label.isEmpty() || value.equals(point.getAttributes().get(AttributeKey.stringKey(label))))
                .mapToDouble(point -> point.getValue())
                .sum();
    }
}

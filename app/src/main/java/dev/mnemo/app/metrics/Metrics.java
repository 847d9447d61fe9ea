package dev.mnemo.app.metrics;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.HttpServer;
import dev.mnemo.app.http.Response;
import dev.mnemo.cache.Stats;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.user.WorkLoad;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What `/metrics` says. Counts requests and tool calls of this process itself; asks the memories for theirs when it is
/// read. A memory that cannot answer at that moment is left out.
public final class Metrics implements HttpServer.Observer {
    private static final String PATH = "/metrics";
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPERATION_ROUTE = "/api/project/";

    /// Upper ends of the buckets of latency, seconds.
    private static final double[] BUCKETS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Histogram seconds;
    private final Counter operations;
    private final Counter answers;
    private final Supplier<Stats> cache;
    private final Supplier<WorkLoad> users;

    /// @param cache figures of the response cache; throws if it cannot be asked
    /// @param users figures of the work of user memory; throws if it cannot be asked
    public Metrics(Supplier<Stats> cache, Supplier<WorkLoad> users) {
        this.cache = cache;
        this.users = users;
        requests = Counter.builder()
                .name("mnemo_http_requests_total")
                .help("Requests by the pattern of their path.")
                .labelNames("route", "method", "status")
                .register(registry);
        seconds = Histogram.builder()
                .name("mnemo_http_request_seconds")
                .help("How long requests took, to the end of the answer.")
                .labelNames("route")
                .classicOnly()
                .classicUpperBounds(BUCKETS)
                .register(registry);
        operations = Counter.builder()
                .name("mnemo_operations_total")
                .help("Calls of tools, over MCP and REST; memory_recall counts recalls.")
                .labelNames("operation")
                .register(registry);
        answers = Counter.builder()
                .name("mnemo_gateway_answers_total")
                .help("Answers of the gateway by what the cache had to do with them: exact, semantic, miss, bypass.")
                .labelNames("route", "cache")
                .register(registry);
        cache();
        users();
        machine();
    }

    private void cache() {
        CounterWithCallback.builder()
                .name("mnemo_cache_hits_total")
                .help("Answers given from the cache, by text (exact) or by meaning (semantic).")
                .labelNames("layer")
                .callback(callback -> asked(cache, stats -> {
                    callback.call((double) stats.hitsExact(), "exact");
                    callback.call((double) stats.hitsSemantic(), "semantic");
                }))
                .register(registry);
        counter("mnemo_cache_misses_total", "Look-ups without an answer.", Stats::misses);
        counter("mnemo_cache_evictions_total", "Entries that made room.", Stats::evictions);
        counter("mnemo_cache_expirations_total", "Entries whose time had passed.", Stats::expirations);
        counter("mnemo_cache_saved_tokens_total", "Tokens that hits saved, read and written.", Stats::savedTokens);
        counter(
                "mnemo_cache_saved_seconds_total",
                "Time of models that hits saved.",
                stats -> stats.savedMillis() / 1_000.0);
        counter(
                "mnemo_cache_saved_calls_total",
                "Calls of models that hits saved.",
                stats -> stats.hitsExact() + stats.hitsSemantic());
        gauge("mnemo_cache_entries", "Entries in the store.", Stats::entries);
        GaugeWithCallback.builder()
                .name("mnemo_cache_error_bound")
                .help("Upper bound of the share of wrong answers by meaning; only with an error budget.")
                .callback(callback -> asked(cache, stats -> stats.errorBound().ifPresent(callback::call)))
                .register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<Stats> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> asked(cache, stats -> callback.call(value.applyAsDouble(stats))))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<Stats> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> asked(cache, stats -> callback.call(value.applyAsDouble(stats))))
                .register(registry);
    }

    private void users() {
        GaugeWithCallback.builder()
                .name("mnemo_user_work_waiting")
                .help("Pieces of background work of user memory that wait, of all people.")
                .labelNames("kind")
                .callback(callback -> asked(
                        users,
                        load -> load.waiting().forEach((kind, waiting) -> callback.call((double) waiting, kind))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("mnemo_user_work_dead")
                .help("Pieces of background work of user memory that were given up.")
                .callback(callback -> asked(users, load -> callback.call((double) load.dead())))
                .register(registry);
        CounterWithCallback.builder()
                .name("mnemo_user_work_total")
                .help("Leases of background work that this process worked off, by what became of them.")
                .labelNames("outcome")
                .callback(callback -> asked(users, load -> {
                    callback.call((double) load.done(), "done");
                    callback.call((double) load.failed(), "failed");
                }))
                .register(registry);
    }

    private void machine() {
        GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Memory that the JVM uses.")
                .labelNames("area")
                .callback(callback -> {
                    var memory = ManagementFactory.getMemoryMXBean();
                    callback.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
                    callback.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("jvm_memory_max_bytes")
                .help("The most that the heap may take.")
                .labelNames("area")
                .callback(
                        callback -> callback.call((double) Runtime.getRuntime().maxMemory(), "heap"))
                .register(registry);
        CounterWithCallback.builder()
                .name("jvm_gc_collection_seconds_total")
                .help("Time that collecting garbage took.")
                .callback(callback -> callback.call(ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
                                .sum()
                        / 1_000.0))
                .register(registry);
    }

    private static <T> void asked(Supplier<T> memory, Consumer<T> use) {
        T figures;
        try {
            figures = memory.get();
        } catch (MnemoException unavailable) {
            return;
        }
        use.accept(figures);
    }

    @Override
    public void answered(String route, String method, int status, long nanos) {
        requests.labelValues(route, method, Integer.toString(status)).inc();
        seconds.labelValues(route).observe(nanos / (double) TimeUnit.SECONDS.toNanos(1));
        if (route.startsWith(OPERATION_ROUTE)) {
            called(route.substring(OPERATION_ROUTE.length()));
        }
    }

    /// Notes a call of a tool.
    public void called(String operation) {
        operations.labelValues(operation).inc();
    }

    /// Notes an answer of the gateway.
    public void answered(String route, String cache) {
        answers.labelValues(route, cache).inc();
    }

    /// Its row of the table.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                PATH,
                "Server",
                "Figures for Prometheus. A key that belongs to one tenant may not read them.",
                List.of(),
                _ -> Response.bytes(200, TYPE, text())));
    }

    private byte[] text() {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}

package dev.mnemo.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what happens and tells the metrics hook. Called outside every lock.
final class Telemetry {
    private static final Logger LOG = System.getLogger("dev.mnemo.cache");

    private final MetricsHook hook;
    private final Counters counters;

    Telemetry(MetricsHook hook, Counters counters) {
        this.hook = hook;
        this.counters = counters;
    }

    void hit(Hit hit, long nanos) {
        var cost = hit.answer().cost();
        long tokens = cost.inputTokens() + cost.outputTokens();
        long millis = cost.latency().toMillis();
        counters.add(hit.namespace(), hit.layer() == HitLayer.EXACT ? Counters.HITS_EXACT : Counters.HITS_SEMANTIC, 1);
        counters.add(hit.namespace(), Counters.SAVED_TOKENS, tokens);
        counters.add(hit.namespace(), Counters.SAVED_MONEY, cost.moneyMicros());
        counters.add(hit.namespace(), Counters.SAVED_MILLIS, millis);
        tell(
                CacheEvent.HIT,
                hit.namespace(),
                hit.layer().label(),
                hit.similarity(),
                hit.confidence(),
                hit.ageSeconds(),
                hit.stale(),
                nanos,
                tokens,
                cost.moneyMicros(),
                millis);
    }

    void miss(String namespace, Miss miss, long nanos) {
        counters.add(namespace, Counters.MISSES, 1);
        tell(CacheEvent.MISS, namespace, miss.reason().label(), nanos);
    }

    /// Entries that are gone.
    void gone(CacheEvent event, String namespace, long count) {
        if (event == CacheEvent.EVICTION) {
            counters.add(namespace, Counters.EVICTIONS, count);
        } else if (event == CacheEvent.EXPIRED) {
            counters.add(namespace, Counters.EXPIRATIONS, count);
        }
        tell(event, namespace, count);
    }

    /// Tells the hook of an event; the values are those of its attributes, in order.
    void tell(CacheEvent event, Object... values) {
        if (hook.equals(MetricsHook.NONE)) {
            return;
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            attributes.put(event.attributes().get(i), values[i]);
        }
        try {
            hook.event(event.label(), attributes);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "the metrics hook failed on " + event.label(), failure);
        }
    }

    /// Notes a failure that the caller need not know of, without its message, which may hold a secret.
    void warn(String sentence, Throwable failure) {
        LOG.log(Level.WARNING, sentence + " (" + failure.getClass().getSimpleName() + ")");
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The end of answers. An entry past its time is never given out as fresh; it leaves the store in the background once
/// somebody came across it, or when asked to. A clock that goes back makes nothing younger than it is: age is at least
/// 0, and nothing is removed that the clock of the moment does not call over.
final class Expiry {
    private final Entries entries;
    private final CacheOptions options;
    private final Telemetry telemetry;
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    Expiry(Entries entries, CacheOptions options, Telemetry telemetry) {
        this.entries = entries;
        this.options = options;
        this.telemetry = telemetry;
    }

    /// Whether an answer is past its time.
    boolean isOver(StoredEntry entry) {
        return entry.expiredAt(options.clock().instant());
    }

    /// Whether an answer is past its time and past the time in which it may be given while a fresh one is fetched. If
    /// so, its namespace is swept soon.
    boolean isGone(StoredEntry entry) {
        boolean gone = entry.expiredAt(options.clock().instant().minus(options.staleWhileRevalidate()));
        if (gone) {
            met.add(entry.namespace());
        }
        return gone;
    }

    /// Whether a fresh answer should be fetched in the background: always past the time, and before it at random, the
    /// sooner the longer the call takes and the nearer the end, so that callers do not all find it over at once
    /// (Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015).
    boolean isRefreshDue(StoredEntry entry) {
        if (entry.ttl().isEmpty()) {
            return false;
        }
        var now = options.clock().instant();
        if (entry.expiredAt(now)) {
            return true;
        }
        double early = options.earlyRefresh() * entry.cost().latency().toMillis();
        return early > 0 && entry.expiredAt(now.plusMillis((long) (early * -Math.log(chance()))));
    }

    /// Above 0 and below 1.
    private double chance() {
        synchronized (options.random()) {
            return options.random().nextDouble(Double.MIN_NORMAL, 1);
        }
    }

    /// Whether something was met that is to be swept.
    boolean hasWork() {
        return !met.isEmpty();
    }

    /// Sweeps the namespaces in which something was met.
    void run() {
        for (var namespace : List.copyOf(met)) {
            met.remove(namespace);
            sweep(Scope.of(namespace));
        }
    }

    /// Removes every entry of a scope that is gone.
    ///
    /// @return how many
    long sweep(Scope scope) {
        var until = options.clock().instant().minus(options.staleWhileRevalidate());
        var counts = entries.remove(new Selection.Expired(scope, until));
        counts.forEach((namespace, count) -> telemetry.gone(CacheEvent.EXPIRED, namespace, count));
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}

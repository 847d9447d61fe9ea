package dev.mnemo.cache;

import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.kernel.vector.VectorDtype;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an owner does to a cache as a whole.
final class Upkeep {
    private final Entries entries;
    private final Expiry expiry;
    private final Sources sources;
    private final Counters counters;
    private final Telemetry telemetry;

    Upkeep(Entries entries, Expiry expiry, Sources sources, Counters counters, Telemetry telemetry) {
        this.entries = entries;
        this.expiry = expiry;
        this.sources = sources;
        this.counters = counters;
        this.telemetry = telemetry;
    }

    boolean delete(long id) {
        return !entries.remove(new Selection.Ids(Set.of(id))).isEmpty();
    }

    long invalidate(String tag) {
        return remove(new Selection.Tagged(Scope.ALL, tag));
    }

    long invalidate(Scope scope, String tag) {
        return remove(new Selection.Tagged(scope, tag));
    }

    long sourceVersion(String tag, String version) {
        sources.declare(tag, version);
        return remove(new Selection.Outdated(Scope.ALL, tag, version));
    }

    private long remove(Selection selection) {
        var counts = entries.remove(selection);
        counts.forEach((namespace, count) -> telemetry.gone(CacheEvent.INVALIDATED, namespace, count));
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long vacuum(Optional<String> namespace, boolean compact) {
        long gone = expiry.sweep(new Scope(namespace));
        if (compact) {
            entries.index().compact();
        }
        return gone;
    }

    long compact() {
        long before = entries.index().tombstoneCount();
        entries.index().compact();
        return Math.max(0, before - entries.index().tombstoneCount());
    }

    long clearNamespace(String namespace) {
        long gone = clear(Scope.of(namespace));
        dropCounters(namespace);
        return gone;
    }

    long clear() {
        long gone = clear(Scope.ALL);
        entries.index().compact();
        counters.flush(entries.store());
        entries.store().counters().stream()
                .map(Counter::namespace)
                .collect(Collectors.toSet())
                .forEach(this::dropCounters);
        return gone;
    }

    private long clear(Scope scope) {
        return entries.remove(new Selection.Everything(scope)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void dropCounters(String namespace) {
        counters.drop(namespace);
        entries.store().dropCounters(namespace);
    }

    /// Coarser copies are made of those at hand, finer ones of what the store has.
    void requantize(VectorDtype dtype) {
        boolean isFiner = dtype.compareTo(entries.index().dtype()) < 0;
        entries.index().requantize(dtype);
        if (isFiner) {
            entries.rebuild();
        }
    }
}

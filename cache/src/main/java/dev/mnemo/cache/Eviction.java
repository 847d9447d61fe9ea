package dev.mnemo.cache;

import dev.mnemo.cache.store.Candidate;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Makes room when there are too many entries: in one batch of a tenth of the limit, in the background, so that no put
/// waits for it. A put waits only if the background has fallen behind by a whole batch.
final class Eviction {
    /// A batch is the limit divided by this.
    private static final int BATCH_DIVISOR = 10;

    /// Entries removed in one transaction, so that a put in between waits for no more than these.
    private static final int SLICE = 250;

    /// Entries looked at for each one to be evicted, where the cheapest go first.
    private static final int CHOICE_FACTOR = 4;

    private static final int BATCH_MAX = 100_000;

    private final Entries entries;
    private final CacheOptions options;
    private final Telemetry telemetry;
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    Eviction(Entries entries, CacheOptions options, Telemetry telemetry) {
        this.entries = entries;
        this.options = options;
        this.telemetry = telemetry;
    }

    /// How urgent it is to make room after a put.
    enum Urgency {
        NONE,
        SOON,
        NOW
    }

    /// Looks whether a put went over a limit, the quota of its namespace or the limit of all, and makes room: soon, or
    /// at once if the background fell behind. The put is done, so a failure here is not its failure.
    void afterPut(String namespace, Housekeeping housekeeping) {
        try {
            switch (urgency(namespace)) {
                case NONE -> {}
                case SOON -> housekeeping.call();
                case NOW -> housekeeping.now();
            }
        } catch (MnemoException failure) {
            telemetry.warn("there was no room made after a put", failure);
        }
    }

    private Urgency urgency(String namespace) {
        var urgency = Urgency.NONE;
        var quota = options.namespaceQuotas().get(namespace);
        if (quota != null) {
            urgency = urgency(entries.store().count(Scope.of(namespace)), quota);
            if (urgency != Urgency.NONE) {
                full.add(namespace);
            }
        }
        if (options.maxEntries().isPresent()) {
            var all = urgency(
                    entries.store().count(Scope.ALL), options.maxEntries().getAsLong());
            urgency = all.compareTo(urgency) > 0 ? all : urgency;
        }
        return urgency;
    }

    private static Urgency urgency(long count, long limit) {
        if (count <= limit) {
            return Urgency.NONE;
        }
        return count - limit > limit / BATCH_DIVISOR ? Urgency.NOW : Urgency.SOON;
    }

    /// Makes room wherever there are too many entries. Access times must have been flushed.
    void run() {
        for (var namespace : List.copyOf(full)) {
            full.remove(namespace);
            var quota = options.namespaceQuotas().get(namespace);
            if (quota != null) {
                makeRoom(Scope.of(namespace), quota);
            }
        }
        options.maxEntries().ifPresent(limit -> makeRoom(Scope.ALL, limit));
    }

    /// Notes every namespace with a quota, so that the next run looks at it.
    void lookAtAll() {
        full.addAll(options.namespaceQuotas().keySet());
    }

    private void makeRoom(Scope scope, long limit) {
        while (true) {
            long excess = entries.store().count(scope) - limit;
            if (excess <= 0) {
                return;
            }
            int batch = (int) Math.min(Math.max(excess, limit / BATCH_DIVISOR), BATCH_MAX);
            var victims = victims(scope, Math.max(batch, 1));
            if (victims.isEmpty()) {
                return;
            }
            evict(victims);
        }
    }

    private List<Long> victims(Scope scope, int count) {
        return switch (options.evictionOrder()) {
            case LEAST_RECENT ->
                entries.store().leastRecent(scope, count).stream()
                        .map(Candidate::id)
                        .toList();
            case CHEAPEST ->
                entries.store().leastRecent(scope, count * CHOICE_FACTOR).stream()
                        .sorted(Comparator.comparingDouble(Eviction::worth).thenComparing(Candidate::lastAccessedAt))
                        .limit(count)
                        .map(Candidate::id)
                        .toList();
        };
    }

    /// What would be lost: the cost of making the answer again, in millionths of money, or its tokens and time where
    /// no price is known, times how often it was asked for.
    private static double worth(Candidate candidate) {
        var cost = candidate.cost();
        double price = cost.moneyMicros() > 0
                ? cost.moneyMicros()
                : cost.inputTokens()
                        + 4.0 * cost.outputTokens()
                        + cost.latency().toMillis();
        return (1 + price) * (1 + candidate.accessCount());
    }

    private void evict(List<Long> victims) {
        var counts = new ConcurrentHashMap<String, Long>();
        for (int from = 0; from < victims.size(); from += SLICE) {
            var slice = victims.subList(from, Math.min(victims.size(), from + SLICE));
            entries.remove(new Selection.Ids(slice.stream().collect(Collectors.toCollection(TreeSet::new))))
                    .forEach((namespace, count) -> counts.merge(namespace, count, Long::sum));
        }
        counts.forEach((namespace, count) -> telemetry.gone(CacheEvent.EVICTION, namespace, count));
    }
}

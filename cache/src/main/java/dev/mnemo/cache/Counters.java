package dev.mnemo.cache;

import dev.mnemo.cache.store.Counter;
import dev.mnemo.cache.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Numbers by namespace. What was counted waits in memory and is added to the store's counters in batches, so that
/// several processes count together and a crash loses one interval at most.
final class Counters {
    static final String HITS_EXACT = "hits_exact";
    static final String HITS_SEMANTIC = "hits_semantic";
    static final String MISSES = "misses";
    static final String EVICTIONS = "evictions";
    static final String EXPIRATIONS = "expirations";
    static final String SAVED_TOKENS = "saved_tokens";
    static final String SAVED_MONEY = "saved_money_micros";
    static final String SAVED_MILLIS = "saved_millis";

    private record Name(String namespace, String counter) {}

    private final Map<Name, LongAdder> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();

    void add(String namespace, String counter, long amount) {
        if (amount != 0) {
            // compute keeps the adder in the map while it is added to, so that a flush misses nothing
            waiting.compute(new Name(namespace, counter), (_, adder) -> {
                var sum = adder == null ? new LongAdder() : adder;
                sum.add(amount);
                return sum;
            });
        }
    }

    /// Adds what waits to the store. If the store fails, it goes on waiting.
    void flush(Store store) {
        flushing.lock();
        try {
            var amounts = new ArrayList<Counter>();
            for (var name : List.copyOf(waiting.keySet())) {
                var adder = waiting.remove(name);
                if (adder != null) {
                    amounts.add(new Counter(name.namespace(), name.counter(), adder.sum()));
                }
            }
            if (amounts.isEmpty()) {
                return;
            }
            boolean done = false;
            try {
                store.addCounters(amounts);
                done = true;
            } finally {
                if (!done) {
                    amounts.forEach(amount -> add(amount.namespace(), amount.name(), amount.value()));
                }
            }
        } finally {
            flushing.unlock();
        }
    }

    /// What the store has and what waits, of one namespace or all, as a function from a counter's name.
    Totals totals(List<Counter> stored, Optional<String> namespace) {
        var sums = new ConcurrentHashMap<String, Long>();
        for (var counter : stored) {
            if (namespace.isEmpty() || namespace.get().equals(counter.namespace())) {
                sums.merge(counter.name(), counter.value(), Long::sum);
            }
        }
        waiting.forEach((name, adder) -> {
            if (namespace.isEmpty() || namespace.get().equals(name.namespace())) {
                sums.merge(name.counter(), adder.sum(), Long::sum);
            }
        });
        return new Totals(sums);
    }

    /// Forgets what waits for a namespace.
    void drop(String namespace) {
        waiting.keySet().removeIf(name -> name.namespace().equals(namespace));
    }

    /// Sums by the name of the counter.
    record Totals(Map<String, Long> sums) {
        long of(String counter) {
            return sums.getOrDefault(counter, 0L);
        }
    }
}

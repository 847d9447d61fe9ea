package dev.mnemo.cache;

import dev.mnemo.cache.policy.BudgetReport;
import dev.mnemo.cache.policy.BudgetState;
import dev.mnemo.cache.policy.Candidate;
import dev.mnemo.cache.policy.Decision;
import dev.mnemo.cache.policy.ErrorBudget;
import dev.mnemo.cache.policy.Evidence;
import dev.mnemo.cache.store.Key;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// An error budget at work: remembers what was decided until it comes to light whether it was right. Comparing is done
/// off the path, and skipped while too much of it is under way.
final class Learning {
    private static final String NOTE = "error-budget";

    /// Decisions that wait for the truth; the oldest are given up.
    private static final int WAITING_MAX = 10_000;

    private static final int COMPARISONS_MAX = 8;

    private final ErrorBudget budget;
    private final CacheOptions options;
    private final Telemetry telemetry;
    private final Semaphore comparisons = new Semaphore(COMPARISONS_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Pending> asks = bounded();
    private final Map<Served, Decision> serves = bounded();
    private volatile boolean isChanged;

    /// The bound of the latest calibration; computing it is too slow for every hit.
    private volatile double bound;

    /// What an entry's answer was when the model was to be asked instead.
    private record Pending(Decision decision, String response) {}

    private record Served(Key asked, long entryId) {}

    private Learning(ErrorBudget budget, CacheOptions options, Telemetry telemetry) {
        this.budget = budget;
        this.options = options;
        this.telemetry = telemetry;
        this.bound = budget.report().bound();
    }

    /// The budget the options ask for, as far as it had got. What cannot be read is learned anew.
    static Optional<Learning> open(CacheOptions options, Store store, Telemetry telemetry) {
        return options.errorBudget().map(wanted -> {
            var state = BudgetState.EMPTY;
            try {
                state = store.note(NOTE)
                        .map(Json::parseObject)
                        .map(BudgetState::of)
                        .orElse(BudgetState.EMPTY);
            } catch (Refusal unreadable) {
                telemetry.warn("what the error budget had learned cannot be read", unreadable);
            }
            return new Learning(new ErrorBudget(wanted, options.random(), state), options, telemetry);
        });
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > WAITING_MAX;
            }
        };
    }

    /// Decides whether an entry's answer is given to a question, and remembers what was decided.
    Decision decide(Asked asked, Evidence evidence, String response) {
        Decision decision;
        synchronized (options.random()) {
            decision = budget.decide(evidence);
        }
        lock.lock();
        try {
            switch (decision) {
                case Decision.Ask ask -> asks.put(asked.key(), new Pending(ask, response));
                case Decision.Serve serve -> serves.put(new Served(asked.key(), evidence.entry()), serve);
            }
        } finally {
            lock.unlock();
        }
        return decision;
    }

    /// Whether a single entry of this similarity would be given now. Nothing is counted.
    boolean mayServe(double similarity) {
        return Evidence.of(List.of(new Candidate(0, similarity, 0, new float[0]))).stream()
                .anyMatch(budget::wouldServe);
    }

    /// The model has answered a question: if its answer was withheld for lack of confidence, the truth is known now.
    void answered(Asked asked, String fresh) {
        Optional<Pending> pending;
        lock.lock();
        try {
            pending = Optional.ofNullable(asks.remove(asked.key()));
        } finally {
            lock.unlock();
        }
        pending.ifPresent(waiting -> compare(asked, waiting.decision(), waiting.response(), () -> fresh));
    }

    /// Asks the model what was answered from the cache, and compares. The fresh answer is not stored: its question is
    /// not the entry's.
    void audit(Asked asked, Hit hit, Supplier<NewAnswer> model) {
        served(asked.key(), hit.entryId())
                .ifPresent(serve -> compare(
                        asked, serve, hit.response(), () -> model.get().answer().text()));
    }

    private void compare(Asked asked, Decision decision, String stored, Supplier<String> fresh) {
        if (!comparisons.tryAcquire()) {
            return; // whatever the outcome would have been, so the sample stays fair
        }
        Thread.ofVirtual().name("mnemo-cache-compare").start(() -> {
            try {
                boolean isRight = options.answerComparison().isSame(stored, fresh.get());
                budget.learn(decision, isRight);
                changed();
                telemetry.tell(CacheEvent.AUDIT, asked.namespace(), isRight);
            } catch (RuntimeException failure) {
                telemetry.warn("two answers could not be compared", failure);
            } finally {
                comparisons.release();
            }
        });
    }

    void rejected(Asked asked, long entryId) {
        served(asked.key(), entryId).ifPresent(decision -> {
            budget.reject(decision);
            changed();
        });
    }

    void confirmed(long entryId) {
        budget.confirm(entryId);
        changed();
    }

    private Optional<Decision> served(Key asked, long entryId) {
        lock.lock();
        try {
            return Optional.ofNullable(serves.get(new Served(asked, entryId)));
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        bound = budget.report().bound();
        isChanged = true;
    }

    /// The share of wrong answers that is not exceeded among those given; 1 while none is.
    double bound() {
        return bound;
    }

    BudgetReport report() {
        return budget.report();
    }

    /// Writes what was learned since the last time.
    void flush(Store store) {
        if (isChanged) {
            isChanged = false;
            store.writeNotes(Map.of(NOTE, budget.state().json().compact()));
        }
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.flight.Flights;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// An answer from the cache, else from the model: one call for all who ask the same at the same time, stored for
/// those who come later.
final class Fetch {
    /// Answers fetched in the background at one time; beyond it a stale answer stays stale a little longer.
    private static final int REFRESHES_MAX = 16;

    /// Failures remembered, if failures are remembered at all.
    private static final int FAILURES_MAX = 1_000;

    private final Lookup lookup;
    private final Admission admission;
    private final BiConsumer<Asked, NewAnswer> afterPut;
    private final CacheOptions options;
    private final Telemetry telemetry;
    private final Flights<Flown> flights;
    private final Semaphore refreshes = new Semaphore(REFRESHES_MAX);
    private final ConcurrentHashMap<String, Failure> failures = new ConcurrentHashMap<>();

    /// What a call brought.
    ///
    /// @param isStorable whether it is fit for others too
    record Flown(Answer answer, Json.Obj metadata, boolean isStorable) {
        Served served(Miss miss, boolean isShared) {
            return new Served(answer, metadata, miss, isShared);
        }
    }

    private record Failure(RuntimeException failure, Instant until) {}

    /// @param afterPut told of each answer that was stored
    Fetch(
            Lookup lookup,
            Admission admission,
            BiConsumer<Asked, NewAnswer> afterPut,
            CacheOptions options,
            Telemetry telemetry) {
        this.lookup = lookup;
        this.admission = admission;
        this.afterPut = afterPut;
        this.options = options;
        this.telemetry = telemetry;
        this.flights = new Flights<>(options.flightWait());
    }

    /// After a miss: the answer of the one call that is made for it.
    Served afterMiss(Asked asked, Miss miss, Supplier<NewAnswer> model) {
        if (asked.question().bypass()) {
            return call(asked, model).served(miss, false);
        }
        throwRemembered(asked);
        var led = new boolean[1];
        var flown = flights.fly(
                asked.flight(),
                () -> {
                    led[0] = true;
                    return lead(asked, model);
                },
                Flown::isStorable);
        if (!led[0]) {
            telemetry.tell(CacheEvent.SHARED, asked.namespace());
        }
        return flown.served(miss, !led[0]);
    }

    /// After a hit that is old: asks the model in the background, unless somebody does already.
    void refresh(Asked asked, Supplier<NewAnswer> model) {
        if (flights.isUnderWay(asked.flight()) || !refreshes.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("mnemo-cache-refresh").start(() -> {
            String outcome = "failed";
            try {
                flights.fly(asked.flight(), () -> call(asked, model), Flown::isStorable);
                outcome = "fresh";
            } catch (RuntimeException failure) {
                telemetry.warn("an answer could not be fetched anew", failure);
            } finally {
                refreshes.release();
                telemetry.tell(CacheEvent.REFRESH, asked.namespace(), outcome);
            }
        });
    }

    /// What another question's call brought meanwhile, if it is a hit for this one.
    Optional<Hit> again(Asked asked) {
        try {
            if (lookup.find(asked, false) instanceof Hit hit) {
                telemetry.tell(CacheEvent.SHARED, asked.namespace());
                return Optional.of(hit);
            }
        } catch (MnemoException storeFailure) {
            telemetry.warn("the store failed during a look-up", storeFailure);
        }
        return Optional.empty();
    }

    /// Whoever leads looks again: between its miss and now another call may have landed.
    private Flown lead(Asked asked, Supplier<NewAnswer> model) {
        var landed = sameText(asked);
        return landed.isPresent() ? landed.get() : call(asked, model);
    }

    private Optional<Flown> sameText(Asked asked) {
        try {
            return lookup.exact(asked, false).map(hit -> new Flown(hit.answer(), hit.metadata(), true));
        } catch (MnemoException storeFailure) {
            return Optional.empty();
        }
    }

    private Flown call(Asked asked, Supplier<NewAnswer> model) {
        long start = System.nanoTime();
        NewAnswer given;
        try {
            given = model.get();
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (RuntimeException failure) {
            remember(asked, failure);
            throw failure;
        }
        given = timed(given, System.nanoTime() - start);
        return new Flown(given.answer(), given.metadata(), store(asked, given));
    }

    private static NewAnswer timed(NewAnswer given, long nanos) {
        var cost = given.answer().cost();
        if (!cost.latency().isZero()) {
            return given;
        }
        var timed = new Cost(cost.inputTokens(), cost.outputTokens(), cost.moneyMicros(), Duration.ofNanos(nanos));
        return given.with(given.answer().with(timed));
    }

    /// Stores if it can; the caller has its answer either way.
    private boolean store(Asked asked, NewAnswer given) {
        try {
            if (admission.put(asked, given) instanceof PutResult.Stored) {
                afterPut.accept(asked, given);
                return true;
            }
            return false;
        } catch (MnemoException failure) {
            telemetry.warn("an answer could not be stored", failure);
            telemetry.tell(
                    CacheEvent.PUT_FAILED, asked.namespace(), failure.fault().name());
            return true;
        } catch (Refusal tooLong) {
            telemetry.tell(CacheEvent.PUT_FAILED, asked.namespace(), "REFUSED");
            return true;
        }
    }

    private void remember(Asked asked, RuntimeException failure) {
        if (options.negativeTtl().isZero()) {
            return;
        }
        var now = options.clock().instant();
        if (failures.size() >= FAILURES_MAX) {
            failures.values().removeIf(old -> !old.until().isAfter(now));
        }
        if (failures.size() < FAILURES_MAX) {
            failures.put(asked.flight(), new Failure(failure, now.plus(options.negativeTtl())));
        }
    }

    private void throwRemembered(Asked asked) {
        var known = failures.get(asked.flight());
        if (known == null) {
            return;
        }
        if (known.until().isAfter(options.clock().instant())) {
            throw known.failure();
        }
        failures.remove(asked.flight(), known);
    }
}

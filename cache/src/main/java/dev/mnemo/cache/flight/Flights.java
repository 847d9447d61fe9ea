package dev.mnemo.cache.flight;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Calls under way, by key. The first to ask leads and makes the call on its own thread; whoever asks meanwhile
/// follows and gets what the leader got: its result, or its failure. If the leader is cancelled, one of the followers
/// leads. If the result is the leader's alone, each follower makes its own call. No lock is held during a call.
///
/// @param <T> what a call gives
public final class Flights<T> {
    private final ConcurrentHashMap<String, Flight<T>> underWay = new ConcurrentHashMap<>();
    private final long waitNanos;

    private static final class Flight<T> {
        private final Thread leader = Thread.currentThread();
        private final CompletableFuture<Landing<T>> landing = new CompletableFuture<>();
    }

    private sealed interface Landing<T> {}

    private record Shared<T>(T result) implements Landing<T> {}

    private record LeadersOwn<T>() implements Landing<T> {}

    private record Failed<T>(Throwable failure) implements Landing<T> {}

    private record Cancelled<T>() implements Landing<T> {}

    /// @param waitMax how long a follower waits before it gives up
    public Flights(Duration waitMax) {
        this.waitNanos = waitMax.toNanos();
    }

    /// The result of the one call made for a key.
    ///
    /// @param call makes the call; run by one of those who ask
    /// @param isShared whether a result may be given to others
    /// @throws MnemoException with fault `TIMEOUT` if somebody else's call takes longer than the limit
    /// @throws CancellationException if the thread is interrupted while it waits
    public T fly(String key, Supplier<T> call, Predicate<T> isShared) {
        long start = System.nanoTime();
        while (true) {
            var mine = new Flight<T>();
            var theirs = underWay.putIfAbsent(key, mine);
            if (theirs == null) {
                return lead(key, mine, call, isShared);
            }
            if (theirs.leader.equals(Thread.currentThread())) {
                return call.get(); // the call asks the same question again; waiting would be for ever
            }
            switch (await(theirs, waitNanos - (System.nanoTime() - start))) {
                case Shared<T>(var result) -> {
                    return result;
                }
                case LeadersOwn<T>() -> {
                    return call.get();
                }
                case Failed<T>(var failure) -> throw rethrown(failure);
                case Cancelled<T>() -> Thread.onSpinWait(); // and lead or follow anew
            }
        }
    }

    /// Calls under way.
    public int size() {
        return underWay.size();
    }

    /// Whether a call for this key is under way.
    public boolean isUnderWay(String key) {
        return underWay.containsKey(key);
    }

    private T lead(String key, Flight<T> mine, Supplier<T> call, Predicate<T> isShared) {
        Landing<T> landing = new Cancelled<>();
        try {
            var result = call.get();
            landing = isShared.test(result) ? new Shared<>(result) : new LeadersOwn<>();
            return result;
        } catch (RuntimeException | Error failure) {
            landing = isCancellation(failure) ? new Cancelled<>() : new Failed<>(failure);
            throw failure;
        } finally {
            underWay.remove(key, mine);
            mine.landing.complete(landing);
        }
    }

    private Landing<T> await(Flight<T> flight, long nanosLeft) {
        try {
            return flight.landing.get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new MnemoException(
                    Fault.TIMEOUT,
                    "Another caller asked the same and has had no answer for "
                            + Duration.ofNanos(waitNanos).toMillis() + " ms.",
                    "Ask again later, or let callers wait longer.",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for another caller's answer");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a landing is never exceptional", impossible);
        }
    }

    private static boolean isCancellation(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof CancellationException) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            return exception;
        }
        throw (Error) failure;
    }
}

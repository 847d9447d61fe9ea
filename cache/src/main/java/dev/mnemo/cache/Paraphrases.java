package dev.mnemo.cache;

import dev.mnemo.cache.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Questions whose answers are on their way, by partition. Whoever asks one that could be answered by the answer of
/// another waits for that, and then looks into the cache again, where all rules hold as always; if it is a miss, the
/// model is asked after all. So a wait can cost time, and never a wrong answer.
///
/// Somebody who waits has no place here yet, and whoever has a place does not wait, so nobody waits in a circle.
final class Paraphrases {
    /// Questions on their way that one question is compared with, in each partition; more are not taken in.
    private static final int COMPARED_MAX = 1_000;

    private final Acceptance acceptance;
    private final long waitNanos;
    private final ConcurrentHashMap<String, List<UnderWay>> partitions = new ConcurrentHashMap<>();
    private final AtomicLong landings = new AtomicLong();

    /// A question whose answer is on its way.
    ///
    /// @param leader who fetches it
    @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
    private record UnderWay(Key key, String text, float[] unit, Thread leader, CountDownLatch landed) {}

    /// A place among the questions whose answers are on their way, until it is closed.
    final class Turn implements AutoCloseable {
        private final boolean worthALook;
        private final Optional<UnderWay> place;

        private Turn(boolean worthALook, Optional<UnderWay> place) {
            this.worthALook = worthALook;
            this.place = place;
        }

        /// Whether another question's answer came since the cache was looked into.
        boolean isWorthALook() {
            return worthALook;
        }

        @Override
        public void close() {
            place.ifPresent(Paraphrases.this::landed);
        }
    }

    /// @param waitMax how long a question waits for the answer of another at most
    Paraphrases(Acceptance acceptance, Duration waitMax) {
        this.acceptance = acceptance;
        this.waitNanos = waitMax.toNanos();
    }

    /// How many answers have come.
    long landings() {
        return landings.get();
    }

    /// Waits for the answer of a question that means the same, if one is on its way, and takes a place.
    ///
    /// @param seen how many answers had come when the cache was looked into
    /// @throws CancellationException if the thread is interrupted while it waits
    Turn join(Asked asked, long seen) {
        if (asked.unit().isEmpty() || asked.isTextOnly() || asked.question().bypass()) {
            return new Turn(false, Optional.empty());
        }
        var mine = new UnderWay(
                asked.key(),
                asked.question().text(),
                asked.unit().get(),
                Thread.currentThread(),
                new CountDownLatch(1));
        var others = new ArrayList<UnderWay>();
        partitions.compute(partition(mine), (_, known) -> {
            if (known != null) {
                known.stream()
                        .filter(other -> mayAnswer(other, asked))
                        .findFirst()
                        .ifPresent(others::add);
            }
            return others.isEmpty() ? with(known == null ? List.of() : known, mine) : known;
        });
        if (others.isEmpty()) {
            return new Turn(landings() != seen, Optional.of(mine));
        }
        await(others.getFirst());
        partitions.compute(partition(mine), (_, known) -> with(known == null ? List.of() : known, mine));
        return new Turn(true, Optional.of(mine));
    }

    private boolean mayAnswer(UnderWay other, Asked asked) {
        return !other.leader().equals(Thread.currentThread()) // it asks again itself; waiting would be for ever
                && !other.key().equals(asked.key()) // the same text shares its call anyway
                && acceptance.mayAnswer(
                        asked,
                        other.text(),
                        UnitVectors.cosine(other.unit(), asked.unit().orElseThrow()));
    }

    private static List<UnderWay> with(List<UnderWay> known, UnderWay mine) {
        if (known.size() >= COMPARED_MAX) {
            return known;
        }
        var more = new ArrayList<>(known);
        more.add(mine);
        return List.copyOf(more);
    }

    private void await(UnderWay other) {
        try {
            var _ = other.landed().await(waitNanos, TimeUnit.NANOSECONDS); // who waited in vain asks the model
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the answer of a question like this one");
        }
    }

    @SuppressWarnings("ReferenceEquality") // a place is one object
    private void landed(UnderWay mine) {
        partitions.computeIfPresent(partition(mine), (_, known) -> {
            var others = known.stream().filter(each -> each != mine).toList();
            return others.isEmpty() ? null : others;
        });
        landings.incrementAndGet();
        mine.landed().countDown();
    }

    private static String partition(UnderWay question) {
        return Partitions.name(question.key().namespace(), question.key().partition());
    }
}

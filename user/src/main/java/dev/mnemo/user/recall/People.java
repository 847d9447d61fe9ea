package dev.mnemo.user.recall;

import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.kernel.vector.FlatIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// The people whose memories are held in this process's memory, as many as fit; whoever was asked about longest
/// ago makes room. Losing one costs reading it again.
///
/// Where the store can answer for people who are not held, reading somebody is worth its while only if more questions
/// follow, and never if somebody else who is being asked about would have to go.
final class People {
    /// A second question within this time is a conversation, and more questions follow.
    static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    /// People whose last question is remembered.
    private static final int ASKED_MAX = 20_000;

    /// People who are read at the same time, so that reading leaves the processors to answers.
    private static final int READ_AT_ONCE = 1;

    private final long bytesMax;
    private final String fingerprint;
    private final int dimensions;
    private final Analysis analysis = new Words();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Person> latest = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Instant> asked = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore reading = new Semaphore(READ_AT_ONCE);

    /// @param bytesMax about how much memory all together may take
    /// @param fingerprint names the model whose vectors are compared
    /// @param dimensions components of every vector
    People(long bytesMax, String fingerprint, int dimensions) {
        this.bytesMax = bytesMax;
        this.fingerprint = fingerprint;
        this.dimensions = dimensions;
    }

    Analysis analysis() {
        return analysis;
    }

    /// A person, up to date.
    Person find(String name, Shelf shelf, ZoneId zone) {
        Person person;
        lock.lock();
        try {
            person = latest.computeIfAbsent(
                    name, _ -> new Person(shelf, analysis, new FlatIndex(fingerprint, dimensions), zone));
        } finally {
            lock.unlock();
        }
        person.catchUp();
        makeRoom(name);
        return person;
    }

    /// Whether somebody is held, wholly read.
    boolean holds(String name) {
        lock.lock();
        try {
            var person = latest.get(name);
            return person != null && person.isComplete();
        } finally {
            lock.unlock();
        }
    }

    /// Notes a question about somebody; true if they are to be held from now on.
    boolean isWorthHolding(String name, Instant now) {
        long held = bytes();
        lock.lock();
        try {
            var before = asked.put(name, now);
            if (asked.size() > ASKED_MAX) {
                asked.remove(asked.keySet().iterator().next());
            }
            return before != null && isLately(before, now) && (held < bytesMax || isEldestIdle(now));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isLately(Instant moment, Instant now) {
        return moment.plus(ASKED_AGAIN).isAfter(now);
    }

    private boolean isEldestIdle(Instant now) {
        var eldest = latest.keySet().stream().findFirst();
        return eldest.isPresent() && !isLately(asked.getOrDefault(eldest.get(), Instant.MIN), now);
    }

    /// Reads somebody, unless others are being read; then a later question brings it about.
    void hold(String name, Shelf shelf, ZoneId zone) {
        if (!reading.tryAcquire()) {
            return;
        }
        try {
            find(name, shelf, zone);
        } catch (RuntimeException e) {
            drop(name);
            throw e;
        } finally {
            reading.release();
        }
    }

    /// Forgets what was held of somebody; the next question reads it again.
    void drop(String name) {
        lock.lock();
        try {
            latest.remove(name);
            asked.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /// About how much memory all together take, in bytes.
    long bytes() {
        lock.lock();
        try {
            return latest.values().stream().mapToLong(Person::bytes).sum();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(String keep) {
        lock.lock();
        try {
            long held = latest.values().stream().mapToLong(Person::bytes).sum();
            while (held > bytesMax && latest.size() > 1) {
                Optional<String> eldest = latest.keySet().stream()
                        .filter(name -> !name.equals(keep))
                        .findFirst();
                if (eldest.isEmpty()) {
                    return;
                }
                var gone = latest.remove(eldest.get());
                held -= gone == null ? 0 : gone.bytes();
            }
        } finally {
            lock.unlock();
        }
    }
}

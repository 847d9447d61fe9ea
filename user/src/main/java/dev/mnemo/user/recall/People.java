package dev.mnemo.user.recall;

import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.kernel.vector.FlatIndex;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The people whose memories are held in this process's memory, as many as fit; whoever was asked about longest
/// ago makes room. Losing one costs reading it again.
final class People {
    private final long bytesMax;
    private final String fingerprint;
    private final int dimensions;
    private final Analysis analysis = new Words();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Person> latest = new LinkedHashMap<>(16, 0.75f, true);

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

    /// Forgets what was held of somebody; the next question reads it again.
    void drop(String name) {
        lock.lock();
        try {
            latest.remove(name);
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

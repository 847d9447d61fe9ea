package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A store in the memory of this process: nothing is kept beyond {@link #close}. Also the reference against which the
/// other stores are tested, so it is plain: one lock, one map, an order of use.
public final class MemoryStore implements Store {
    /// How far back the change log reaches, in changes.
    static final int CHANGES_KEPT = 100_000;

    /// An entry's place in the order of use.
    private record Use(Instant at, long id) implements Comparable<Use> {
        private static final Comparator<Use> ORDER =
                Comparator.comparing(Use::at).thenComparingLong(Use::id);

        @Override
        public int compareTo(Use other) {
            return ORDER.compare(this, other);
        }
    }

    private record CounterName(String namespace, String name) implements Comparable<CounterName> {
        private static final Comparator<CounterName> ORDER =
                Comparator.comparing(CounterName::namespace).thenComparing(CounterName::name);

        @Override
        public int compareTo(CounterName other) {
            return ORDER.compare(this, other);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final int entriesMax;
    private final NavigableMap<Long, StoredEntry> entries = new TreeMap<>();
    private final Map<Key, Long> ids = new HashMap<>();
    private final Map<Scope, NavigableSet<Use>> uses = new HashMap<>();
    private final ArrayDeque<Change> log = new ArrayDeque<>();
    private final NavigableMap<CounterName, Long> counters = new TreeMap<>();
    private final NavigableMap<Long, Feedback> feedback = new TreeMap<>();
    private final NavigableMap<String, String> notes = new TreeMap<>();
    private Optional<Model> model = Optional.empty();
    private boolean closed;
    private long lastId;
    private long lastFeedbackId;
    private long lastSequence;

    /// A store without a limit of its own; the cache evicts.
    public MemoryStore() {
        this(Integer.MAX_VALUE);
    }

    /// A store that refuses to hold more than a number of entries, with fault `DISK_FULL`.
    public MemoryStore(int entriesMax) {
        if (entriesMax < 1) {
            throw new Refusal("A store holds at least 1 entry, not " + entriesMax + ".");
        }
        this.entriesMax = entriesMax;
    }

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public Model open(Model wanted) {
        lock.lock();
        try {
            if (closed) {
                throw closedStore();
            }
            if (model.isEmpty()) {
                model = Optional.of(wanted);
            }
            return model.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<StoredEntry> find(Key key) {
        return alone(() -> Optional.ofNullable(ids.get(key)).map(entries::get));
    }

    @Override
    public List<StoredEntry> get(Collection<Long> wanted) {
        return alone(() -> {
            var found = new ArrayList<StoredEntry>(wanted.size());
            for (long id : wanted) {
                var entry = entries.get(id);
                if (entry != null) {
                    found.add(entry);
                }
            }
            return found;
        });
    }

    @Override
    public List<StoredEntry> entries(long afterId, int limit) {
        return alone(() ->
                entries.tailMap(afterId, false).values().stream().limit(limit).toList());
    }

    @Override
    public void vectors(long afterId, VectorReader each) {
        var rows = alone(() -> List.copyOf(entries.tailMap(afterId, false).values()));
        for (var row : rows) {
            each.row(row.id(), row.namespace(), row.partition(), row.embedding());
        }
    }

    @Override
    public SortedMap<String, Long> counts() {
        return alone(() -> {
            var counts = new TreeMap<String, Long>();
            uses.forEach((scope, inOrder) ->
                    scope.namespace().ifPresent(name -> counts.put(name, (long) inOrder.size())));
            return counts;
        });
    }

    @Override
    public long count(Scope scope) {
        return alone(() -> (long) inOrderOfUse(scope).size());
    }

    @Override
    public List<Candidate> leastRecent(Scope scope, int limit) {
        return alone(() -> inOrderOfUse(scope).stream()
                .limit(limit)
                .map(use -> candidate(existing(use.id())))
                .toList());
    }

    @Override
    public List<Long> put(List<StoredEntry> given) {
        return alone(() -> {
            long fresh = given.stream()
                    .map(Key::of)
                    .filter(key -> !ids.containsKey(key))
                    .distinct()
                    .count();
            if (entries.size() + fresh > entriesMax) {
                throw new MnemoException(
                        Fault.DISK_FULL,
                        "The store in memory holds its most of " + entriesMax + " entries.",
                        "Remove entries or give the cache a limit below that of its store.");
            }
            model.ifPresent(held -> held.check(given));
            return given.stream().map(this::store).toList();
        });
    }

    private Long store(StoredEntry given) {
        long id = ids.computeIfAbsent(Key.of(given), _ -> ++lastId);
        var replaced = entries.remove(id);
        if (replaced != null) {
            forgetUse(replaced);
        }
        keep(given.withId(id));
        append(Change.Kind.PUT, id, given.namespace());
        return id;
    }

    @Override
    public void touch(Collection<Touch> touches) {
        alone(() -> {
            for (var touch : touches) {
                var entry = entries.get(touch.id());
                if (entry != null) {
                    forgetUse(entry);
                    keep(entry.touched(touch.at(), touch.hits()));
                }
            }
            return touches;
        });
    }

    @Override
    public List<Removed> remove(Selection selection) {
        return alone(() -> {
            var gone = entries.values().stream()
                    .filter(selection::contains)
                    .limit(REMOVED_MAX)
                    .toList();
            for (var entry : gone) {
                entries.remove(entry.id());
                ids.remove(Key.of(entry));
                forgetUse(entry);
                append(Change.Kind.REMOVED, entry.id(), entry.namespace());
            }
            return gone.stream()
                    .map(entry -> new Removed(entry.id(), entry.namespace()))
                    .toList();
        });
    }

    @Override
    public long sequence() {
        return alone(() -> lastSequence);
    }

    @Override
    public Changes changesSince(long sequence, int limit) {
        return alone(() -> {
            long skipped = lastSequence - log.size();
            var changes = log.stream()
                    .skip(Math.clamp(sequence - skipped, 0, log.size()))
                    .limit(limit)
                    .toList();
            return new Changes(changes, sequence >= skipped && sequence <= lastSequence);
        });
    }

    @Override
    public void addCounters(Collection<Counter> amounts) {
        alone(() -> {
            for (var amount : amounts) {
                counters.merge(new CounterName(amount.namespace(), amount.name()), amount.value(), Long::sum);
            }
            return counters.values().removeIf(value -> value == 0);
        });
    }

    @Override
    public List<Counter> counters() {
        return alone(() -> counters.entrySet().stream()
                .map(entry ->
                        new Counter(entry.getKey().namespace(), entry.getKey().name(), entry.getValue()))
                .toList());
    }

    @Override
    public void dropCounters(String namespace) {
        alone(() -> counters.keySet().removeIf(name -> name.namespace().equals(namespace)));
    }

    @Override
    public long addFeedback(Feedback given) {
        return alone(() -> {
            long id = ++lastFeedbackId;
            feedback.put(id, given.withId(id));
            append(Change.Kind.FEEDBACK, id, given.namespace());
            return id;
        });
    }

    @Override
    public List<Feedback> feedback(long afterId, int limit) {
        return alone(() ->
                feedback.tailMap(afterId, false).values().stream().limit(limit).toList());
    }

    @Override
    public void dropFeedback(Collection<Long> gone) {
        alone(() -> feedback.keySet().removeAll(gone));
    }

    @Override
    public Optional<String> note(String name) {
        return alone(() -> Optional.ofNullable(notes.get(name)));
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        return alone(() -> {
            var found = new TreeMap<String, String>();
            notes.tailMap(prefix, true).entrySet().stream()
                    .takeWhile(note -> note.getKey().startsWith(prefix))
                    .forEach(note -> found.put(note.getKey(), note.getValue()));
            return found;
        });
    }

    @Override
    public void writeNotes(Map<String, String> written) {
        alone(() -> {
            notes.putAll(written);
            return notes.values().removeIf(String::isEmpty);
        });
    }

    @Override
    public Optional<String> damage(Depth depth) {
        return alone(Optional::empty);
    }

    @Override
    public void snapshot(Path file) {
        lock.lock();
        try {
            var held = model.orElseThrow(MemoryStore::closedStore);
            var rows = List.copyOf(alone(entries::values));
            var words = List.copyOf(feedback.values());
            var counted = counters();
            var noted = notes("");
            SnapshotFile.write(file, held, copy -> {
                copy.entries(SnapshotFile.paged(rows, StoredEntry::id));
                copy.feedback(SnapshotFile.paged(words, Feedback::id));
                copy.counters(counted);
                copy.notes(noted);
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
            ids.clear();
            uses.clear();
            log.clear();
            feedback.clear();
        } finally {
            lock.unlock();
        }
    }

    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            if (closed || model.isEmpty()) {
                throw closedStore();
            }
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private NavigableSet<Use> inOrderOfUse(Scope scope) {
        return uses.getOrDefault(scope, Collections.emptyNavigableSet());
    }

    private StoredEntry existing(long id) {
        return Objects.requireNonNull(entries.get(id));
    }

    private void keep(StoredEntry entry) {
        entries.put(entry.id(), entry);
        var use = new Use(entry.lastAccessedAt(), entry.id());
        for (var scope : List.of(Scope.ALL, Scope.of(entry.namespace()))) {
            uses.computeIfAbsent(scope, _ -> new TreeSet<>()).add(use);
        }
    }

    private void forgetUse(StoredEntry entry) {
        var use = new Use(entry.lastAccessedAt(), entry.id());
        for (var scope : List.of(Scope.ALL, Scope.of(entry.namespace()))) {
            uses.computeIfPresent(scope, (_, inOrder) -> inOrder.remove(use) && inOrder.isEmpty() ? null : inOrder);
        }
    }

    private void append(Change.Kind kind, long id, String namespace) {
        log.addLast(new Change(++lastSequence, kind, id, namespace));
        if (log.size() > CHANGES_KEPT) {
            log.removeFirst();
        }
    }

    private static Candidate candidate(StoredEntry entry) {
        return new Candidate(entry.id(), entry.namespace(), entry.lastAccessedAt(), entry.accessCount(), entry.cost());
    }

    private static Refusal closedStore() {
        return new Refusal("The store is closed or was not opened; open it first and use it before it is closed.");
    }
}

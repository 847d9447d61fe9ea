package dev.mnemo.user.recall;

import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.TermIndex;
import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.user.time.TimeExpressions;
import dev.mnemo.user.time.TimeMention;
import dev.mnemo.user.time.TimeSpan;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Everything remembered of one person, in memory and ready to be searched: words, vectors, and who said what
/// after what. Derived from the {@link Shelf} and brought up to date before each question. About 900 bytes for
/// a message of twenty words with a vector of 384 dimensions.
///
/// Safe for many threads: questions run side by side, a change waits for the questions under way.
final class Person implements Known {
    /// Changes read from the shelf at a time.
    private static final int CHANGES_MAX = 2_000;

    /// Bytes of an entry besides its text and vector: the row, its words twice, its places in maps.
    private static final int ENTRY_BYTES = 420;

    private static final int NOBODY = -1;

    private final Shelf shelf;
    private final Analysis analysis;
    private final ZoneId zone;
    private final ReentrantLock catchingUp = new ReentrantLock();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final TermIndex terms = new TermIndex();
    private final FlatIndex vectors;
    private final Map<Long, Integer> documents = new HashMap<>();
    private final Map<String, Talk> talks = new HashMap<>();
    private final Map<String, Integer> abouts = new HashMap<>();

    /// Names of speakers and sessions, each once however many messages have them.
    private final Map<String, String> names = new HashMap<>();

    private @Nullable Entry[] entries = new Entry[256];

    /// Changed under the lock; read without it, so that nobody waits for a change of somebody else.
    private final AtomicLong bytes = new AtomicLong();

    private volatile boolean isComplete;
    private Shelf.Mark mark = Shelf.Mark.BEGINNING;

    /// One thing remembered.
    static final class Entry {
        private final Remembered memory;
        private final ZoneId zone;
        private final boolean asks;

        /// Found when they are first asked for, since most questions name no time; the same whoever finds them.
        private @Nullable List<TimeSpan> spans;

        /// The same for the latest question from another zone.
        private @Nullable Elsewhere elsewhere;

        private record Elsewhere(ZoneId zone, List<TimeSpan> spans) {}

        Entry(Remembered memory, ZoneId zone, boolean asks) {
            this.memory = memory;
            this.zone = zone;
            this.asks = asks;
        }

        Remembered memory() {
            return memory;
        }

        /// The same with its text, which was not there while it was ranked.
        Entry saying(String text) {
            return new Entry(memory.saying(text), zone, asks);
        }

        /// Whether it ends in a question mark.
        boolean asks() {
            return asks;
        }

        /// When it took place and, for a message, the times that its text names.
        ///
        /// @param from where the question comes from, whose "yesterday" it is
        List<TimeSpan> spans(ZoneId from) {
            if (memory.happened().isPresent() || memory.kind() != Kind.MESSAGE) {
                return memory.happened().map(List::of).orElse(List.of());
            }
            return from.equals(zone) ? here() : there(from);
        }

        private List<TimeSpan> here() {
            var known = spans;
            if (known == null) {
                known = named(zone);
                spans = known;
            }
            return known;
        }

        private List<TimeSpan> there(ZoneId from) {
            var known = elsewhere;
            if (known == null || !known.zone().equals(from)) {
                known = new Elsewhere(from, named(from));
                elsewhere = known;
            }
            return known.spans();
        }

        private List<TimeSpan> named(ZoneId from) {
            return TimeExpressions.in(memory.text(), memory.created().atZone(from)).stream()
                    .filter(TimeMention::explicit)
                    .map(TimeMention::span)
                    .toList();
        }
    }

    /// @param shelf what to keep up with
    /// @param analysis cuts texts into words
    /// @param vectors an empty index
    /// @param zone from where most questions are expected, for times named in messages
    Person(Shelf shelf, Analysis analysis, FlatIndex vectors, ZoneId zone) {
        this.shelf = shelf;
        this.analysis = analysis;
        this.vectors = vectors;
        this.zone = zone;
    }

    /// Reads what has changed.
    void catchUp() {
        catchingUp.lock();
        try {
            boolean complete = false;
            while (!complete) {
                var changes = shelf.since(mark.holding(documents.size()), CHANGES_MAX);
                apply(changes);
                mark = changes.mark();
                complete = changes.complete();
            }
            isComplete = true;
        } finally {
            catchingUp.unlock();
        }
    }

    /// Whether everything was read once.
    boolean isComplete() {
        return isComplete;
    }

    private void apply(Shelf.Changes changes) {
        if (changes.changes().isEmpty() && !changes.anew() && changes.alive().isEmpty()) {
            return;
        }
        var words = new ArrayList<List<String>>();
        for (var change : changes.changes()) {
            words.add(
                    change instanceof Shelf.Put put
                            ? analysis.words(put.memory().searchText())
                            : List.of());
        }
        lock.writeLock().lock();
        try {
            if (changes.anew()) {
                List.copyOf(documents.keySet()).forEach(this::remove);
            }
            changes.alive()
                    .ifPresent(alive -> documents.keySet().stream()
                            .filter(id -> !alive.contains(id))
                            .toList()
                            .forEach(this::remove));
            for (int i = 0; i < words.size(); i++) {
                switch (changes.changes().get(i)) {
                    case Shelf.Put put -> put(put, words.get(i));
                    case Shelf.Vector(var id, var vector) -> {
                        var document = documents.get(id);
                        if (document != null) {
                            put(document, Optional.of(vector));
                        }
                    }
                    case Shelf.Ended(var id, var until) -> {
                        var document = documents.get(id);
                        if (document != null) {
                            var entry = entry(document);
                            entries[document] = new Entry(entry.memory().knownUntil(until), zone, entry.asks());
                        }
                    }
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void put(Shelf.Put put, List<String> words) {
        var memory = put.memory().sharing(text -> names.computeIfAbsent(text, same -> same));
        var known = documents.get(memory.id());
        if (known != null && sameText(entry(known).memory(), memory)) {
            entries[known] = new Entry(memory, zone, entry(known).asks());
            put(known, put.vector());
            return;
        }
        remove(memory.id());
        int document = terms.add(words);
        if (document >= entries.length) {
            entries = Arrays.copyOf(entries, document + (document >> 1) + 1);
        }
        var text = memory.text().stripTrailing();
        entries[document] = new Entry(memory, zone, text.endsWith("?") || text.endsWith("？"));
        documents.put(memory.id(), document);
        abouts.merge(memory.about(), 1, Integer::sum);
        if (memory.isTalk()) {
            talks.computeIfAbsent(memory.session(), _ -> new Talk()).add(memory.place(), document);
        }
        put(document, put.vector());
        bytes.addAndGet(size(memory));
    }

    /// A vector of another model is none.
    private void put(int document, Optional<float[]> vector) {
        vector.filter(known -> known.length == vectors.dimensions()).ifPresent(known -> vectors.put(document, known));
    }

    private static boolean sameText(Remembered one, Remembered other) {
        return one.text().equals(other.text())
                && one.kind() == other.kind()
                && one.about().equals(other.about())
                && one.session().equals(other.session())
                && one.place() == other.place();
    }

    private void remove(long id) {
        var document = documents.remove(id);
        if (document == null) {
            return;
        }
        var memory = entry(document).memory();
        terms.remove(document);
        vectors.remove(document);
        entries[document] = null;
        abouts.computeIfPresent(memory.about(), (_, count) -> count == 1 ? null : count - 1);
        if (memory.isTalk()) {
            talks.computeIfPresent(memory.session(), (_, talk) -> talk.remove(memory.place(), document) ? null : talk);
        }
        bytes.addAndGet(-size(memory));
    }

    private long size(Remembered memory) {
        return (long) ENTRY_BYTES + vectors.dimensions() + memory.text().length();
    }

    /// About how much memory this takes, in bytes.
    long bytes() {
        return bytes.get();
    }

    /// Asks something while nothing changes.
    <T> T read(Function<Person, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(this);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// How much a word says; see {@link TermIndex#weight}.
    double weight(String word) {
        return terms.weight(word);
    }

    @Override
    public int capacity() {
        return terms.capacity();
    }

    @Override
    public int documents() {
        return terms.documents();
    }

    @Override
    public double[] bm25(Map<String, Double> queryWords, double repetition, double length) {
        return terms.bm25(queryWords, repetition, length);
    }

    @Override
    public Optional<Nearness> nearness(float[] question) {
        if (vectors.size() == 0) {
            return Optional.empty();
        }
        var probe = vectors.probe(question);
        return Optional.of(new Nearness() {
            @Override
            public List<Neighbour> nearest(int limit, LongPredicate admits) {
                return vectors.nearest(probe, limit, admits);
            }

            @Override
            public OptionalDouble cosine(int document) {
                return vectors.similarity(probe, document);
            }
        });
    }

    @Override
    public Optional<Entry> find(int document) {
        return Optional.ofNullable(entries[document]);
    }

    @Override
    public Entry entry(int document) {
        var entry = entries[document];
        if (entry == null) {
            throw new IllegalStateException("Nothing is remembered under number " + document + ".");
        }
        return entry;
    }

    @Override
    public Iterable<String> abouts() {
        return abouts.keySet();
    }

    @Override
    public int neighbour(int document, int distance) {
        var memory = entry(document).memory();
        var talk = memory.isTalk() ? talks.get(memory.session()) : null;
        return talk == null ? NOBODY : talk.neighbour(memory.place(), document, distance);
    }

    /// The messages of one conversation in their order.
    private static final class Talk {
        private long[] places = new long[8];
        private int[] documents = new int[8];
        private int size;

        void add(long place, int document) {
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
                documents = Arrays.copyOf(documents, 2 * size);
            }
            int at = size;
            while (at > 0 && places[at - 1] > place) {
                at--;
            }
            System.arraycopy(places, at, places, at + 1, size - at);
            System.arraycopy(documents, at, documents, at + 1, size - at);
            places[at] = place;
            documents[at] = document;
            size++;
        }

        /// Returns whether nothing is left.
        boolean remove(long place, int document) {
            int at = find(place, document);
            if (at >= 0) {
                size--;
                System.arraycopy(places, at + 1, places, at, size - at);
                System.arraycopy(documents, at + 1, documents, at, size - at);
            }
            return size == 0;
        }

        int neighbour(long place, int document, int distance) {
            int at = find(place, document);
            int there = at + distance;
            return at < 0 || there < 0 || there >= size ? NOBODY : documents[there];
        }

        private int find(long place, int document) {
            int at = Arrays.binarySearch(places, 0, size, place);
            while (at > 0 && places[at - 1] == place) {
                at--;
            }
            while (at >= 0 && at < size && places[at] == place) {
                if (documents[at] == document) {
                    return at;
                }
                at++;
            }
            return NOBODY;
        }
    }
}

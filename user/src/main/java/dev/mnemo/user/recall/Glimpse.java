package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.TopK;
import dev.mnemo.kernel.vector.Neighbour;
import dev.mnemo.user.recall.Person.Entry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongPredicate;

/// What a store saw of a person for one question. It answers as {@link Person} does, but for two roundings: a word that
/// stands in a text more than twice counts twice, and cosines are those of half-precision numbers.
final class Glimpse implements Known, Known.Nearness {
    private static final int NOBODY = -1;

    private final List<String> words;
    private final Sight.Seen seen;
    private final long[] ids;
    private final List<Entry> entries;
    private final float[] cosines;
    private final Set<String> abouts = new LinkedHashSet<>();
    private final Map<String, int[]> talks = new HashMap<>();
    private final int[] places;

    /// @param words those that were looked for, in the order of the bits
    /// @param zone where the person is, for times named in their messages
    Glimpse(List<String> words, Sight.Seen seen, ZoneId zone) {
        this.words = words;
        this.seen = seen;
        int count = seen.things().size();
        ids = seen.things().stream().mapToLong(thing -> thing.memory().id()).toArray();
        entries = new ArrayList<>(count);
        cosines = new float[count];
        places = new int[count];
        Arrays.fill(cosines, Float.NaN);
        for (var near : seen.cosines()) {
            int document = document(near.id());
            if (document >= 0) {
                cosines[document] = near.similarity();
            }
        }
        var sizes = new HashMap<String, Integer>();
        for (int document = 0; document < count; document++) {
            var thing = seen.things().get(document);
            entries.add(new Entry(thing.memory(), zone, thing.asks()));
            abouts.add(thing.memory().about());
            if (thing.memory().isTalk()) {
                places[document] = sizes.merge(thing.memory().session(), 1, Integer::sum) - 1;
            }
        }
        sizes.forEach((session, size) -> talks.put(session, new int[size]));
        for (int document = 0; document < count; document++) {
            var talk = talks.get(seen.things().get(document).memory().session());
            if (talk != null && seen.things().get(document).memory().isTalk()) {
                talk[places[document]] = document;
            }
        }
    }

    private int document(long id) {
        return Arrays.binarySearch(ids, id);
    }

    @Override
    public int capacity() {
        return ids.length;
    }

    @Override
    public int documents() {
        return ids.length;
    }

    @Override
    public double[] bm25(Map<String, Double> queryWords, double repetition, double length) {
        var frequencies = new int[words.size()];
        for (var match : seen.matches()) {
            for (int word = 0; word < frequencies.length; word++) {
                frequencies[word] += (int) (match.has() >>> word & 1);
            }
        }
        var weights = new double[frequencies.length];
        for (int word = 0; word < weights.length; word++) {
            weights[word] = queryWords.getOrDefault(words.get(word), 0.0)
                    * Math.log(1 + (ids.length - frequencies[word] + 0.5) / (frequencies[word] + 0.5));
        }
        var scores = new double[ids.length];
        double average = Math.max(1, seen.averageLength());
        for (var match : seen.matches()) {
            int document = document(match.id());
            if (document >= 0) {
                double held = repetition * (1 - length + length * match.length() / average);
                for (int word = 0; word < weights.length; word++) {
                    long count = (match.has() >>> word & 1) + (match.repeats() >>> word & 1);
                    scores[document] += weights[word] * count / (count + held);
                }
            }
        }
        return scores;
    }

    @Override
    public Optional<Nearness> nearness(float[] question) {
        return seen.cosines().isEmpty() ? Optional.empty() : Optional.of(this);
    }

    @Override
    public List<Neighbour> nearest(int limit, LongPredicate admits) {
        var nearest = new TopK(limit);
        for (int document = 0; document < cosines.length; document++) {
            if (nearest.wants(cosines[document]) && !Float.isNaN(cosines[document]) && admits.test(document)) {
                nearest.offer(document, cosines[document]);
            }
        }
        return nearest.best().stream()
                .map(near -> new Neighbour(near.row(), (float) near.score()))
                .toList();
    }

    @Override
    public OptionalDouble cosine(int document) {
        return Float.isNaN(cosines[document]) ? OptionalDouble.empty() : OptionalDouble.of(cosines[document]);
    }

    @Override
    public Optional<Entry> find(int document) {
        return Optional.of(entries.get(document));
    }

    @Override
    public Entry entry(int document) {
        return entries.get(document);
    }

    @Override
    public Iterable<String> abouts() {
        return abouts;
    }

    @Override
    public int neighbour(int document, int distance) {
        var memory = entries.get(document).memory();
        var talk = memory.isTalk() ? talks.get(memory.session()) : null;
        int there = places[document] + distance;
        return talk == null || there < 0 || there >= talk.length ? NOBODY : talk[there];
    }
}

package dev.mnemo.cache.tune;

import dev.mnemo.cache.policy.Candidate;
import dev.mnemo.cache.policy.Evidence;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.cache.policy.Reading;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.vector.FlatIndex;
import dev.mnemo.kernel.vector.Neighbour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Plays a labelled stream through a cache that starts empty: the nearest of all entries so far is what
/// counts, as in life, not pairs. A question that gets a cached answer makes no entry; one that is asked of
/// the model does.
/// Not for several threads at once.
public final class Replay {
    /// Neighbours of each question that are found once for all replays. Where they hold too few entries of a
    /// replay, all entries are looked at.
    private static final int NEIGHBOURS = 300;

    private static final int BATCH_TEXTS = 64;

    private static final byte UNKNOWN = 0;
    private static final byte ADMITTED = 1;
    private static final byte BLOCKED = 2;

    private final List<Asked> stream;
    private final List<float[]> vectors;
    private final List<List<Neighbour>> neighbours;
    private final List<Reading> readings;
    private final long[] answers;
    private final Map<Guards, byte[][]> admitted = new HashMap<>();

    /// What became of each question, in the order they were asked in.
    ///
    /// @param served those that got a cached answer
    /// @param wrong those of them that got a wrong one
    /// @param questions how many there were
    public record Outcome(BitSet served, BitSet wrong, int questions) {
        /// Share of questions that got a cached answer.
        public double hitRatio() {
            return questions == 0 ? 0 : (double) served.cardinality() / questions;
        }

        /// Share of wrong ones among the cached answers given; 0 if none was given.
        public double wrongRatio() {
            return served.isEmpty() ? 0 : (double) wrong.cardinality() / served.cardinality();
        }
    }

    private Replay(List<Asked> stream, List<float[]> vectors) {
        this.stream = stream;
        this.vectors = vectors;
        this.readings = stream.stream().map(asked -> Reading.of(asked.text())).toList();
        var numbers = new HashMap<String, Long>();
        this.answers = stream.stream()
                .mapToLong(asked -> numbers.computeIfAbsent(asked.answer(), _ -> (long) numbers.size()))
                .toArray();
        var index = new FlatIndex("replay", vectors.isEmpty() ? 1 : vectors.getFirst().length);
        for (int i = 0; i < vectors.size(); i++) {
            index.put(i, vectors.get(i));
        }
        this.neighbours = vectors.stream()
                .map(vector -> index.nearest(vector, NEIGHBOURS))
                .toList();
    }

    /// Prepares a stream: embeds it and finds neighbours, which takes a while.
    public static Replay of(List<Asked> stream, Embedder embedder) {
        var vectors = new ArrayList<float[]>();
        for (int from = 0; from < stream.size(); from += BATCH_TEXTS) {
            var texts = stream.subList(from, Math.min(stream.size(), from + BATCH_TEXTS)).stream()
                    .map(Asked::text)
                    .toList();
            vectors.addAll(embedder.embed(texts, Embedder.Purpose.QUERY));
        }
        return new Replay(List.copyOf(stream), vectors);
    }

    /// Prepares a stream whose vectors are known, one for each question, in order.
    public static Replay of(List<Asked> stream, List<float[]> vectors) {
        return new Replay(List.copyOf(stream), List.copyOf(vectors));
    }

    /// Questions in the stream.
    public int size() {
        return stream.size();
    }

    /// Plays the stream in the order it was written in, with answers that can be told to be equal.
    public Outcome play(Rule rule, Guards guards) {
        var order = new int[stream.size()];
        Arrays.setAll(order, i -> i);
        return play(order, rule, guards, true);
    }

    /// Plays the stream.
    ///
    /// @param order places in the stream
    /// @param rule decides; must be new
    /// @param guards keep candidates from the rule
    /// @param answersCompare whether equal answers can be told by looking at them, as with canned ones;
    ///     otherwise two entries count as answered alike only if a comparison with a fresh answer found so
    public Outcome play(int[] order, Rule rule, Guards guards, boolean answersCompare) {
        var entries = new BitSet();
        var alike = new long[stream.size()];
        var served = new BitSet();
        var wrong = new BitSet();
        for (int turn = 0; turn < order.length; turn++) {
            int question = order[turn];
            alike[question] = answersCompare ? answers[question] : question;
            var chosen = rule.choose(candidates(question, entries, alike, guards));
            if (chosen.isPresent()) {
                var choice = chosen.get();
                boolean right = answers[(int) choice.entry()] == answers[question];
                served.set(turn, choice.isServed());
                wrong.set(turn, choice.isServed() && !right);
                if (choice.isServed() && !choice.isAudited()) {
                    continue;
                }
                rule.learn(choice, right);
                alike[question] = right ? alike[(int) choice.entry()] : alike[question];
            }
            entries.set(question);
        }
        return new Outcome(served, wrong, order.length);
    }

    private List<Candidate> candidates(int question, BitSet entries, long[] alike, Guards guards) {
        var nearest = new ArrayList<Candidate>();
        var around = neighbours.get(question);
        for (int place = 0; place < around.size(); place++) {
            if (nearest.size() == Evidence.VOTERS) {
                return nearest;
            }
            var neighbour = around.get(place);
            int entry = (int) neighbour.id();
            if (entries.get(entry) && admitsAt(guards, question, place)) {
                nearest.add(new Candidate(entry, neighbour.similarity(), alike[entry], vectors.get(entry)));
            }
        }
        return nearest.size() == entries.cardinality() ? nearest : scan(question, entries, alike, guards);
    }

    /// As {@link #admits}, remembered over replays.
    private boolean admitsAt(Guards guards, int question, int place) {
        if (guards.watched().isEmpty()) {
            return true;
        }
        var known = admitted.computeIfAbsent(guards, _ -> new byte[stream.size()][]);
        if (known[question] == null) {
            known[question] = new byte[neighbours.get(question).size()];
        }
        if (known[question][place] == UNKNOWN) {
            int entry = (int) neighbours.get(question).get(place).id();
            known[question][place] = admits(guards, question, entry) ? ADMITTED : BLOCKED;
        }
        return known[question][place] == ADMITTED;
    }

    private boolean admits(Guards guards, int question, int entry) {
        return guards.check(readings.get(question), readings.get(entry)).isEmpty();
    }

    private List<Candidate> scan(int question, BitSet entries, long[] alike, Guards guards) {
        return entries.stream()
                .mapToObj(entry -> new Candidate(entry, cosine(question, entry), alike[entry], vectors.get(entry)))
                .sorted(Comparator.comparingDouble(Candidate::similarity).reversed())
                .filter(candidate -> admits(guards, question, (int) candidate.entry()))
                .limit(Evidence.VOTERS)
                .toList();
    }

    private double cosine(int one, int other) {
        var a = vectors.get(one);
        var b = vectors.get(other);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.clamp(sum, -1, 1);
    }
}

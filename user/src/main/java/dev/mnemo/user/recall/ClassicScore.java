package dev.mnemo.user.recall;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The ranking of {@link Recipe.Classic}: `rrf * exp(-age / decay) * importance / 10 * graph`, where `rrf` is 1
/// for what is first by words and by meaning, and `graph` is 1 and a half for each relation with both ends in
/// the text, a fifth for each with one, 2 at most.
final class ClassicScore {
    /// Candidates by each of words and meaning, for each hit asked for.
    private static final int CANDIDATES_PER_HIT = 4;

    private static final double REPETITION = 1.2;
    private static final double LENGTH = 0.75;
    private static final double GRAPH_MAX = 2;

    private ClassicScore() {}

    static List<Scored> rank(Known person, Asked asked) {
        var cue = asked.cue();
        var admission = new Admission(cue, asked.time());
        var plain = new Recipe.Likeness(1, 1, REPETITION, LENGTH, 0, 0, 0, 0, 0, 0, 0);
        var likeness = new Likeness(person, plain, admission, asked.words(), asked.vector());
        var byWords = likeness.byWords(CANDIDATES_PER_HIT * cue.limit());
        var byMeaning = likeness.byMeaning(CANDIDATES_PER_HIT * cue.limit());
        var fused = Scored.fuse(byWords, byMeaning);
        var ranked = new ArrayList<Scored>();
        for (int document : new LinkedHashSet<>(fused.keySet())) {
            var entry = person.entry(document);
            var memory = entry.memory();
            double recency = Boosts.recency(memory, asked.asOf(), cue.decay());
            double importance = memory.importance() / 10;
            double graph = Math.min(GRAPH_MAX, 1 + 0.5 * Boosts.graph(memory.text(), asked.relations()));
            double rrf = fused.getOrDefault(document, 0.0);
            double cosine = likeness.cosine(document);
            ranked.add(new Scored(
                    document,
                    entry,
                    new Factors(
                            Double.isNaN(cosine) ? 0 : cosine,
                            likeness.bm25(document),
                            rrf,
                            recency,
                            importance,
                            graph,
                            0,
                            0,
                            rrf * recency * importance * graph)));
        }
        return ranked;
    }
}

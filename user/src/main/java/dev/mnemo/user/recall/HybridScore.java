package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.kernel.rank.TopK;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The ranking of a {@link Recipe.Fused}. Candidates come by words, by meaning, by the time that the question
/// names and from the neighbourhood of the best; each is as like the question as its words and its meaning say,
/// as its neighbours in the conversation suggest, and as it is said by the one who is asked about. What else is
/// known about it adds a little.
final class HybridScore {
    /// The best by each measure that are looked at more closely, at least.
    private static final int CANDIDATES_MIN = 100;

    /// Candidates by each measure for each hit asked for.
    private static final int CANDIDATES_PER_HIT = 4;

    /// How far from the best in a conversation candidates are looked for.
    private static final int NEIGHBOURS = 2;

    /// A likeness that comes out as a score of 3/4.
    private static final double THREE_QUARTERS = 4;

    private final Known person;
    private final Recipe.Fused recipe;
    private final Recipe.Likeness weights;
    private final Asked asked;
    private final Admission admission;
    private final Likeness likeness;
    private final Optional<String> speaker;
    private final Map<Integer, Double> own = new HashMap<>();
    private final Map<String, Double> bestOfSession = new HashMap<>();

    private HybridScore(Known person, Recipe.Fused recipe, Asked asked) {
        this.person = person;
        this.recipe = recipe;
        this.weights = recipe.likeness();
        this.asked = asked;
        this.admission = new Admission(asked.cue(), asked.time());
        this.likeness = new Likeness(person, weights, admission, asked.words(), asked.vector());
        this.speaker = Speakers.named(asked.cue().text(), person.abouts());
    }

    static List<Scored> rank(Known person, Recipe.Fused recipe, Asked asked) {
        return new HybridScore(person, recipe, asked).rank();
    }

    private List<Scored> rank() {
        int wanted = Math.max(CANDIDATES_MIN, CANDIDATES_PER_HIT * asked.cue().limit());
        var byWords = likeness.byWords(wanted);
        var byMeaning = likeness.byMeaning(wanted);
        var candidates = new LinkedHashSet<Integer>();
        byWords.forEach(found -> candidates.add(found.row()));
        byMeaning.forEach(found -> candidates.add(found.row()));
        addNeighbours(candidates);
        addLatest(candidates, wanted);
        for (int document : candidates) {
            var session = person.entry(document).memory().session();
            bestOfSession.merge(session, own(document), Math::max);
        }
        var fused = Scored.fuse(byWords, byMeaning);
        speaker.ifPresent(name -> asked.trace().note("", "speaker", weights.speaker(), name));
        var ranked = new ArrayList<Scored>(candidates.size());
        for (int document : candidates) {
            ranked.add(scored(document, fused.getOrDefault(document, 0.0)));
        }
        return ranked;
    }

    private void addNeighbours(Set<Integer> candidates) {
        for (int document : List.copyOf(candidates)) {
            for (int distance = -NEIGHBOURS; distance <= NEIGHBOURS; distance++) {
                int neighbour = person.neighbour(document, distance);
                if (neighbour >= 0 && admission.admits(person.entry(neighbour))) {
                    candidates.add(neighbour);
                }
            }
        }
    }

    /// What took place when the question says, and, for a question that says nothing else, whatever is latest.
    private void addLatest(Set<Integer> candidates, int wanted) {
        if (asked.time().isEmpty() && !candidates.isEmpty()) {
            return;
        }
        var latest = new TopK(wanted);
        for (int document = 0; document < person.capacity(); document++) {
            int row = document;
            person.find(document)
                    .filter(entry -> asked.time().isEmpty() || admission.isAtTheTime(entry))
                    .filter(admission::admits)
                    .ifPresent(entry ->
                            latest.offer(row, (double) entry.memory().created().getEpochSecond()));
        }
        latest.best().forEach(found -> candidates.add(found.row()));
    }

    private double own(int document) {
        return own.computeIfAbsent(document, likeness::of);
    }

    private Scored scored(int document, double rrf) {
        var entry = person.entry(document);
        var memory = entry.memory();
        double like = inConversation(document)
                + (entry.asks() && memory.kind() == Kind.MESSAGE ? -weights.asking() : 0)
                + (speaker.filter(memory.about()::equals).isPresent() ? weights.speaker() : 0)
                + (admission.isAtTheTime(entry) ? weights.time() : 0);
        var bonuses = recipe.bonuses();
        double recency = bonuses.recency()
                * Boosts.recency(memory, asked.asOf(), asked.cue().decay());
        double importance = bonuses.importance() * memory.importance() / 10;
        double graph = bonuses.graph() * Math.min(1, Boosts.graph(memory.text(), asked.relations()));
        double access = bonuses.access() * Boosts.access(memory);
        double emotion = asked.cue()
                .emotion()
                .map(feeling -> bonuses.emotion() * feeling.likeness(memory.emotion()))
                .orElse(0.0);
        double more = (1 + Math.abs(like)) * (recency + importance + graph + access + emotion);
        double cosine = likeness.cosine(document);
        if (asked.trace().isWanted()) {
            var row = Long.toString(memory.id());
            asked.trace().note(row, "words", Rounding.round(likeness.bm25(document), 3), "");
            asked.trace().note(row, "meaning", Double.isNaN(cosine) ? 0 : Rounding.round(cosine, 3), "");
            asked.trace().note(row, "likeness", Rounding.round(own(document), 3), "words and meaning together");
            asked.trace().note(row, "conversation", Rounding.round(like, 3), "with neighbours, speaker and time");
            asked.trace()
                    .note(row, "bonuses", Rounding.round(more, 3), "recency, importance, relations, access, emotion");
        }
        return new Scored(
                document,
                entry,
                new Factors(
                        Double.isNaN(cosine) ? 0 : cosine,
                        likeness.bm25(document),
                        rrf,
                        recency,
                        importance,
                        graph,
                        access,
                        emotion,
                        squeezed(like + more)));
    }

    /// Its own likeness, and shares of that of what was said around it.
    private double inConversation(int document) {
        if (person.entry(document).memory().kind() != Kind.MESSAGE) {
            return own(document);
        }
        double sum = own(document);
        for (int distance = -NEIGHBOURS; distance <= NEIGHBOURS; distance++) {
            int neighbour = distance == 0 ? -1 : person.neighbour(document, distance);
            if (neighbour >= 0) {
                sum += (Math.abs(distance) == 1 ? weights.next() : weights.second()) * own(neighbour);
            }
        }
        int before = person.neighbour(document, -1);
        if (before >= 0 && person.entry(before).asks()) {
            sum += weights.answer() * own(before);
        }
        var session = person.entry(document).memory().session();
        return session.isEmpty() ? sum : sum + weights.session() * bestOfSession.getOrDefault(session, 0.0);
    }

    /// From any number to 0..1, in the same order; 0.5 is as like the question as anything.
    private static double squeezed(double value) {
        return (1 + value / (Math.abs(value) + THREE_QUARTERS)) / 2;
    }
}

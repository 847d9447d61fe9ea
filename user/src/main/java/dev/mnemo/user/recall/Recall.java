package dev.mnemo.user.recall;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.user.time.TimeExpressions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recall for all the people of a store: brings what is held of the person up to date, makes one vector of the
/// question, ranks, and merges. Calls no language model and writes nothing.
///
/// Safe for many threads.
public final class Recall {
    /// Memory that everything held of all people may take together, in bytes, unless told otherwise.
    public static final long HELD_BYTES_DEFAULT = 192L << 20;

    /// Relations of one question.
    private static final int RELATIONS_MAX = 20;

    /// Words of a question that are looked up, those that say most first.
    private static final int WORDS_MAX = 64;

    /// What a word counts that the question does not say, but a relation of somebody it names.
    private static final double RELATED_WORD = 0.3;

    /// What a relation counts beside a memory that is as sure.
    private static final double RELATION_SCORE = 0.85;

    private static final String NO_MODEL = "none";

    private final Recipe recipe;
    private final Optional<Embedder> embedder;
    private final InstantSource clock;
    private final People people;

    /// @param recipe the way of ranking
    /// @param embedder makes the vectors of questions: the model that made those on the shelves; without one
    ///     words count alone
    /// @param heldBytesMax about how much memory everything held of all people may take together
    public Recall(Recipe recipe, Optional<Embedder> embedder, InstantSource clock, long heldBytesMax) {
        this.recipe = recipe;
        this.embedder = embedder;
        this.clock = clock;
        this.people = new People(
                heldBytesMax,
                embedder.map(Embedder::fingerprint).orElse(NO_MODEL),
                embedder.map(Embedder::dimensions).orElse(1));
    }

    /// What comes to mind.
    ///
    /// @param person names the person among all that this recalls for, tenant included
    /// @param shelf everything remembered of this person; the same for the same name
    /// @param relations the person's graph
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read or the model fails
    public Recollection recall(String person, Shelf shelf, Relation.Source relations, Cue cue) {
        return recall(person, shelf, relations, cue, recipe);
    }

    /// As above by another way of ranking.
    public Recollection recall(String person, Shelf shelf, Relation.Source relations, Cue cue, Recipe way) {
        var vector = cue.text().isBlank()
                ? Optional.<float[]>empty()
                : embedder.map(model -> model.embed(cue.text(), Embedder.Purpose.QUERY));
        return recall(person, shelf, relations, new Wanted(cue, way, vector));
    }

    /// As above with the vector of the question, for who has it already.
    public Recollection recall(
            String person, Shelf shelf, Relation.Source relations, Cue cue, Optional<float[]> vector) {
        return recall(person, shelf, relations, new Wanted(cue, recipe, vector));
    }

    private record Wanted(Cue cue, Recipe recipe, Optional<float[]> vector) {}

    private Recollection recall(String person, Shelf shelf, Relation.Source relations, Wanted wanted) {
        var cue = wanted.cue();
        var asOf = cue.asOf().orElseGet(clock::instant);
        var time = TimeExpressions.asked(cue.text(), asOf.atZone(cue.zone()));
        var found = relations.named(cue.text(), cue.asOf(), RELATIONS_MAX);
        var held = people.find(person, shelf, cue.zone());
        var trace = new Trace(cue.explain());
        time.ifPresent(mention -> trace.note(
                "",
                "time",
                mention.explicit() ? 1 : 0,
                mention.words() + ": " + mention.span().from() + " to "
                        + mention.span().until() + (mention.explicit() ? ", filters" : ", hints")));
        return held.read(known -> {
            var asked = new Asked(cue, asOf, words(known, cue.text(), found), wanted.vector(), time, found, trace);
            return recollection(
                    asked,
                    switch (wanted.recipe()) {
                        case Recipe.Classic _ -> ClassicScore.rank(known, asked);
                        case Recipe.Fused fused -> HybridScore.rank(known, fused, asked);
                    });
        });
    }

    /// Forgets what is held of a person in memory, at once and not only before the next question.
    public void drop(String person) {
        people.drop(person);
    }

    /// About how much memory everything held takes, in bytes.
    public long heldBytes() {
        return people.bytes();
    }

    private Map<String, Double> words(Person known, String text, List<Relation> relations) {
        var analysis = people.analysis();
        var words = new LinkedHashMap<String, Double>();
        analysis.words(text).stream()
                .distinct()
                .sorted(Comparator.comparingDouble(word -> -known.terms().weight(word)))
                .limit(WORDS_MAX)
                .forEach(word -> words.put(word, 1.0));
        for (var relation : relations) {
            analysis.words(relation.subject() + " " + relation.object())
                    .forEach(word -> words.putIfAbsent(word, RELATED_WORD));
        }
        return words;
    }

    private static Recollection recollection(Asked asked, List<Scored> scored) {
        var cue = asked.cue();
        var memories = new ArrayList<Hit>();
        var messages = new ArrayList<Hit>();
        for (var each : scored) {
            var hit = Hit.of(each.entry().memory(), each.factors());
            (hit.source() == Source.CONVERSATION ? messages : memories).add(hit);
        }
        memories.sort(Merge.BEST_FIRST);
        messages.sort(Merge.BEST_FIRST);
        var all = new ArrayList<Hit>();
        all.addAll(memories);
        all.addAll(messages);
        for (var relation : asked.relations()) {
            double score = RELATION_SCORE * relation.confidence();
            all.add(Hit.of(relation, new Factors(0, 0, 0, 0, 0, 0, 0, 0, score)));
        }
        return new Recollection(
                Merge.of(all, cue.limit(), cue.tokenBudget(), asked.trace()),
                memories.subList(0, Math.min(cue.limit(), memories.size())),
                messages.subList(0, Math.min(cue.limit(), messages.size())),
                asked.relations(),
                asked.time(),
                asked.trace());
    }
}

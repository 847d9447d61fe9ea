package dev.mnemo.user.recall;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.user.time.TimeExpressions;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
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
    public static final int RELATIONS_MAX = 20;

    /// Words of a question that are looked up, those that say most first.
    private static final int WORDS_MAX = 64;

    /// What a word counts that the question does not say, but a relation of somebody it names.
    private static final double RELATED_WORD = 0.3;

    /// What a relation counts beside a memory that is as sure.
    private static final double RELATION_SCORE = 0.85;

    /// Hits of one source whose texts are read for each that is asked for, and at least: some texts are repeats of
    /// others, or too long for the budget.
    private static final int TEXTS_PER_HIT = 3;

    private static final int TEXTS_MIN = 60;

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
        var found = relations.named(cue.text(), cue.asOf(), RELATIONS_MAX);
        return recall(person, shelf, new Question(cue, way, vector(cue), found));
    }

    /// As above with the vector of the question, for who has it already.
    public Recollection recall(
            String person, Shelf shelf, Relation.Source relations, Cue cue, Optional<float[]> vector) {
        var found = relations.named(cue.text(), cue.asOf(), RELATIONS_MAX);
        return recall(person, shelf, new Question(cue, recipe, vector, found));
    }

    /// The vector of a question; none without a model, and of a question without words.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the model fails
    public Optional<float[]> vector(Cue cue) {
        return cue.text().isBlank()
                ? Optional.empty()
                : embedder.map(model -> model.embed(cue.text(), Embedder.Purpose.QUERY));
    }

    /// A question with what was found out about it outside.
    ///
    /// @param recipe the way of ranking
    /// @param vector as {@link #vector} makes it
    /// @param relations of whoever and whatever it names, at most {@value #RELATIONS_MAX}
    public record Question(Cue cue, Recipe recipe, Optional<float[]> vector, List<Relation> relations) {
        public Question {
            relations = List.copyOf(relations);
        }
    }

    /// What comes to mind, from what is held of the person, which is brought up to date or, if there is nothing yet,
    /// read.
    public Recollection recall(String person, Shelf shelf, Question question) {
        var held = people.find(person, shelf, question.cue().zone());
        return held.read(known -> {
            var words = words(question, Comparator.comparingDouble(word -> -known.weight(word)), Integer.MAX_VALUE);
            var asked = asked(question, words);
            return recollection(asked, rank(known, question.recipe(), asked));
        });
    }

    /// What comes to mind, from what the store compares itself; nothing is held. The same answer as the other but for
    /// rounding, see {@link Glimpse}, at a fraction of the cost of reading somebody for one question.
    public Recollection recall(Sight sight, Question question) {
        var words = words(question, (_, _) -> 0, Sight.WORDS_MAX);
        var asked = asked(question, words);
        var cue = question.cue();
        boolean readsTexts = asked.time().isPresent()
                || cue.eventAfter().isPresent()
                || cue.eventBefore().isPresent()
                || !asked.relations().isEmpty();
        var looked = List.copyOf(words.keySet());
        var seen = sight.look(new Sight.Look(looked, question.vector(), readsTexts));
        var ranked = rank(new Glimpse(looked, seen, cue.zone()), question.recipe(), asked);
        return recollection(asked, readsTexts ? ranked : withTexts(sight, ranked, cue.limit()));
    }

    private static List<Scored> withTexts(Sight sight, List<Scored> ranked, int limit) {
        var taken = new EnumMap<Source, Integer>(Source.class);
        int most = Math.max(TEXTS_MIN, TEXTS_PER_HIT * limit);
        var best = ranked.stream()
                .sorted(Comparator.comparingDouble(
                        (Scored one) -> -one.factors().score()))
                .filter(one -> taken.merge(one.entry().memory().kind().source(), 1, Integer::sum) <= most)
                .toList();
        var texts =
                sight.texts(best.stream().map(one -> one.entry().memory().id()).toList());
        return best.stream()
                .map(one -> new Scored(
                        one.document(),
                        one.entry()
                                .saying(texts.getOrDefault(one.entry().memory().id(), "")),
                        one.factors()))
                .toList();
    }

    private static List<Scored> rank(Known known, Recipe recipe, Asked asked) {
        return switch (recipe) {
            case Recipe.Classic _ -> ClassicScore.rank(known, asked);
            case Recipe.Fused fused -> HybridScore.rank(known, fused, asked);
        };
    }

    private Asked asked(Question question, Map<String, Double> words) {
        var cue = question.cue();
        var asOf = cue.asOf().orElseGet(clock::instant);
        var time = TimeExpressions.asked(cue.text(), asOf.atZone(cue.zone()));
        var trace = new Trace(cue.explain());
        time.ifPresent(mention -> trace.note(
                "",
                "time",
                mention.explicit() ? 1 : 0,
                mention.words() + ": " + mention.span().from() + " to "
                        + mention.span().until() + (mention.explicit() ? ", filters" : ", hints")));
        return new Asked(cue, asOf, words, question.vector(), time, question.relations(), trace);
    }

    /// Whether a person is held, so that asking about them reads only what has changed.
    public boolean holds(String person) {
        return people.holds(person);
    }

    /// Notes a question about somebody who is not held; true if they are to be held from now on: asked about twice
    /// within a minute, and nobody who is being asked about has to make room.
    public boolean isWorthHolding(String person) {
        return people.isWorthHolding(person, clock.instant());
    }

    /// Reads somebody for questions to come; takes as long as there is much to read. One person at a time: nothing
    /// happens while another one is read.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be read
    public void hold(String person, Shelf shelf, ZoneId zone) {
        people.hold(person, shelf, zone);
    }

    /// Forgets what is held of a person in memory, at once and not only before the next question.
    public void drop(String person) {
        people.drop(person);
    }

    /// About how much memory everything held takes, in bytes.
    public long heldBytes() {
        return people.bytes();
    }

    /// The words of a question and of the relations of whom it names.
    ///
    /// @param order which words come first if there are too many
    /// @param limit of all words together
    private Map<String, Double> words(Question question, Comparator<String> order, int limit) {
        var analysis = people.analysis();
        var words = new LinkedHashMap<String, Double>();
        analysis.words(question.cue().text()).stream()
                .distinct()
                .sorted(order)
                .limit(Math.min(limit, WORDS_MAX))
                .forEach(word -> words.put(word, 1.0));
        question.relations().stream()
                .flatMap(relation -> analysis.words(relation.subject() + " " + relation.object()).stream())
                .distinct()
                .filter(word -> !words.containsKey(word))
                .limit((long) limit - words.size())
                .toList()
                .forEach(word -> words.put(word, RELATED_WORD));
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

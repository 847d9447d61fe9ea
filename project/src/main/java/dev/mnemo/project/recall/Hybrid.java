package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Rounding;
import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.project.chain.Freshness;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The ranking of a {@link Recipe.Fused}: candidates by words and by meaning, of which only those stay that have
/// something to do with the message; then what is known about each; then what they are linked with; then
/// corrections before what they put in question.
final class Hybrid implements Ranking {
    /// Words of a message that are looked up, those that say most first.
    private static final int MESSAGE_WORDS_MAX = 64;

    /// How many of the best nodes bring along what they are linked with.
    private static final int LINKING = 5;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern PUNCTUATION = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private final NodeStore store;
    private final Recipe.Fused recipe;
    private final Optional<Meanings> meanings;
    private final InstantSource clock;
    private final Analysis analysis = new Words();
    private final Fillers fillers = new Fillers(analysis);
    private final Corpus active;
    private @Nullable Corpus inactive;

    Hybrid(NodeStore store, Recipe.Fused recipe, Optional<Meanings> meanings, InstantSource clock) {
        this.store = store;
        this.recipe = recipe;
        this.meanings = meanings;
        this.clock = clock;
        this.active = new Corpus(store, analysis, Corpus.Part.ACTIVE);
    }

    /// A candidate on its way through the stages.
    private static final class Candidate {
        final Node node;
        final List<String> words;
        double score;
        String way;

        Candidate(Node node, List<String> words, double score, String way) {
            this.node = node;
            this.words = words;
            this.score = score;
            this.way = way;
        }
    }

    @Override
    public Recollection recall(Cue cue) {
        var trace = new Trace(cue.explain());
        var words = fillers.without(analysis.words(cue.text()));
        if (words.isEmpty()) {
            trace.note("", "words", 0, "the message has no word that asks for anything");
            return new Recollection(List.of(), trace);
        }
        var question = meanings.flatMap(known -> known.ask(cue.text()));
        var signals = Signals.of(cue.text());
        return active.read((view, corpus) -> {
            int limit = cue.limit() == Cue.ADAPTIVE ? signals.density().nodes(true) : cue.limit();
            var score = new FusedScore(signals, cue, recipe.weights(), Moments.seconds(clock.instant()));
            var likeness = new Likeness(corpus, recipe, mostTelling(words, corpus), question);
            var candidates = candidates(corpus, likeness, score, surfaces(cue.text()), trace);
            link(candidates, view, score, trace);
            var ranked = new ArrayList<>(candidates.values());
            ranked.sort(Hybrid::bestFirst);
            correctFirst(ranked, trace);
            return new Recollection(ranked.stream().limit(limit).map(this::hit).toList(), trace);
        });
    }

    private static int bestFirst(Candidate one, Candidate other) {
        int byScore = Double.compare(other.score, one.score);
        return byScore != 0 ? byScore : one.node.address().compareTo(other.node.address());
    }

    private static List<String> mostTelling(List<String> words, Corpus corpus) {
        return words.size() <= MESSAGE_WORDS_MAX
                ? words
                : words.stream()
                        .sorted(Comparator.comparingDouble(
                                word -> -corpus.terms().weight(word)))
                        .limit(MESSAGE_WORDS_MAX)
                        .toList();
    }

    /// How a message writes the words that it is looked up by, for people to read.
    private Map<String, String> surfaces(String message) {
        var surfaces = new HashMap<String, String>();
        for (var token : SPACE.split(message)) {
            var bare = PUNCTUATION.matcher(token).replaceAll("");
            analysis.words(bare).forEach(word -> surfaces.putIfAbsent(word, Plain.line(bare, 40)));
        }
        return surfaces;
    }

    private Map<Address, Candidate> candidates(
            Corpus corpus, Likeness likeness, FusedScore score, Map<String, String> surfaces, Trace trace) {
        var candidates = new LinkedHashMap<Address, Candidate>();
        for (int document : likeness.candidates()) {
            var node = corpus.node(document);
            var address = node.address().toString();
            if (!Ordinary.isKnowledge(node) || score.isExpired(node)) {
                trace.note(address, "left out", 0, score.isExpired(node) ? "its time is over" : "no knowledge");
                continue;
            }
            if (!likeness.isRelevant(document)) {
                trace.note(address, "left out", likeness.fused(document), "too little in common with the message");
                continue;
            }
            var shared = likeness.shared(document).stream()
                    .map(word -> surfaces.getOrDefault(word, word))
                    .distinct()
                    .toList();
            var meaning = likeness.meaning(document);
            trace.note(address, "words", Rounding.round(likeness.words(document), 3), String.join(", ", shared));
            meaning.ifPresent(value -> trace.note(address, "meaning", Rounding.round(value, 3), ""));
            boolean byMeaning = likeness.isNear(document);
            var way = shared.isEmpty() ? "meaning" : byMeaning ? "words and meaning" : "words";
            candidates.put(
                    node.address(),
                    new Candidate(node, shared, likeness.fused(document) + score.known(node, trace), way));
        }
        return candidates;
    }

    /// The best bring along what they are linked with, in both directions; a link to a corrected node leads to its
    /// correction. What is brought along scores a share of what brought it, once.
    private void link(Map<Address, Candidate> candidates, StoreView view, FusedScore score, Trace trace) {
        var best = candidates.values().stream()
                .sorted(Hybrid::bestFirst)
                .limit(LINKING)
                .toList();
        for (var from : best) {
            double share = recipe.weights().link() * from.score;
            if (share <= 0) {
                continue;
            }
            for (var link : from.node.meta().links()) {
                view.successor(link.target())
                        .ifPresent(node -> bring(node, from, link.relation(), share, candidates, score, trace));
            }
            for (var link : view.linksTo(from.node.address())) {
                if (view.isActive(link.source())) {
                    view.node(link.source())
                            .ifPresent(node -> bring(node, from, link.relation(), share, candidates, score, trace));
                }
            }
            corrector(from.node)
                    .flatMap(view::successor)
                    .ifPresent(node -> bring(node, from, "corrected by", from.score, candidates, score, trace));
        }
    }

    private static void bring(
            Node node,
            Candidate from,
            String relation,
            double share,
            Map<Address, Candidate> candidates,
            FusedScore score,
            Trace trace) {
        if (node.address().equals(from.node.address()) || !Ordinary.isKnowledge(node) || score.isExpired(node)) {
            return;
        }
        var note = relation + " " + from.node.address().brief();
        trace.note(node.address().toString(), "link", Rounding.round(share, 3), note);
        var known = candidates.get(node.address());
        if (known == null) {
            candidates.put(
                    node.address(),
                    new Candidate(
                            node,
                            List.of(),
                            share,
                            relation.replace('_', ' ') + " ↔ "
                                    + from.node.address().brief()));
        } else if (share > known.score) {
            known.score = share;
        }
    }

    /// The node that put this one in question, if one did.
    private static Optional<Address> corrector(Node node) {
        return Address.parse(node.meta().json().object("potentially_stale").string("flagged_by", ""));
    }

    /// A node in question never stands above what corrects or contradicts it.
    private static void correctFirst(List<Candidate> ranked, Trace trace) {
        for (int place = 0; place < ranked.size(); place++) {
            var doubtful = ranked.get(place);
            if (!Ordinary.isInQuestion(doubtful.node)) {
                continue;
            }
            for (int below = ranked.size() - 1; below > place; below--) {
                if (corrects(ranked.get(below).node, doubtful.node)) {
                    ranked.add(below, ranked.remove(place));
                    trace.note(
                            doubtful.node.address().toString(),
                            "correction",
                            0,
                            "below " + ranked.get(below - 1).node.address().brief());
                    place--;
                    break;
                }
            }
        }
    }

    private static boolean corrects(Node newer, Node doubtful) {
        return corrector(doubtful).filter(newer.address()::equals).isPresent()
                || newer.meta().links().stream()
                        .anyMatch(link -> link.target().equals(doubtful.address())
                                && link.relation().equals("contradicts"));
    }

    private Hit hit(Candidate found) {
        var why = new StringBuilder(found.way);
        if (!found.words.isEmpty()) {
            why.append(": ").append(String.join(", ", found.words.subList(0, Math.min(3, found.words.size()))));
        }
        if (!found.node.meta().domain().isEmpty()) {
            why.append(" · ").append(found.node.meta().domain());
        }
        var age = Freshness.of(found.node, Moments.seconds(clock.instant()));
        if (!age.isEmpty()) {
            why.append(" · ").append(age);
        }
        return new Hit(found.node, Rounding.round(found.score, 3), why.toString());
    }

    @Override
    public List<Hit> search(String query, int limit) {
        return search(active, query, limit);
    }

    @Override
    public List<Hit> searchInactive(String query, int limit) {
        return search(inactive(), query, limit);
    }

    @Override
    public void save(int asLittleAs) {
        active.save(asLittleAs);
    }

    /// Made when first asked for: few ever look among what no longer holds.
    private synchronized Corpus inactive() {
        if (inactive == null) {
            inactive = new Corpus(store, analysis, Corpus.Part.INACTIVE);
        }
        return inactive;
    }

    private List<Hit> search(Corpus part, String query, int limit) {
        return part.read((_, corpus) -> {
            var likeness = new Likeness(corpus, recipe, mostTelling(analysis.words(query), corpus), Optional.empty());
            return likeness.byWords(limit).stream()
                    .map(found -> new Hit(
                            corpus.node(found.row()),
                            Rounding.round(found.score(), 3),
                            "words: " + String.join(", ", likeness.shared(found.row()))))
                    .toList();
        });
    }
}

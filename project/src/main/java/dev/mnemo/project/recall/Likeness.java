package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.TopK;
import dev.mnemo.project.node.Address;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How like a message and the nodes of a corpus are, by words and by meaning, each in standard deviations of what the
/// corpus as a whole shows, so that the two can be added.
final class Likeness {
    /// The best nodes by each measure that are looked at more closely.
    private static final int CANDIDATES = 100;

    /// Nodes that stand for all when the spread of meaning is taken.
    private static final int SAMPLE_NODES = 256;

    /// Below this spread all nodes mean the same to a message.
    private static final double SPREAD_MIN = 1e-6;

    private final Corpus corpus;
    private final Recipe.Fused recipe;
    private final Map<String, Double> queryWords = new LinkedHashMap<>();
    private final double[] words;
    private final double wordsMean;
    private final double wordsSpread;
    private final Optional<Meanings.Question> question;
    private double meaningMean;
    private double meaningSpread;
    private final Map<Integer, Double> meaning = new LinkedHashMap<>();
    private final double information;
    private final double informationOfOne;

    Likeness(
            Corpus corpus, Recipe.Fused recipe, Collection<String> messageWords, Optional<Meanings.Question> question) {
        this.corpus = corpus;
        this.recipe = recipe;
        this.question = question;
        new LinkedHashSet<>(messageWords).forEach(word -> queryWords.put(word, 1.0));
        this.words = corpus.terms().bm25(queryWords, recipe.repetition(), recipe.length());
        double sum = 0;
        double squares = 0;
        for (double score : words) {
            sum += score;
            squares += score * score;
        }
        int n = Math.max(1, corpus.size());
        this.wordsMean = sum / n;
        this.wordsSpread = Math.sqrt(Math.max(0, squares / n - wordsMean * wordsMean));
        this.information = queryWords.keySet().stream()
                .mapToDouble(word -> corpus.terms().weight(word))
                .sum();
        this.informationOfOne = Math.log(1 + (n - 0.5) / 1.5);
        question.ifPresent(this::measureMeaning);
    }

    private void measureMeaning(Meanings.Question asked) {
        int step = Math.max(1, corpus.size() / SAMPLE_NODES);
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int place = 0; place < corpus.size(); place += step) {
            var similarity = asked.similarity(corpus.address(corpus.documentAt(place)));
            if (similarity.isPresent()) {
                sum += similarity.getAsDouble();
                squares += similarity.getAsDouble() * similarity.getAsDouble();
                count++;
            }
        }
        meaningMean = count == 0 ? 0 : sum / count;
        meaningSpread = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - meaningMean * meaningMean));
        for (var near : asked.nearest(CANDIDATES, id -> documentOf(id) >= 0)) {
            meaning.put(documentOf(near.id()), (double) near.similarity());
        }
    }

    private int documentOf(long id) {
        return corpus.document(new Address(id));
    }

    /// The documents that share words with the message, best first, with their BM25.
    List<TopK.Scored> byWords(int limit) {
        var best = new TopK(limit);
        for (int document = 0; document < words.length; document++) {
            if (words[document] > 0) {
                best.offer(document, words[document]);
            }
        }
        return best.best();
    }

    /// The documents worth a closer look, in no particular order.
    Set<Integer> candidates() {
        var found =
                byWords(CANDIDATES).stream().map(TopK.Scored::row).collect(Collectors.toCollection(LinkedHashSet::new));
        found.addAll(meaning.keySet());
        return found;
    }

    /// How like they are in words, in standard deviations.
    double words(int document) {
        return wordsSpread < SPREAD_MIN ? 0 : (words[document] - wordsMean) / wordsSpread;
    }

    /// How like they are in meaning, in standard deviations; empty without a vector.
    Optional<Double> meaning(int document) {
        if (question.isEmpty() || meaningSpread < SPREAD_MIN) {
            return Optional.empty();
        }
        var similarity = meaning.computeIfAbsent(document, unknown -> {
            var asked = question.get();
            var found = asked.similarity(corpus.address(unknown));
            return found.isPresent() ? found.getAsDouble() : Double.NaN;
        });
        return similarity.isNaN() ? Optional.empty() : Optional.of((similarity - meaningMean) / meaningSpread);
    }

    /// Both together.
    double fused(int document) {
        double byWords = words(document);
        return meaning(document)
                .map(byMeaning -> recipe.words() * byWords + recipe.meaning() * byMeaning)
                .orElse(byWords);
    }

    /// Whether a node has anything to do with the message at all: the words that they share say enough and its meaning
    /// is not further away than that of most, or its meaning is nearer than chance explains.
    boolean isRelevant(int document) {
        double byMeaning = meaning(document).orElse(0.0);
        if (isNear(document)) {
            return true;
        }
        double held = queryWords.keySet().stream()
                .filter(word -> corpus.terms().holds(document, word))
                .mapToDouble(word -> corpus.terms().weight(word))
                .sum();
        return byMeaning >= 0
                && held > 0
                && (held >= recipe.evidenceMin() * informationOfOne || held >= recipe.coverageMin() * information);
    }

    /// Whether a node's meaning is nearer than that of the luckiest of so many unrelated nodes: the greatest of n
    /// normal deviates lies about `sqrt(2 ln n)` standard deviations above their mean.
    boolean isNear(int document) {
        double luck = Math.sqrt(2 * Math.log(Math.max(2, corpus.size())));
        return meaning(document).orElse(0.0) >= recipe.meaningMin() * luck;
    }

    /// The words that message and node share, those that say most first.
    List<String> shared(int document) {
        return queryWords.keySet().stream()
                .filter(word -> corpus.terms().holds(document, word))
                .sorted((one, other) -> Double.compare(
                        corpus.terms().weight(other), corpus.terms().weight(one)))
                .toList();
    }
}

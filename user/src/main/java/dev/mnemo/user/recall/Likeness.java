package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.TopK;
import dev.mnemo.kernel.vector.Neighbour;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How like a question and the things remembered are, by words and by meaning, each in standard deviations of
/// everything remembered, so that the two can be added.
final class Likeness {
    /// Things that stand for all when the spread of meaning is taken.
    private static final int SAMPLE = 256;

    /// Below this spread all things mean the same to a question.
    private static final double SPREAD_MIN = 1e-6;

    private final Known person;
    private final Recipe.Likeness recipe;
    private final Admission admission;
    private final Optional<Known.Nearness> nearness;
    private final double[] words;
    private final double wordsMean;
    private final double wordsSpread;
    private double meaningMean;
    private double meaningSpread;
    private final Map<Integer, Double> cosines = new HashMap<>();

    /// @param queryWords the words of the question and how much each counts
    /// @param question its vector, if there is a model
    Likeness(
            Known person,
            Recipe.Likeness recipe,
            Admission admission,
            Map<String, Double> queryWords,
            Optional<float[]> question) {
        this.person = person;
        this.recipe = recipe;
        this.admission = admission;
        this.nearness = question.flatMap(person::nearness);
        this.words = person.bm25(queryWords, recipe.repetition(), recipe.length());
        double sum = 0;
        double squares = 0;
        for (double score : words) {
            sum += score;
            squares += score * score;
        }
        int n = Math.max(1, person.documents());
        this.wordsMean = sum / n;
        this.wordsSpread = spread(squares / n, wordsMean);
        nearness.ifPresent(_ -> measureMeaning());
    }

    /// While most vectors are still to come, the few that are there say nothing about how far apart things are;
    /// words count alone until then.
    private void measureMeaning() {
        int step = Math.max(1, words.length / SAMPLE);
        double sum = 0;
        double squares = 0;
        int count = 0;
        int missing = 0;
        for (int document = 0; document < words.length; document += step) {
            double cosine = cosine(document);
            missing += Double.isNaN(cosine) ? 1 : 0;
            if (!Double.isNaN(cosine)) {
                sum += cosine;
                squares += cosine * cosine;
                count++;
            }
        }
        if (count > missing) {
            meaningMean = sum / count;
            meaningSpread = spread(squares / count, meaningMean);
        }
    }

    private static double spread(double meanOfSquares, double mean) {
        return Math.sqrt(Math.max(0, meanOfSquares - mean * mean));
    }

    /// The admitted documents that share words with the question, best first, with their BM25.
    List<TopK.Scored> byWords(int limit) {
        var best = new TopK(limit);
        for (int document = 0; document < words.length; document++) {
            if (words[document] > 0 && best.wants(words[document]) && admission.admits(person.entry(document))) {
                best.offer(document, words[document]);
            }
        }
        return best.best();
    }

    /// The admitted documents nearest in meaning, nearest first, with their cosine.
    List<TopK.Scored> byMeaning(int limit) {
        return nearness.map(near -> near.nearest(limit, id -> admission.admits(person.entry((int) id))).stream()
                        .map(this::remembered)
                        .toList())
                .orElse(List.of());
    }

    private TopK.Scored remembered(Neighbour near) {
        cosines.put((int) near.id(), (double) near.similarity());
        return new TopK.Scored((int) near.id(), near.similarity());
    }

    /// BM25 of a document, 0 without a shared word.
    double bm25(int document) {
        return words[document];
    }

    /// Cosine of a document and the question; not a number without vectors.
    double cosine(int document) {
        if (nearness.isEmpty()) {
            return Double.NaN;
        }
        var known = cosines.get(document);
        if (known != null) {
            return known;
        }
        var found = nearness.get().cosine(document);
        double cosine = found.isPresent() ? found.getAsDouble() : Double.NaN;
        cosines.put(document, cosine);
        return cosine;
    }

    /// Both together, in standard deviations.
    double of(int document) {
        double byWords = wordsSpread < SPREAD_MIN ? 0 : (words[document] - wordsMean) / wordsSpread;
        double cosine = meaningSpread < SPREAD_MIN ? Double.NaN : cosine(document);
        return Double.isNaN(cosine)
                ? byWords
                : recipe.words() * byWords + recipe.meaning() * (cosine - meaningMean) / meaningSpread;
    }
}

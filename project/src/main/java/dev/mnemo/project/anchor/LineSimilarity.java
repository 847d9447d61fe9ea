package dev.mnemo.project.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the lines of a file that are most like some wanted lines, although lines were edited, added or taken out.
///
/// Two lines are as alike as Dice says of their words and signs (2 · shared / both), where a word counts less the more
/// lines of the file have it: 1 / (1 + ln(1 + lines)), and a sign counts less than a word. So a name says more than
/// `return`, and `return` more than a bracket. The wanted lines are then laid along the file in order (the local
/// alignment of Smith and Waterman, 1981); a pair of lines scores its likeness times the weight of the wanted line, and
/// a line of the file that is passed over costs a little.
final class LineSimilarity {
    /// How alike two lines must be to count as one line that was edited, 0..1.
    static final double LINE_SIMILARITY_MIN = 0.5;

    /// How much of the wanted lines must be found for a passage to count as edited and not as missing, 0..1.
    static final double PASSAGE_SIMILARITY_MIN = 0.6;

    /// What passing over a line costs, as a share of the weight of an average wanted line.
    static final double GAP_COST = 0.1;

    /// What a sign counts beside a word that is as common.
    static final double SIGN_WEIGHT = 0.3;

    /// The most pairs of lines compared for one passage; a search that would need more finds nothing.
    static final long PAIRS_MAX = 20_000_000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_\\s]");

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<int[]> lines = new ArrayList<>();
    private double[] weights;

    /// Lines that were found.
    ///
    /// @param from the first of them, from 0
    /// @param to the last of them
    record Match(int from, int to) {}

    LineSimilarity(List<String> fileLines) {
        fileLines.forEach(line -> lines.add(words(line)));
        var frequency = new int[ids.size()];
        for (var line : lines) {
            for (int i = 0; i < line.length; i++) {
                if (i == 0 || line[i] != line[i - 1]) {
                    frequency[line[i]]++;
                }
            }
        }
        weights = new double[0];
        weigh(frequency);
    }

    /// The lines most like the wanted ones; of equally good ones those nearest to a place.
    Optional<Match> bestMatch(List<String> wantedLines, int near) {
        if ((long) wantedLines.size() * lines.size() > PAIRS_MAX) {
            return Optional.empty();
        }
        var wanted = wantedLines.stream().map(this::words).toList();
        weigh(new int[ids.size()]);
        var alignment = new Alignment(wanted, near);
        for (int i = 0; i < lines.size(); i++) {
            alignment.next(i);
        }
        return alignment.best >= PASSAGE_SIMILARITY_MIN * alignment.total
                ? Optional.of(new Match(alignment.bestFrom, alignment.bestTo))
                : Optional.empty();
    }

    /// Gives every word that has none yet its weight.
    private void weigh(int[] frequency) {
        int known = weights.length;
        weights = Arrays.copyOf(weights, ids.size());
        ids.forEach((word, id) -> {
            if (id >= known) {
                double kind = Character.isLetterOrDigit(word.codePointAt(0)) || word.startsWith("_") ? 1 : SIGN_WEIGHT;
                weights[id] = kind / (1 + Math.log1p(frequency[id]));
            }
        });
    }

    private int[] words(String line) {
        return WORD.matcher(line)
                .results()
                .mapToInt(word -> ids.computeIfAbsent(word.group(), _ -> ids.size()))
                .sorted()
                .toArray();
    }

    private double weight(int[] line) {
        return Arrays.stream(line).mapToDouble(word -> weights[word]).sum();
    }

    private double likeness(int[] left, double leftWeight, int[] right, double rightWeight) {
        double shared = 0;
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            if (left[i] == right[j]) {
                shared += weights[left[i]];
                i++;
                j++;
            } else if (left[i] < right[j]) {
                i++;
            } else {
                j++;
            }
        }
        double both = leftWeight + rightWeight;
        return both == 0 ? 0 : 2 * shared / both;
    }

    /// One row of the alignment at a time: column j says how well the first j wanted lines were laid along the file up
    /// to this line, and where that began.
    private final class Alignment {
        private final List<int[]> wanted;
        private final double[] wantedWeights;
        private final double total;
        private final double gapCost;
        private final int near;
        private double[] scores;
        private int[] starts;
        private double best;
        private int bestFrom;
        private int bestTo;

        Alignment(List<int[]> wanted, int near) {
            this.wanted = wanted;
            this.near = near;
            this.wantedWeights =
                    wanted.stream().mapToDouble(LineSimilarity.this::weight).toArray();
            this.total = Arrays.stream(wantedWeights).sum();
            this.gapCost = GAP_COST * total / wanted.size();
            this.scores = new double[wanted.size() + 1];
            this.starts = new int[wanted.size() + 1];
        }

        void next(int i) {
            var line = lines.get(i);
            double lineWeight = weight(line);
            var rowScores = new double[scores.length];
            var rowStarts = new int[scores.length];
            for (int j = 1; j < scores.length; j++) {
                double passedOver = scores[j] - gapCost;
                rowScores[j] = Math.max(0, passedOver);
                rowStarts[j] = starts[j];
                if (rowScores[j - 1] > rowScores[j]) {
                    rowScores[j] = rowScores[j - 1];
                    rowStarts[j] = rowStarts[j - 1];
                }
                double alike = likeness(wanted.get(j - 1), wantedWeights[j - 1], line, lineWeight);
                double paired = scores[j - 1] + alike * wantedWeights[j - 1];
                if (alike >= LINE_SIMILARITY_MIN && paired > rowScores[j]) {
                    rowScores[j] = paired;
                    rowStarts[j] = scores[j - 1] > 0 ? starts[j - 1] : i;
                }
            }
            scores = rowScores;
            starts = rowStarts;
            keep(i);
        }

        private void keep(int i) {
            double score = scores[scores.length - 1];
            int from = starts[starts.length - 1];
            boolean nearer = Math.abs(from - near) < Math.abs(bestFrom - near);
            if (score > best + 1e-9 || (score > best - 1e-9 && score > 0 && nearer)) {
                best = score;
                bestFrom = from;
                bestTo = i;
            }
        }
    }
}

package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// What speaks for and against giving one entry's answer, before its history is looked at. The nearest
/// entries vote with their answers, so that a question in the middle of many that were answered alike is told
/// from one on a border, which similarity alone cannot do.
///
/// The votes are those of kernel ridge regression on the nearest entries (also known as kriging): each predicts its
/// answer as strongly as it resembles the question, and entries that resemble each other share what they have to
/// say, so that five copies of one entry do not outvote two that say the same in different words.
///
/// @param entry the nearest entry with the answer that won
/// @param similarity its cosine
/// @param margin its cosine less that of the nearest entry with another answer; below zero if that one is
///     nearer
/// @param vote the votes for the answer; near 1 if its entries say all there is to say, near 0 if none is near
/// @param lead its votes less those for the next best answer
/// @param supporters entries that voted for it
public record Evidence(long entry, double similarity, double margin, double vote, double lead, int supporters) {
    /// Entries that vote.
    public static final int VOTERS = 20;

    /// How fast likeness falls: e to the power of the cosine less 1, over this.
    private static final double WIDTH = 0.3;

    /// How much an entry's answer may be its own: added to the likeness of each to itself.
    private static final double RIDGE = 0.1;

    /// How much nearer than the farthest voter the nearest other answer is taken to be if all voters agree.
    private static final double BEYOND = 0.05;

    public Evidence {
        boolean finite = Double.isFinite(similarity + margin + vote + lead);
        if (!finite || supporters < 1) {
            throw new Refusal("Evidence has finite scores and at least 1 supporter.");
        }
    }

    /// The evidence among candidates that passed the guards; the {@value #VOTERS} nearest count. Empty if
    /// there is none.
    public static Optional<Evidence> of(List<Candidate> candidates) {
        var nearest = candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::similarity)
                        .reversed()
                        .thenComparingLong(Candidate::entry))
                .limit(VOTERS)
                .toList();
        if (nearest.isEmpty()) {
            return Optional.empty();
        }
        var weights = weights(nearest);
        var votes = new HashMap<Long, Double>();
        for (int i = 0; i < weights.length; i++) {
            votes.merge(nearest.get(i).answer(), weights[i], Double::sum);
        }
        var winner = nearest.getFirst();
        for (var candidate : nearest) {
            if (votes.getOrDefault(candidate.answer(), 0.0) > votes.getOrDefault(winner.answer(), 0.0)) {
                winner = candidate;
            }
        }
        long answer = winner.answer();
        double vote = votes.getOrDefault(answer, 0.0);
        double next = 0;
        for (var other : votes.entrySet()) {
            next = other.getKey() == answer ? next : Math.max(next, other.getValue());
        }
        double rival = nearest.stream()
                .filter(candidate -> candidate.answer() != answer)
                .mapToDouble(Candidate::similarity)
                .findFirst()
                .orElse(nearest.getLast().similarity() - BEYOND);
        int supporters = (int) nearest.stream()
                .filter(candidate -> candidate.answer() == answer)
                .count();
        return Optional.of(new Evidence(
                winner.entry(), winner.similarity(), winner.similarity() - rival, vote, vote - next, supporters));
    }

    /// What each candidate has to say about the question: the solution of (likeness + ridge) × weights = likeness
    /// to the question.
    private static double[] weights(List<Candidate> nearest) {
        int size = nearest.size();
        var matrix = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = 1 + RIDGE;
            matrix[i][size] = likeness(nearest.get(i).similarity());
            for (int j = 0; j < i; j++) {
                matrix[i][j] = likeness(nearest.get(i).cosine(nearest.get(j)));
                matrix[j][i] = matrix[i][j];
            }
        }
        return Calibration.solve(matrix);
    }

    private static double likeness(double cosine) {
        return Math.exp((cosine - 1) / WIDTH);
    }

    /// What the model of {@link Calibration} weighs.
    double[] features() {
        return new double[] {1, 10 * (similarity - 0.8), 10 * margin, 5 * vote, 5 * lead, Math.log(supporters)};
    }
}

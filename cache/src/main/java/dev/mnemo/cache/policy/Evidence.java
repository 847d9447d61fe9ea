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
/// @param entry the nearest entry with the answer that won
/// @param similarity its cosine
/// @param margin its cosine less that of the nearest entry with another answer; below zero if that one is
///     nearer
/// @param agreement share of the weighted votes for the answer, 0 to 1
/// @param supporters entries that voted for it
public record Evidence(long entry, double similarity, double margin, double agreement, int supporters) {
    /// Entries that vote.
    public static final int VOTERS = 10;

    /// A vote counts by e to the power of its cosine, less the best one, over this.
    private static final double VOTE_WIDTH = 0.05;

    private static final double ROUNDING = 1e-6;

    /// How much nearer than the farthest voter the nearest other answer is taken to be if all voters agree.
    private static final double BEYOND = 0.05;

    public Evidence {
        boolean finite = Double.isFinite(similarity) && Double.isFinite(margin);
        if (!finite || !(agreement >= 0 && agreement <= 1 + ROUNDING) || supporters < 1) {
            throw new Refusal("Evidence has finite scores, an agreement from 0 to 1 and at least 1 supporter.");
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
        var votes = new HashMap<Long, Double>();
        double best = nearest.getFirst().similarity();
        double all = 0;
        for (var candidate : nearest) {
            double vote = Math.exp((candidate.similarity() - best) / VOTE_WIDTH);
            votes.merge(candidate.answer(), vote, Double::sum);
            all += vote;
        }
        var winner = nearest.getFirst();
        for (var candidate : nearest) {
            if (votes.getOrDefault(candidate.answer(), 0.0) > votes.getOrDefault(winner.answer(), 0.0)) {
                winner = candidate;
            }
        }
        long answer = winner.answer();
        double rival = nearest.stream()
                .filter(candidate -> candidate.answer() != answer)
                .mapToDouble(Candidate::similarity)
                .findFirst()
                .orElse(nearest.getLast().similarity() - BEYOND);
        int supporters = (int) nearest.stream()
                .filter(candidate -> candidate.answer() == answer)
                .count();
        double agreement = votes.getOrDefault(answer, 0.0) / all;
        return Optional.of(
                new Evidence(winner.entry(), winner.similarity(), winner.similarity() - rival, agreement, supporters));
    }

    /// What the model of {@link Calibration} weighs.
    double[] features() {
        return new double[] {
            1,
            10 * (similarity - 0.8),
            10 * margin,
            Math.log((agreement + 0.02) / (1.02 - agreement)),
            Math.log(supporters)
        };
    }
}

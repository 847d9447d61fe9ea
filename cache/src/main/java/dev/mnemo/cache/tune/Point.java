package dev.mnemo.cache.tune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Where a rule comes to lie.
///
/// @param name the rule, such as `threshold 0.90`
/// @param hitRatio share of questions with a cached answer
/// @param wrongRatio share of wrong ones among those answers
/// @param hits interval of the first
/// @param wrong interval of the second
record Point(String name, double hitRatio, double wrongRatio, Interval hits, Interval wrong) {
    /// Resamples of the bootstrap.
    private static final int RESAMPLES = 400;

    /// Two-sided, in both tails together.
    private static final double TAILS = 0.05;

    /// Ends of an interval.
    record Interval(double low, double high) {}

    /// An outcome with 95 % percentile intervals of a bootstrap over the questions.
    static Point of(String name, Replay.Outcome outcome, RandomGenerator random) {
        int questions = outcome.questions();
        var hits = new double[RESAMPLES];
        var wrong = new double[RESAMPLES];
        for (int sample = 0; sample < RESAMPLES; sample++) {
            int served = 0;
            int failed = 0;
            for (int i = 0; i < questions; i++) {
                int at = random.nextInt(questions);
                served += bit(outcome.served(), at);
                failed += bit(outcome.wrong(), at);
            }
            hits[sample] = (double) served / Math.max(1, questions);
            wrong[sample] = (double) failed / Math.max(1, served);
        }
        return new Point(name, outcome.hitRatio(), outcome.wrongRatio(), interval(hits), interval(wrong));
    }

    private static int bit(BitSet bits, int at) {
        return bits.get(at) ? 1 : 0;
    }

    private static Interval interval(double[] values) {
        Arrays.sort(values);
        int cut = (int) (RESAMPLES * TAILS / 2);
        return new Interval(values[cut], values[RESAMPLES - 1 - cut]);
    }
}

package dev.mnemo.cache.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What the labels teach: how likely an answer is right, and from which score on the answers given are wrong
/// seldom enough. Immutable; made anew as labels come in.
///
/// A logistic model of the evidence makes a score, shifted by what is known of the entry itself; its weights
/// are pulled towards a prior by a ridge. Each half of the labels is scored by weights learned from the other
/// half, so that no label vouches for itself; it falls into the bin that it would have under those weights,
/// where bins are cut so that all decisions of late, labelled or not, fill them equally. Within a bin a label
/// is as good as any, whether it came from a miss or from an audit; over the bins above a threshold the error
/// rate is the sum of bin share × bin error, and {@link Bounds#fayFeuer} bounds it from above. The threshold
/// is the lowest whose bound is within the budget.
final class Calibration {
    /// Where the weights start and what few labels pull them back to: intercept, similarity, margin,
    /// vote, lead, number of supporters, on the scale of {@link Evidence#features}.
    private static final double[] PRIOR = {-0.5, 0.4, 0.7, 0.3, 0.3, 0.5};

    private static final double RIDGE = 1;
    private static final int BINS = 30;
    private static final int STEPS_MAX = 15;

    /// How many labels of its own an entry needs to count as much as all the others.
    private static final double POOL_LABELS = 10;

    private final double[] weights;
    private final double threshold;
    private final double bound;
    private final double[] stepScores;
    private final double[] stepRates;

    private Calibration(double[] weights, double threshold, double bound, double[][] steps) {
        this.weights = weights;
        this.threshold = threshold;
        this.bound = bound;
        this.stepScores = steps[0];
        this.stepRates = steps[1];
    }

    /// Nothing is known: no answer is good enough.
    static Calibration none() {
        return new Calibration(PRIOR.clone(), Double.POSITIVE_INFINITY, 1, new double[2][0]);
    }

    /// @param labels in the order in which they came
    /// @param traffic decisions of late, labelled or not
    static Calibration of(List<Label> labels, List<Label> traffic, Budget budget) {
        var even = fit(labels, 0);
        var odd = fit(labels, 1);
        var mean = new double[PRIOR.length];
        Arrays.setAll(mean, i -> (even[i] + odd[i]) / 2);
        var scores = new double[labels.size()];
        Arrays.setAll(scores, i -> score(labels.get(i), i % 2 == 0 ? odd : even));
        var bins = new Bins(new int[BINS], new int[BINS]);
        var edges = List.of(edges(traffic, odd), edges(traffic, even));
        for (int i = 0; i < scores.length; i++) {
            int bin = bin(edges.get(i % 2), scores[i]);
            bins.labels[bin]++;
            bins.wrong[bin] += labels.get(i).right() ? 0 : 1;
        }
        var none = new Calibration(mean, Double.POSITIVE_INFINITY, 1, monotone(scores, labels));
        return none.with(bins, edges(traffic, mean), budget);
    }

    /// Labels in each bin of decisions, and how many of them were wrong.
    @SuppressWarnings("ArrayRecordComponent") // filled in one method, read in another, never compared
    private record Bins(int[] labels, int[] wrong) {}

    /// The lowest score of each bin.
    private static double[] edges(List<Label> traffic, double[] weights) {
        var seen = traffic.stream()
                .mapToDouble(decision -> score(decision, weights))
                .sorted()
                .toArray();
        var edges = new double[BINS];
        Arrays.setAll(edges, bin -> bin == 0 ? Double.NEGATIVE_INFINITY : seen[bin * seen.length / BINS]);
        return edges;
    }

    /// This calibration with the lowest threshold that keeps to the budget. As the lowest of many is taken, and
    /// again and again as labels come in, each may fail half as often as the budget allows. A bin without labels
    /// is taken to be as bad as the next one below, which errs on the safe side.
    private Calibration with(Bins bins, double[] edges, Budget budget) {
        var best = this;
        double confidence = (1 + budget.confidence()) / 2;
        double sum = 0;
        double variance = 0;
        double heaviest = 0;
        int unlabelled = 0;
        for (int bin = BINS - 1; bin > 0; bin--) {
            if (bins.labels[bin] == 0) {
                unlabelled++;
                continue;
            }
            double weight = (1.0 + unlabelled) / bins.labels[bin];
            unlabelled = 0;
            sum += weight * bins.wrong[bin];
            variance += weight * weight * bins.wrong[bin];
            heaviest = Math.max(heaviest, weight);
            int above = BINS - bin;
            double upper = Bounds.fayFeuer(sum / above, variance / above / above, heaviest / above, confidence);
            if (upper <= budget.maxErrorRate()) {
                best = new Calibration(weights, edges[bin], upper, new double[][] {stepScores, stepRates});
            }
        }
        return best;
    }

    /// The labels to forget so that at most `limit` stay: the oldest of the scores that have most, because a
    /// label is worth more where there are few. Which ones go depends on scores only, never on what turned
    /// out to be right.
    List<Label> surplus(List<Label> labels, int limit) {
        var sorted = labels.stream().mapToDouble(this::score).sorted().toArray();
        var edges = new double[BINS];
        double low = sorted[0];
        double width = Math.max(1e-9, (sorted[sorted.length - 1] - low) / BINS);
        Arrays.setAll(edges, bin -> bin == 0 ? Double.NEGATIVE_INFINITY : low + bin * width);
        var bins = new ArrayList<ArrayDeque<Label>>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new ArrayDeque<>());
        }
        labels.forEach(label -> bins.get(bin(edges, score(label))).add(label));
        var surplus = new ArrayList<Label>();
        for (int over = labels.size() - limit; over > 0; over--) {
            var fullest =
                    bins.stream().max(Comparator.comparingInt(ArrayDeque::size)).orElseThrow();
            surplus.add(fullest.removeFirst());
        }
        return surplus;
    }

    private static int bin(double[] edges, double score) {
        int at = Arrays.binarySearch(edges, score);
        return Math.clamp(at >= 0 ? at : -at - 2, 0, edges.length - 1);
    }

    /// Newton's method for ridge logistic regression on every second label.
    private static double[] fit(List<Label> labels, int half) {
        int size = PRIOR.length;
        var weights = PRIOR.clone();
        for (int step = 0; step < STEPS_MAX; step++) {
            var matrix = new double[size][size + 1];
            for (int i = 0; i < size; i++) {
                double ridge = i == 0 ? RIDGE / 100 : RIDGE;
                matrix[i][i] = ridge;
                matrix[i][size] = ridge * (weights[i] - PRIOR[i]);
            }
            for (int at = half; at < labels.size(); at += 2) {
                var features = labels.get(at).evidence().features();
                double p = logistic(dot(weights, features));
                double slope = Math.max(p * (1 - p), 1e-9);
                double residual = p - (labels.get(at).right() ? 1 : 0);
                for (int i = 0; i < size; i++) {
                    matrix[i][size] += residual * features[i];
                    for (int j = 0; j < size; j++) {
                        matrix[i][j] += slope * features[i] * features[j];
                    }
                }
            }
            var change = solve(matrix);
            double largest = 0;
            for (int i = 0; i < size; i++) {
                weights[i] -= change[i];
                largest = Math.max(largest, Math.abs(change[i]));
            }
            if (largest < 1e-4) {
                break;
            }
        }
        return weights;
    }

    /// Gaussian elimination; the matrix is symmetric and positive, its last column the right side.
    static double[] solve(double[][] matrix) {
        int size = matrix.length;
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = pivot + 1; row < size; row++) {
                double factor = matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = pivot; column <= size; column++) {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
            }
        }
        var solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double rest = matrix[row][size];
            for (int column = row + 1; column < size; column++) {
                rest -= matrix[row][column] * solution[column];
            }
            solution[row] = rest / matrix[row][row];
        }
        return solution;
    }

    /// Isotonic regression by pooling adjacent violators: scores, ascending, and the share of right ones from
    /// there on.
    private static double[][] monotone(double[] scores, List<Label> labels) {
        var order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .toList();
        var starts = new double[scores.length];
        var right = new double[scores.length];
        var sizes = new double[scores.length];
        int blocks = 0;
        for (int i : order) {
            starts[blocks] = scores[i];
            right[blocks] = labels.get(i).right() ? 1 : 0;
            sizes[blocks++] = 1;
            while (blocks > 1 && right[blocks - 2] * sizes[blocks - 1] >= right[blocks - 1] * sizes[blocks - 2]) {
                right[blocks - 2] += right[blocks - 1];
                sizes[blocks - 2] += sizes[blocks - 1];
                blocks--;
            }
        }
        var rates = new double[blocks];
        Arrays.setAll(rates, block -> right[block] / sizes[block]);
        return new double[][] {Arrays.copyOf(starts, blocks), rates};
    }

    /// The score of a decision: the logit of being right, with what is known of the entry mixed in as a Beta
    /// posterior whose prior is worth {@value #POOL_LABELS} labels.
    double score(Label decision) {
        return score(decision, weights);
    }

    private static double score(Label decision, double[] weights) {
        double pooled = dot(weights, decision.evidence().features());
        double p = logistic(pooled);
        double right = decision.rightBefore() + POOL_LABELS * p;
        double wrong = decision.wrongBefore() + POOL_LABELS * (1 - p);
        return Math.log((right + 1e-9) / (wrong + 1e-9));
    }

    /// The share of labels with about this score that were right; 0 without labels.
    double probability(double score) {
        int at = Arrays.binarySearch(stepScores, score);
        int step = at >= 0 ? at : -at - 2;
        return step < 0 ? (stepRates.length == 0 ? 0 : stepRates[0]) : stepRates[step];
    }

    /// From this score on answers are given; infinite if none may be.
    double threshold() {
        return threshold;
    }

    /// The upper bound of the share of wrong answers among those given at the threshold; 1 if none is given.
    double bound() {
        return bound;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

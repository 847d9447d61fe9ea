package dev.mnemo.kernel.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keeps the best few of many scored rows: best first, equal scores in the order in which they were offered.
public final class TopK {
    private final int limit;
    private double[] scores;
    private int[] rows;
    private long[] arrivals;
    private int size;
    private long offered;

    /// A row and its score.
    ///
    /// @param row the number it was offered under
    /// @param score its score
    public record Scored(int row, double score) {}

    /// @param limit how many to keep, at least 0
    public TopK(int limit) {
        this.limit = Math.max(0, limit);
        int capacity = Math.min(this.limit, 64);
        this.scores = new double[capacity];
        this.rows = new int[capacity];
        this.arrivals = new long[capacity];
    }

    /// Whether a row with this score would be kept; saves looking at rows that would not.
    public boolean wants(double score) {
        return size < limit || (size > 0 && score > scores[0]);
    }

    /// Offers one row.
    public void offer(int row, double score) {
        long arrival = offered++;
        if (size < limit) {
            grow();
            set(size, row, score, arrival);
            up(size++);
        } else if (size > 0 && score > scores[0]) {
            set(0, row, score, arrival);
            down(0);
        }
    }

    /// What was kept, best first. Ends the collection.
    public List<Scored> best() {
        var sorted = new Scored[size];
        while (size > 0) {
            size--;
            sorted[size] = new Scored(rows[0], scores[0]);
            set(0, rows[size], scores[size], arrivals[size]);
            down(0);
        }
        return new ArrayList<>(Arrays.asList(sorted));
    }

    private void grow() {
        if (size == scores.length) {
            int capacity = Math.min(limit, 2 * size + 1);
            scores = Arrays.copyOf(scores, capacity);
            rows = Arrays.copyOf(rows, capacity);
            arrivals = Arrays.copyOf(arrivals, capacity);
        }
    }

    /// Whether the entry at one place ranks behind the entry at another.
    private boolean behind(int one, int other) {
        return scores[one] != scores[other] ? scores[one] < scores[other] : arrivals[one] > arrivals[other];
    }

    private void up(int at) {
        while (at > 0 && behind(at, (at - 1) / 2)) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void down(int start) {
        int at = start;
        while (true) {
            int worst = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                if (behind(child, worst)) {
                    worst = child;
                }
            }
            if (worst == at) {
                return;
            }
            swap(at, worst);
            at = worst;
        }
    }

    private void swap(int one, int other) {
        int row = rows[one];
        double score = scores[one];
        long arrival = arrivals[one];
        set(one, rows[other], scores[other], arrivals[other]);
        set(other, row, score, arrival);
    }

    private void set(int at, int row, double score, long arrival) {
        rows[at] = row;
        scores[at] = score;
        arrivals[at] = arrival;
    }
}

package dev.mnemo.kernel.vector;

import java.util.Arrays;

/// The best rows seen so far, as a heap with the worst on top. Equal scores rank by id, the smaller first.
final class Shortlist {
    private final float[] scores;
    private final long[] ids;
    private final int[] rows;
    private int size;

    Shortlist(int capacity) {
        scores = new float[capacity];
        ids = new long[capacity];
        rows = new int[capacity];
    }

    int size() {
        return size;
    }

    long id(int place) {
        return ids[place];
    }

    int row(int place) {
        return rows[place];
    }

    /// The rows kept, in no order.
    int[] rows() {
        return Arrays.copyOf(rows, size);
    }

    /// Whether {@link #add} would keep it.
    boolean wants(float score, long id) {
        return size < scores.length || isWorse(scores[0], ids[0], score, id);
    }

    /// Keeps a row that {@link #wants} wants, and drops the worst if the list is full.
    void add(float score, long id, int row) {
        if (size < scores.length) {
            int place = size++;
            while (place > 0 && isWorse(score, id, scores[(place - 1) / 2], ids[(place - 1) / 2])) {
                move((place - 1) / 2, place);
                place = (place - 1) / 2;
            }
            set(place, score, id, row);
        } else {
            sink(score, id, row);
        }
    }

    /// Keeps the best of these and others.
    void addAll(Shortlist others) {
        for (int place = 0; place < others.size; place++) {
            if (wants(others.scores[place], others.ids[place])) {
                add(others.scores[place], others.ids[place], others.rows[place]);
            }
        }
    }

    private void sink(float score, long id, int row) {
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isWorse(scores[child + 1], ids[child + 1], scores[child], ids[child])) {
                child++;
            }
            if (!isWorse(scores[child], ids[child], score, id)) {
                break;
            }
            move(child, place);
            place = child;
        }
        set(place, score, id, row);
    }

    private void move(int from, int to) {
        set(to, scores[from], ids[from], rows[from]);
    }

    private void set(int place, float score, long id, int row) {
        scores[place] = score;
        ids[place] = id;
        rows[place] = row;
    }

    private static boolean isWorse(float score, long id, float otherScore, long otherId) {
        return score < otherScore || (score == otherScore && id > otherId);
    }
}

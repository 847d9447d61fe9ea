package dev.mnemo.project.infer;

import java.util.Comparator;

/// Two things in an order that means something, or in ascending order if it does not.
record Pair(String first, String second) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::first).thenComparing(Pair::second);

    static Pair unordered(String one, String other) {
        return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
    }

    @Override
    public int compareTo(Pair other) {
        return ORDER.compare(this, other);
    }
}

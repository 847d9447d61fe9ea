package dev.mnemo.project.chain;

import dev.mnemo.project.node.Node;

/// How old what a node says is, in one word.
public final class Freshness {
    private static final double HOUR_SECONDS = 3_600;
    private static final double DAY_SECONDS = 24 * HOUR_SECONDS;

    /// Days after which a node that nobody confirmed is called stale.
    public static final int STALE_DAYS = 21;

    private Freshness() {}

    /// `stale`, `3d`, `5h`, or an empty text for less than an hour, counted from when it was made or last confirmed.
    ///
    /// @param now epoch seconds
    public static String of(Node node, double now) {
        double age = now - node.meta().lastReinforced().orElse(node.created());
        if (age > STALE_DAYS * DAY_SECONDS) {
            return "stale";
        }
        if (age >= DAY_SECONDS) {
            return (int) (age / DAY_SECONDS) + "d";
        }
        return age >= HOUR_SECONDS ? (int) (age / HOUR_SECONDS) + "h" : "";
    }

    /// The first digits of a node's address and its age: `6ddc98e9 · 4d`.
    ///
    /// @param now epoch seconds
    public static String label(Node node, double now) {
        var age = of(node, now);
        return node.address().brief() + (age.isEmpty() ? "" : " · " + age);
    }
}

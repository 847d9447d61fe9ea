package dev.mnemo.user.recall;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;

/// A way of ranking, as a value: every number that decides what comes to mind, under one name.
public sealed interface Recipe {
    /// What configuration calls it.
    String name();

    /// The formula that neuromem's reference gives: places in the lists by words and by meaning, multiplied by
    /// freshness, importance and relations; see {@link ClassicScore}. An old or ordinary memory sinks far below
    /// what it says.
    record Classic(String name) implements Recipe {}

    /// Words and meaning together, in their conversation; then a little for what is known about each.
    ///
    /// @param likeness how like the question something is
    /// @param bonuses what is added for other reasons
    record Fused(String name, Likeness likeness, Bonuses bonuses) implements Recipe {}

    /// How like a question something is. Words and meaning count in standard deviations of everything
    /// remembered, so that they can be added; without vectors words count alone.
    ///
    /// @param words how much likeness in words counts
    /// @param meaning how much likeness in meaning counts
    /// @param repetition BM25's `k1`: how soon repeating a word stops helping
    /// @param length BM25's `b`: how much long texts are held back
    /// @param next the share of its likeness that what was said passes to what was said just before and after
    /// @param second likewise to the one after that
    /// @param answer the share that a question in a conversation passes on to what was said next
    /// @param session the share that the best of a conversation passes to all of it
    /// @param asking what a message loses that ends in a question mark, for it asks and does not tell
    /// @param speaker what something gains that is said by, or about, the only one whom the question names
    /// @param time what something gains that took place when the question says
    record Likeness(
            double words,
            double meaning,
            double repetition,
            double length,
            double next,
            double second,
            double answer,
            double session,
            double asking,
            double speaker,
            double time) {}

    /// What is added at most to a likeness, as a share of one standard deviation more than it. All together
    /// stay so small that something a good fifth more like the question always wins, however old and ordinary
    /// it is.
    ///
    /// @param recency noted this moment
    /// @param importance as important as can be
    /// @param graph the text holds both ends of a relation that the question names
    /// @param access recalled a hundred times
    /// @param emotion felt exactly as the person feels now
    record Bonuses(double recency, double importance, double graph, double access, double emotion) {}

    /// The default.
    Recipe HYBRID = new Fused(
            "hybrid",
            new Likeness(0.35, 0.65, 1.0, 0.5, 0.3, 0.15, 0.2, 0.2, 0.2, 1.0, 1.0),
            new Bonuses(0.04, 0.04, 0.06, 0.02, 0.04));

    /// As the reference has it.
    Recipe CLASSIC = new Classic("classic");

    /// The recipe that configuration names.
    ///
    /// @throws MnemoException with fault `CONFIGURATION` if there is none
    static Recipe named(String name) {
        return switch (name) {
            case "hybrid" -> HYBRID;
            case "classic" -> CLASSIC;
            default ->
                throw new MnemoException(
                        Fault.CONFIGURATION,
                        "There is no way of ranking called '" + name + "'.",
                        "Name hybrid or classic, or leave it unset.");
        };
    }
}

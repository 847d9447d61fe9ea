package dev.mnemo.cache.policy;

/// What an {@link ErrorBudget} says about one look-up.
public sealed interface Decision {
    /// What was decided on; keep it to tell later whether the answer was right.
    Label pending();

    /// How likely the entry's answer is right, as far as the labels tell; 0 without any.
    double probability();

    /// Give the entry's answer.
    ///
    /// @param audit whether to ask the model as well, off the path, and to compare
    record Serve(Label pending, double probability, boolean audit) implements Decision {}

    /// Ask the model; its answer then tells whether the entry's would have been right.
    ///
    /// @param needed the probability from which on answers are given; 1 if there are too few labels for any
    /// @param sentence why, for people
    record Ask(Label pending, double probability, double needed, String sentence) implements Decision {}
}

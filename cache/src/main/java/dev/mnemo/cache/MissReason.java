package dev.mnemo.cache;

import java.util.Locale;

/// Why no answer was given. The first six are those of the original.
public enum MissReason {
    /// The caller asked not to look.
    BYPASS,
    /// The model that embeds questions failed or took too long.
    EMBEDDER_FAILURE,
    /// The vector of the question has another length than the stored ones.
    DIM_MISMATCH,
    /// The nearest stored question is not near enough.
    BELOW_THRESHOLD,
    /// Nothing is stored that could be compared, or none of it may be given out.
    NO_MATCH,
    /// The vector of the question has no direction, or a component that is no finite number.
    BAD_VECTOR,
    /// The question is longer than an entry may be.
    QUERY_TOO_LONG,
    /// The question is longer than an embedder reads, so that its meaning cannot be compared as a whole.
    TOO_LONG_FOR_MEANING,
    /// A guard found a difference that changes the answer: a number, a name, a negation.
    GUARD,
    /// The verifier said that the two questions ask for different things.
    VERIFIER,
    /// It cannot be said yet with enough confidence that the answer would be right.
    ERROR_BUDGET,
    /// Somebody said that this entry is wrong for this question or one near it.
    REJECTED,
    /// The validator does not accept the stored answer.
    INVALID,
    /// The entry is so old that its confidence is too low.
    LOW_CONFIDENCE,
    /// The entry's time to live has passed, or its source has moved on.
    EXPIRED,
    /// The store failed.
    STORE_FAILURE;

    /// The name in lower case, as events and metrics say it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;

/// A cached entry near a question.
///
/// @param entry its id
/// @param similarity the cosine of the two questions, -1 to 1
/// @param answer names its answer: the same for entries whose answers are the same, such as a hash of the
///     response, or the name of the entry whose answer was found equal
public record Candidate(long entry, double similarity, long answer) {
    /// How far outside -1 to 1 rounding may carry a cosine.
    private static final double SLACK = 1e-3;

    public Candidate {
        if (!(Math.abs(similarity) <= 1 + SLACK)) {
            throw new Refusal("A similarity is a number from -1 to 1, not " + similarity + ".");
        }
    }
}

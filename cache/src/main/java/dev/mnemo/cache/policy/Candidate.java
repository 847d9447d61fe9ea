package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;

/// A cached entry near a question.
///
/// @param entry its id
/// @param similarity the cosine of the two questions, -1 to 1
/// @param answer names its answer: the same for entries whose answers are the same, such as a hash of the
///     response, or the name of the entry whose answer was found equal
/// @param vector of its question, of any length but zero
@SuppressWarnings("ArrayRecordComponent") // as it was read, never changed, never compared
public record Candidate(long entry, double similarity, long answer, float[] vector) {
    /// How far outside -1 to 1 rounding may carry a cosine.
    private static final double SLACK = 1e-3;

    public Candidate {
        if (!(Math.abs(similarity) <= 1 + SLACK)) {
            throw new Refusal("A similarity is a number from -1 to 1, not " + similarity + ".");
        }
    }

    /// The cosine of the questions of two candidates, -1 to 1; 0 if it cannot be told.
    double cosine(Candidate other) {
        double dot = 0;
        double squares = 0;
        double others = 0;
        for (int i = 0; i < vector.length; i++) {
            dot += (double) vector[i] * other.vector[i];
            squares += (double) vector[i] * vector[i];
            others += (double) other.vector[i] * other.vector[i];
        }
        double cosine = dot / Math.sqrt(squares * others);
        return Double.isFinite(cosine) ? Math.clamp(cosine, -1, 1) : 0;
    }
}

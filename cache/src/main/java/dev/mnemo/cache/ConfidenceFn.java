package dev.mnemo.cache;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Duration;

/// How much to trust an answer, from how near the questions are and how old the answer is. Informs the caller; blocks
/// nothing unless the option `minConfidence` says so.
@FunctionalInterface
public interface ConfidenceFn {
    /// The half-life of the default, the original's.
    Duration HALF_LIFE = Duration.ofHours(24);

    /// @param similarity cosine of the two questions
    /// @param ageSeconds age of the answer, at least 0
    /// @param metadata what was stored with it
    double confidence(double similarity, long ageSeconds, Json.Obj metadata);

    /// Similarity, halved each time this much age has passed.
    static ConfidenceFn halfLife(Duration halfLife) {
        if (halfLife.isZero() || halfLife.isNegative()) {
            throw new Refusal("A half-life is longer than zero.");
        }
        double seconds = halfLife.toMillis() / 1e3;
        return (similarity, ageSeconds, _) -> similarity * Math.pow(0.5, ageSeconds / seconds);
    }

    /// Similarity alone, whatever the age.
    static ConfidenceFn similarity() {
        return (similarity, _, _) -> similarity;
    }
}

package dev.mnemo.user.keep;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;

/// What of a tenant goes when it has reached an age.
///
/// @param what which things
/// @param maxAge since they were said, noted, last changed or uploaded; a day to a hundred years
public record RetentionRule(What what, Duration maxAge) {
    private static final Duration AGE_MIN = Duration.ofDays(1);
    private static final Duration AGE_MAX = Duration.ofDays(36_500);

    /// What a rule may be about.
    public enum What {
        MESSAGE,
        FACT,
        EPISODIC,
        INSIGHT,
        TRAIT,
        PROCEDURAL,
        GENERAL,
        /// Files with everything that was read of them.
        FILE
    }

    public RetentionRule {
        if (maxAge.compareTo(AGE_MIN) < 0 || maxAge.compareTo(AGE_MAX) > 0) {
            throw new Refusal("Things are kept for a day to a hundred years, not for " + maxAge + ".");
        }
    }
}

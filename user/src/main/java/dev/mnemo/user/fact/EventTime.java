package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Instant;

/// When something happened, as exactly as it was said.
///
/// @param from the first moment it may have happened
/// @param until the first moment after it
/// @param precision how exactly it was said, such as `day`, `month` or `season`
/// @param words the expression as it was said; may be empty
public record EventTime(Instant from, Instant until, String precision, String words) {
    public EventTime {
        if (until.isBefore(from)) {
            throw new Refusal("An event cannot end before it begins.");
        }
    }

    /// A moment that is known exactly.
    public static EventTime at(Instant moment) {
        return new EventTime(moment, moment, "instant", "");
    }
}

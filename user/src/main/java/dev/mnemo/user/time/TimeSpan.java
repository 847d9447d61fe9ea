package dev.mnemo.user.time;

import java.time.Instant;
import java.time.ZonedDateTime;

/// A stretch of time.
///
/// @param from the first moment in it
/// @param until the first moment after it
/// @param precision how exactly it was said
public record TimeSpan(Instant from, Instant until, Precision precision) {
    /// Before anything that anybody remembers; the beginning of "before 2021".
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /// After everything; the end of "after 2021".
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    public TimeSpan {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("A stretch of time cannot end before it begins.");
        }
    }

    static TimeSpan of(ZonedDateTime from, ZonedDateTime until, Precision precision) {
        return new TimeSpan(from.toInstant(), until.toInstant(), precision);
    }

    /// Whether a moment lies in it.
    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }

    /// Whether the two share a moment.
    public boolean overlaps(TimeSpan other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /// The smallest stretch that holds both.
    TimeSpan through(TimeSpan other) {
        return new TimeSpan(
                from.isBefore(other.from) ? from : other.from,
                until.isAfter(other.until) ? until : other.until,
                Precision.RANGE);
    }
}

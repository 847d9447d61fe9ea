package dev.mnemo.project.node;

import java.time.Instant;
import java.time.InstantSource;

/// Times as stores write them: seconds since the epoch with a fraction.
public final class Moment {
    private Moment() {}

    /// What time it is.
    public static double now(InstantSource clock) {
        return seconds(clock.instant());
    }

    /// An instant as stores write it.
    public static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}

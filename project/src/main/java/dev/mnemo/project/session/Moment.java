package dev.mnemo.project.session;

import java.time.Instant;
import java.time.InstantSource;

/// Times as stores write them: seconds since the epoch with a fraction.
final class Moment {
    private Moment() {}

    static double now(InstantSource clock) {
        return seconds(clock.instant());
    }

    static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}

package dev.mnemo.project.recall;

import java.time.Instant;

/// Moments as stores write them.
final class Moments {
    private Moments() {}

    /// Epoch seconds with a fraction.
    static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}

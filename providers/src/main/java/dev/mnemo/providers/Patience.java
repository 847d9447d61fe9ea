package dev.mnemo.providers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a provider is asked before it is given up, and how often it is asked at most.
///
/// @param attempts requests for one answer, 1 to 10
/// @param firstPause the pause after the first failure; each further one is twice as long, and each is shortened by up
///     to a half at random so that many clients do not come back together
/// @param pauseMax no pause is longer; a provider that asks for a longer one by `Retry-After` is given up
/// @param requestsPerMinute requests begin at least this share of a minute apart; 0 for no limit
/// @param random shortens the pauses; safe for many threads
public record Patience(
        int attempts, Duration firstPause, Duration pauseMax, int requestsPerMinute, RandomGenerator random) {
    /// One attempt, no limit: for callers who know best themselves whether to try again.
    public static final Patience ONCE = new Patience(1, Duration.ZERO, Duration.ZERO, 0, () -> 0L);

    /// Attempts for one answer at most.
    public static final int ATTEMPTS_MAX = 10;

    public Patience {
        if (attempts < 1 || attempts > ATTEMPTS_MAX || requestsPerMinute < 0 || firstPause.isNegative()) {
            throw new IllegalArgumentException(
                    "there are 1 to " + ATTEMPTS_MAX + " attempts, and neither pause nor rate is negative");
        }
    }

    /// Three attempts, half a second and a second apart, as fast as the provider lets.
    public static Patience usual(RandomGenerator random) {
        return new Patience(3, Duration.ofMillis(500), Duration.ofSeconds(20), 0, random);
    }

    /// The pause after a failed attempt.
    ///
    /// @param failures attempts that failed so far, from 1
    Duration pause(int failures) {
        long doubled = firstPause.toMillis() << Math.min(failures - 1, ATTEMPTS_MAX);
        long millis = Math.min(doubled, pauseMax.toMillis());
        return Duration.ofMillis(millis - (millis < 2 ? 0 : random.nextLong(millis / 2 + 1)));
    }
}

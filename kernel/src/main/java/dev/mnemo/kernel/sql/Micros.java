package dev.mnemo.kernel.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Moments in databases are microseconds since 1970: the same number everywhere, compared and indexed as numbers.
public final class Micros {
    private static final long PER_SECOND = 1_000_000;

    private Micros() {}

    /// The microseconds of a moment; what is finer is cut off. Moments beyond the range become its ends.
    public static long of(Instant moment) {
        try {
            return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), PER_SECOND), moment.getNano() / 1_000);
        } catch (ArithmeticException _) {
            return moment.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /// The moment of some microseconds.
    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

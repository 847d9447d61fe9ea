package dev.mnemo.cache;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;
import java.util.Optional;

/// How long an answer may be given out after it was stored.
public sealed interface Lifetime {
    /// As the option `defaultTtl` says.
    record Standard() implements Lifetime {}

    /// For ever, whatever `defaultTtl` says.
    record Forever() implements Lifetime {}

    /// This long.
    ///
    /// @param ttl at least a millisecond
    record For(Duration ttl) implements Lifetime {
        public For {
            if (ttl.toMillis() < 1) {
                throw new Refusal("A time to live is at least a millisecond; for an answer nobody should get, use"
                        + " delete, and for one without end, forever.");
            }
        }
    }

    static Lifetime standard() {
        return new Standard();
    }

    static Lifetime forever() {
        return new Forever();
    }

    static Lifetime of(Duration ttl) {
        return new For(ttl);
    }

    /// The time to live under a default.
    default Optional<Duration> ttl(Optional<Duration> standard) {
        return switch (this) {
            case Standard() -> standard;
            case Forever() -> Optional.empty();
            case For(var ttl) -> Optional.of(ttl);
        };
    }
}

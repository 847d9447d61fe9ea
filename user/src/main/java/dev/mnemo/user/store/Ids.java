package dev.mnemo.user.store;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes ids of rows: UUIDs of version 7 (RFC 9562), which begin with the time and so lie together in indexes.
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random safe for many threads
    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new id.
    public String next() {
        long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0xfff);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low).toString();
    }

    /// Sixteen random hexadecimal digits.
    public String shortId() {
        return "%016x".formatted(random.nextLong());
    }
}

package dev.mnemo.adapters;

import dev.mnemo.cache.Cost;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;

/// What a model costs, in the currency the caller counts in.
///
/// @param inputPerMillionTokens price of a million tokens read, at least 0
/// @param outputPerMillionTokens price of a million tokens written, at least 0
public record Price(double inputPerMillionTokens, double outputPerMillionTokens) {
    /// Costs nothing, or nobody knows.
    public static final Price NONE = new Price(0, 0);

    public Price {
        if (!(inputPerMillionTokens >= 0 && outputPerMillionTokens >= 0)) {
            throw new Refusal("The price of a million tokens is at least 0.");
        }
    }

    /// What an answer of so many tokens cost. How long it took is not known here; the cache takes the time itself.
    public Cost of(long inputTokens, long outputTokens) {
        long in = Math.max(0, inputTokens);
        long out = Math.max(0, outputTokens);
        long micros = Math.round(in * inputPerMillionTokens + out * outputPerMillionTokens);
        return new Cost(in, out, micros, Duration.ZERO);
    }
}

package dev.mnemo.cache;

import dev.mnemo.kernel.fault.Refusal;
import java.time.Duration;

/// What one answer cost when a model gave it, and so what each later hit saves.
///
/// @param inputTokens tokens the model read, 0 if unknown
/// @param outputTokens tokens the model wrote, 0 if unknown
/// @param moneyMicros price in millionths of the currency the caller counts in, 0 if unknown
/// @param latency how long the caller waited, zero if unknown; kept to the millisecond
public record Cost(long inputTokens, long outputTokens, long moneyMicros, Duration latency) {
    /// Nothing is known about the cost.
    public static final Cost UNKNOWN = new Cost(0, 0, 0, Duration.ZERO);

    public Cost {
        if (inputTokens < 0 || outputTokens < 0 || moneyMicros < 0 || latency.isNegative()) {
            throw new Refusal("Tokens, money and latency of an answer are at least 0.");
        }
        latency = Duration.ofMillis(latency.toMillis());
    }
}

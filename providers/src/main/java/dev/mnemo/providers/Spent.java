package dev.mnemo.providers;

/// What a model was asked and took since it was opened, in this process.
///
/// @param requests requests sent, those that were tried again included
/// @param failures requests that failed
/// @param inputTokens tokens read, as far as the provider says
/// @param outputTokens tokens written, as far as the provider says
public record Spent(long requests, long failures, long inputTokens, long outputTokens) {
    private static final double MILLION = 1_000_000;

    /// The price of it, in the currency of the prices.
    ///
    /// @param inputPrice of a million tokens read
    /// @param outputPrice of a million tokens written
    public double cost(double inputPrice, double outputPrice) {
        return (inputTokens * inputPrice + outputTokens * outputPrice) / MILLION;
    }
}

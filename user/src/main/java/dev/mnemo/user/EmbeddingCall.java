package dev.mnemo.user;

import java.time.Duration;

/// A call of the embedding model, after it ended.
///
/// @param textCount texts that were embedded
/// @param duration how long it took
/// @param model the model's fingerprint
/// @param success false if it failed
public record EmbeddingCall(int textCount, Duration duration, String model, boolean success) {}

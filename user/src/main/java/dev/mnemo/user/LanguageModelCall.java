package dev.mnemo.user;

import dev.mnemo.kernel.llm.LanguageModel.Usage;
import java.time.Duration;
import java.util.Optional;

/// A call of the language model, after it ended.
///
/// @param duration how long it took
/// @param model the name of the model that answered, or that was asked if none did
/// @param outputTokensMax how long the answer might be
/// @param usage what it took, if the model counts
/// @param success false if it failed
public record LanguageModelCall(
        Duration duration, String model, int outputTokensMax, Optional<Usage> usage, boolean success) {}

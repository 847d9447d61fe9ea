package dev.mnemo.kernel.llm;

import java.util.Optional;

/// A model that continues a text. Blocks while the model works; safe for many threads.
@FunctionalInterface
public interface LanguageModel {
    /// The model's answer to a prompt.
    ///
    /// @param system what the model is to be
    /// @param prompt what it is asked
    /// @param outputTokensMax how long the answer may be
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `MODEL` if the model or the way to it fails
    String complete(String system, String prompt, int outputTokensMax);

    /// The model's name, as the provider calls it.
    default String name() {
        return "unnamed";
    }

    /// As {@link #complete}, with what else the model says of its answer.
    default Answer answer(String system, String prompt, int outputTokensMax) {
        return new Answer(complete(system, prompt, outputTokensMax), name(), Optional.empty(), false);
    }

    /// What a model answered.
    ///
    /// @param model the name of the model that answered; may be more exact than the one that was asked for
    /// @param usage what it took, if the model counts
    /// @param cutOff whether the answer ends where its room ended
    record Answer(String text, String model, Optional<Usage> usage, boolean cutOff) {}

    /// What an answer took.
    ///
    /// @param inputTokens tokens read
    /// @param outputTokens tokens written
    record Usage(int inputTokens, int outputTokens) {}
}

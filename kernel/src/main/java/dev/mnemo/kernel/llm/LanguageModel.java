package dev.mnemo.kernel.llm;

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
}

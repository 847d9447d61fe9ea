package dev.mnemo.cache.answer;

/// Why a model stopped. Only an answer that ended by itself is stored unless the options allow more.
public enum FinishReason {
    /// The model had said everything.
    STOP,
    /// The limit of length cut the answer off.
    LENGTH,
    /// A filter took the answer or a part of it away.
    CONTENT_FILTER,
    /// The model wants tools to run before it goes on.
    TOOL_CALLS,
    /// The provider broke off.
    ERROR,
    /// Anything else, or not told.
    OTHER
}

package dev.mnemo.cache;

/// What became of an answer that was to be stored.
public sealed interface PutResult {
    /// It is stored.
    ///
    /// @param entryId names the entry
    record Stored(long entryId) implements PutResult {}

    /// It was kept out and nothing changed.
    ///
    /// @param reason `validator`, `finish`, `tools` or `source`
    /// @param sentence the same in one sentence
    record KeptOut(String reason, String sentence) implements PutResult {}
}

package dev.mnemo.cache;

import dev.mnemo.cache.answer.AnswerSink;

/// A model that answers piece by piece.
@FunctionalInterface
public interface AnswerSource {
    /// Gives the answer to the sink and returns after its end. Throws if the model breaks off; what was given by then
    /// is not stored.
    void answer(AnswerSink sink);
}

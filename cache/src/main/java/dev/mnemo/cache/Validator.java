package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;

/// Whether an answer is fit to be stored and given out. Asked at every put and before every hit of both layers. An
/// answer it refuses stays in the store: validators change, and a mistake in one must not cost data.
@FunctionalInterface
public interface Validator {
    boolean isValid(String response);

    /// Whether a whole answer is fit. One that calls tools and says nothing has no text to be looked at.
    default boolean accepts(Answer answer) {
        var text = answer.text();
        return (text.isEmpty() && !answer.toolCalls().isEmpty()) || isValid(text);
    }

    /// Refuses what is empty, blank, or begins with `[LLM Error]` or `[ERROR]`.
    static Validator notBlankAndNoError() {
        return response ->
                !response.isBlank() && !response.startsWith("[LLM Error]") && !response.startsWith("[ERROR]");
    }

    /// Accepts everything, the empty answer included.
    static Validator anything() {
        return _ -> true;
    }
}

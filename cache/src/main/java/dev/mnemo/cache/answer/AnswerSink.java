package dev.mnemo.cache.answer;

import dev.mnemo.cache.Cost;

/// Takes an answer piece by piece. Calls come from one thread, {@link #end} last; without it the answer is broken.
public interface AnswerSink {
    /// The next piece of text.
    void chunk(String text);

    /// A tool the model wants to run.
    default void toolCall(ToolCall call) {}

    /// The answer is whole as far as it goes.
    default void end(FinishReason finish, Cost cost) {}
}

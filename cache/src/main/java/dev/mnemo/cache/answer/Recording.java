package dev.mnemo.cache.answer;

import dev.mnemo.cache.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tee: hands each piece on at once and remembers it. What it remembers counts only after a clean end: if the
/// caller's sink throws, the model breaks off or the answer grows beyond the limit, there is nothing to store, and
/// what was handed on stays handed on.
public final class Recording implements AnswerSink {
    private final AnswerSink sink;
    private final int charsMax;
    private final List<String> chunks = new ArrayList<>();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private Optional<Answer> answer = Optional.empty();
    private long chars;
    private boolean broken;
    private boolean sinkBroken;

    /// @param sink gets everything as it comes
    /// @param charsMax how long an answer may be and still be remembered
    public Recording(AnswerSink sink, int charsMax) {
        this.sink = sink;
        this.charsMax = charsMax;
    }

    @Override
    public void chunk(String text) {
        remember(text.length());
        if (!broken) {
            chunks.add(text);
        }
        handOn(() -> sink.chunk(text));
    }

    @Override
    public void toolCall(ToolCall call) {
        remember(call.id().length() + call.name().length() + call.arguments().length());
        if (!broken) {
            toolCalls.add(call);
        }
        handOn(() -> sink.toolCall(call));
    }

    @Override
    public void end(FinishReason finish, Cost cost) {
        handOn(() -> sink.end(finish, cost));
        if (!broken && answer.isEmpty()) {
            answer = Optional.of(new Answer(chunks, toolCalls, finish, cost));
        }
    }

    /// The whole answer; empty before its end, and for good if something went wrong.
    public Optional<Answer> answer() {
        return broken ? Optional.empty() : answer;
    }

    /// Whether the sink threw.
    public boolean isSinkBroken() {
        return sinkBroken;
    }

    private void remember(int length) {
        chars += length;
        if (chars > charsMax || answer.isPresent()) { // too long, or it went on after its end
            broken = true;
            chunks.clear();
            toolCalls.clear();
        }
    }

    private void handOn(Runnable call) {
        boolean done = false;
        try {
            call.run();
            done = true;
        } finally {
            broken |= !done;
            sinkBroken |= !done;
        }
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.answer.AnswerSink;
import dev.mnemo.cache.answer.Recording;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/// Answers piece by piece. The caller who leads gets them from the model as they come; whoever follows, and whoever
/// comes later, gets them replayed.
final class Streaming {
    /// What a tee remembers at most; a longer answer still reaches its caller.
    private static final int RECORDED_CHARS_MAX = 64 << 20;

    private final SemanticCache cache;

    Streaming(SemanticCache cache) {
        this.cache = cache;
    }

    Served serve(Question question, AnswerSource model, AnswerSink sink, Function<Answer, NewAnswer> keep) {
        var streamed = new boolean[1];
        var caller = Thread.currentThread();
        var served = cache.getOrCompute(question, () -> {
            if (!caller.equals(Thread.currentThread())) {
                return keep.apply(record(model, _ -> {})); // a fresh answer in the background, for those who come later
            }
            streamed[0] = true;
            return keep.apply(record(model, sink));
        });
        if (!streamed[0]) {
            served.answer().replay(sink);
        }
        return served;
    }

    private static Answer record(AnswerSource model, AnswerSink sink) {
        var recording = new Recording(sink, RECORDED_CHARS_MAX);
        try {
            model.answer(recording);
        } catch (RuntimeException failure) {
            if (recording.isSinkBroken()) {
                var cancelled = new CancellationException("the caller stopped taking the answer");
                cancelled.initCause(failure);
                throw cancelled; // its failure is its own; others who wait ask the model themselves
            }
            throw failure;
        }
        return recording
                .answer()
                .orElseThrow(() -> new MnemoException(
                        Fault.MODEL,
                        "The model stopped without an end, or went on beyond " + RECORDED_CHARS_MAX
                                + " characters; the answer was not stored.",
                        "Ask again."));
    }
}

package dev.mnemo.user;

import dev.mnemo.kernel.llm.LanguageModel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells a listener about every call of a model.
final class ObservedLanguageModel implements LanguageModel {
    private final LanguageModel model;
    private final Consumer<LanguageModelCall> listener;

    /// @param listener throws nothing
    ObservedLanguageModel(LanguageModel model, Consumer<LanguageModelCall> listener) {
        this.model = model;
        this.listener = listener;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String complete(String system, String prompt, int outputTokensMax) {
        return answer(system, prompt, outputTokensMax).text();
    }

    @Override
    public Answer answer(String system, String prompt, int outputTokensMax) {
        long start = System.nanoTime();
        Optional<Answer> answer = Optional.empty();
        try {
            answer = Optional.of(model.answer(system, prompt, outputTokensMax));
            return answer.get();
        } finally {
            listener.accept(new LanguageModelCall(
                    Duration.ofNanos(System.nanoTime() - start),
                    answer.map(Answer::model).orElse(model.name()),
                    outputTokensMax,
                    answer.flatMap(Answer::usage),
                    answer.isPresent()));
        }
    }
}

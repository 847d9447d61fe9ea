package dev.mnemo.providers;

import dev.langchain4j.model.output.TokenUsage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what a model is asked and what it takes.
final class Meter {
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder inputTokens = new LongAdder();
    private final LongAdder outputTokens = new LongAdder();

    void asked() {
        requests.increment();
    }

    void failed() {
        failures.increment();
    }

    void took(@Nullable TokenUsage usage) {
        if (usage != null) {
            inputTokens.add(count(usage.inputTokenCount()));
            outputTokens.add(count(usage.outputTokenCount()));
        }
    }

    /// A count of tokens; 0 if the provider does not say.
    static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    Spent spent() {
        return new Spent(requests.sum(), failures.sum(), inputTokens.sum(), outputTokens.sum());
    }
}

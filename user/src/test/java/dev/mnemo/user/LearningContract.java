package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests of learning have in common: a memory whose listeners and model are the test's.
abstract class LearningContract {
    static final String ANN = "Ann Lee/安";
    static final Duration PATIENCE = Duration.ofMinutes(2);

    final List<Extracted> extractions = Collections.synchronizedList(new ArrayList<>());
    final List<LanguageModelCall> calls = Collections.synchronizedList(new ArrayList<>());
    final List<String> prompts = Collections.synchronizedList(new ArrayList<>());
    final AtomicReference<Function<String, String>> answering = new AtomicReference<>(_ -> "{}");
    final AtomicBoolean listenersFail = new AtomicBoolean();
    int seed;
    TestStore test;
    NeuroMemory memory;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = opened(options -> options);
    }

    NeuroMemory opened(UnaryOperator<NeuroMemoryBuilder> more) {
        return more.apply(test.builder(new Random(++seed))
                        .leaseTime(Duration.ofHours(1)) // the tests' clock makes leaps
                        .onExtraction(event -> {
                            extractions.add(event);
                            maybeFail();
                        })
                        .onLlmCall(call -> {
                            calls.add(call);
                            maybeFail();
                        }))
                .open();
    }

    void maybeFail() {
        if (listenersFail.get()) {
            throw new IllegalStateException("a listener may fail");
        }
    }

    /// What is told follows the commit, so whoever saw the commit may have to wait for it.
    List<Extracted> told(int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (extractions.size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(extractions).hasSize(count);
        return List.copyOf(extractions);
    }

    void reopen(UnaryOperator<NeuroMemoryBuilder> more) {
        memory.close();
        memory = opened(more);
    }

    /// A model that answers as a test says.
    final class Model implements LanguageModel {
        @Override
        public String name() {
            return "small";
        }

        @Override
        public String complete(String system, String prompt, int outputTokensMax) {
            return answer(system, prompt, outputTokensMax).text();
        }

        @Override
        public Answer answer(String system, String prompt, int outputTokensMax) {
            prompts.add(prompt);
            var text = answering.get().apply(prompt);
            return new Answer(text, "small-2026-01", Optional.of(new Usage(100, 7)), text.endsWith("…"));
        }
    }

    void withModel() {
        reopen(options -> options.languageModel(new Model()).reflectionInterval(0));
    }

    @AfterEach
    void close() {
        memory.close();
        test.close();
    }

    Message say(String text) {
        var message = memory.ingest(ANN, "user", text, "s");
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        test.clock.advance(Duration.ofDays(1));
        return message;
    }

    List<String> believed() {
        return memory.memories().list(ANN, List.of(), 100, 0).items().stream()
                .filter(one -> one.type() != MemoryType.INSIGHT)
                .map(Memory::content)
                .toList();
    }

    Message state(Message message) {
        return memory.conversations().getSessionMessages(ANN, message.sessionId()).stream()
                .filter(one -> one.id().equals(message.id()))
                .findFirst()
                .orElseThrow();
    }
}

package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the memory learns by itself, by rules and by a model.
abstract class ExtractionContract {
    private static final String ANN = "Ann Lee/安";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Extracted> extractions = Collections.synchronizedList(new ArrayList<>());
    private final List<LanguageModelCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> prompts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Function<String, String>> answering = new AtomicReference<>(_ -> "{}");
    private final AtomicBoolean listenersFail = new AtomicBoolean();
    private int seed;
    private TestStore test;
    private NeuroMemory memory;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = opened(options -> options);
    }

    private NeuroMemory opened(UnaryOperator<NeuroMemoryBuilder> more) {
        return more.apply(NeuroMemory.builder(test.address(), test.clock, new Random(++seed))
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

    private void maybeFail() {
        if (listenersFail.get()) {
            throw new IllegalStateException("a listener may fail");
        }
    }

    /// What is told follows the commit, so whoever saw the commit may have to wait for it.
    private List<Extracted> told(int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (extractions.size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(extractions).hasSize(count);
        return List.copyOf(extractions);
    }

    private void reopen(UnaryOperator<NeuroMemoryBuilder> more) {
        memory.close();
        memory = opened(more);
    }

    /// A model that answers as a test says.
    private final class Model implements LanguageModel {
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

    private void withModel() {
        reopen(options -> options.languageModel(new Model()).reflectionInterval(0));
    }

    @AfterEach
    void close() {
        memory.close();
        test.close();
    }

    private Message say(String text) {
        var message = memory.ingest(ANN, "user", text, "s");
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        test.clock.advance(Duration.ofDays(1));
        return message;
    }

    private List<String> believed() {
        return memory.memories().list(ANN, List.of(), 100, 0).items().stream()
                .filter(one -> one.type() != MemoryType.INSIGHT)
                .map(Memory::content)
                .toList();
    }

    private Message state(Message message) {
        return memory.conversations().getSessionMessages(ANN, message.sessionId()).stream()
                .filter(one -> one.id().equals(message.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_somebody_says_of_themselves_is_learned_with_its_source() {
        var message = say("I live in Berlin, and my dog is called Behemoth");
        assertThat(believed()).containsExactly("Has a dog called Behemoth", "Lives in Berlin");
        var home = memory.memories().list(ANN, List.of(), 10, 0).items().getLast();
        assertThat(memory.memories().sources(ANN, home.id())).containsExactly(message.id());
        assertThat(home.saidAt()).isEqualTo(message.saidAt());
        assertThat(state(message).extraction()).isEqualTo(Extraction.DONE);
        assertThat(memory.conversations().getUnextractedMessages(ANN, Optional.empty(), 10))
                .isEmpty();
        assertThat(told(1)).singleElement().satisfies(event -> {
            assertThat(event.userId()).isEqualTo(ANN);
            assertThat(event.sessionId()).isEqualTo("s");
            assertThat(event.factsExtracted()).isEqualTo(2);
            assertThat(event.triplesExtracted()).isEqualTo(2);
            assertThat(event.messagesProcessed()).isEqualTo(1);
            assertThat(event.error()).isEmpty();
        });
        say("And what about the weather?");
        assertThat(told(2).getLast().factsExtracted()).isZero();
        assertThat(memory.kv().get(ANN, "profile", "language")).contains(Json.of("en"));
        assertThat(memory.graph()
                        .getNode(
                                ANN,
                                new dev.mnemo.user.graph.NodeKey(dev.mnemo.user.graph.NodeType.LOCATION, "Berlin")))
                .isPresent();
    }

    @Test
    void google_meta_google_is_three_versions_and_every_moment_is_right() {
        say("I work at Google.");
        var first = test.clock.instant();
        say("Actually, I left Google and joined Meta.");
        var second = test.clock.instant();
        say("I'm back: I work at Google again.");
        say("I work at Google.");
        assertThat(believed()).containsExactly("Works at Google");
        var current = memory.memories().list(ANN, List.of(), 10, 0).items().getFirst();
        assertThat(memory.memories().versions(ANN, current.id()))
                .extracting(Memory::content)
                .containsExactly("Works at Google", "Works at Meta", "Works at Google");
        assertThat(employerAsOf(first)).isEqualTo("Works at Google");
        assertThat(employerAsOf(second)).isEqualTo("Works at Meta");
        var rolledBack = memory.rollbackMemories(ANN, second);
        assertThat(believed()).containsExactly("Works at Meta");
        memory.rollbackMemories(ANN, first);
        assertThat(believed()).containsExactly("Works at Google");
        memory.rollbackMemories(ANN, rolledBack.undo());
        assertThat(believed()).containsExactly("Works at Google");
    }

    private String employerAsOf(Instant moment) {
        return memory.recall(ANN, Cue.of("Where does she work? Works at?").withAsOf(moment)).merged().stream()
                .flatMap(hit -> hit.memory().stream())
                .filter(one -> one.kind() == dev.mnemo.user.recall.Kind.FACT)
                .map(one -> one.text())
                .findFirst()
                .orElse("");
    }

    @Test
    void what_has_many_values_stays_beside_what_changes() {
        say("I play chess. I play tennis.");
        say("I program in Java, Rust and Kotlin.");
        say("My friend is Bea. My colleague is Carl.");
        say("I work at Google");
        say("I joined Meta.");
        assertThat(believed())
                .containsExactlyInAnyOrder(
                        "Plays chess",
                        "Plays tennis",
                        "Programs in Java",
                        "Programs in Rust",
                        "Programs in Kotlin",
                        "Friend: Bea",
                        "Colleague: Carl",
                        "Works at Meta");
        say("I don't play tennis anymore.");
        say("I quit my job.");
        assertThat(believed()).contains("Plays chess").doesNotContain("Plays tennis", "Works at Meta");
    }

    @Test
    void what_was_said_earlier_does_not_replace_what_was_said_later() {
        say("I live in Porto.");
        memory.conversations()
                .ingest(
                        ANN,
                        NewMessage.at(Instant.parse("2019-05-01T10:00:00Z"), "user", "I live in Oslo."),
                        Conversations.Ingest.into("old"));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).containsExactly("Lives in Porto");
    }

    @Test
    void memories_are_drawn_when_they_are_wanted_and_not_else() {
        memory.settings().autoExtract(false);
        var unwanted = say("I live in Berlin.");
        assertThat(state(unwanted).extraction()).isEqualTo(Extraction.NONE);
        assertThat(believed()).isEmpty();
        var wanted = new Conversations.Ingest(Optional.of("s"), Optional.of(true));
        memory.conversations().ingest(ANN, NewMessage.of("user", "I play chess."), wanted);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).containsExactly("Plays chess");
        assertThat(memory.conversations().extract(ANN, Optional.of("s"))).isEqualTo(1);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).containsExactly("Lives in Berlin", "Plays chess");
        assertThat(memory.conversations().extract(ANN, Optional.empty())).isZero();
        memory.settings().autoExtract(true);
        var not = new Conversations.Ingest(Optional.of("s"), Optional.of(false));
        memory.conversations().ingest(ANN, NewMessage.of("user", "I hate rain."), not);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).doesNotContain("Dislikes rain");
    }

    @Test
    void an_interval_is_counted_over_restarts() {
        UnaryOperator<NeuroMemoryBuilder> every4 =
                options -> options.extraction(new ExtractionStrategy(4, 0, Duration.ZERO, false, false));
        reopen(every4);
        say("I play chess.");
        memory.ingest(ANN, "assistant", "Do you?", "s");
        assertThat(believed()).isEmpty();
        reopen(every4);
        memory.ingest(ANN, "user", "I play tennis.", "another");
        say("I live in Berlin.");
        assertThat(believed()).isEmpty();
        say("I love tea.");
        assertThat(believed()).containsExactlyInAnyOrder("Plays chess", "Lives in Berlin", "Loves tea");
        assertThat(told(1))
                .singleElement()
                .satisfies(event -> assertThat(event.messagesProcessed()).isEqualTo(3));
    }

    @Test
    void a_window_a_silence_the_end_of_a_session_and_of_the_process_are_reasons() {
        reopen(options -> options.extraction(new ExtractionStrategy(0, 40, Duration.ofMinutes(10), true, true)));
        memory.ingest(ANN, "user", "I play chess.", "window");
        memory.ingest(ANN, "user", "I live in Berlin and I love green tea.", "window");
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).hasSize(3);
        memory.ingest(ANN, "user", "I hate rain.", "closed");
        assertThat(memory.conversations().closeSession(ANN, "closed")).isTrue();
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).contains("Dislikes rain");
        memory.ingest(ANN, "user", "I collect maps.", "silent");
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).doesNotContain("Collects maps");
        test.clock.advance(Duration.ofMinutes(11));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        while (!believed().contains("Collects maps")) {
            memory.awaitIdle(ANN, Duration.ofMillis(50)); // a timer is no work that is waited for
            Thread.onSpinWait();
        }
        memory.ingest(ANN, "user", "I drive a Tesla.", "last");
        reopen(options -> options.extraction(new ExtractionStrategy(0, 40, Duration.ZERO, true, true)));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).contains("Owns a Tesla");
    }

    @Test
    void a_model_learns_field_by_field_and_a_bad_field_costs_that_field() {
        withModel();
        listenersFail.set(true);
        answering.set(_ -> """
            Sure! ```json
            {"facts": [
              {"content": "Works at Google", "attribute": "employer", "value": "Google", "importance": "high",
               "confidence": 3, "emotion": {"valence": 0.5, "arousal": -2}, "messages": [1, 99], "category": "nonsense"},
              {"content": "Likes some kind of music", "attribute": "taste", "value": "music"},
              {"content": ""}, "text", 7, null,
              {"content": "The password is password=hunter2Secret!"}],
             "episodes": [{"content": "Ran a marathon", "time": "soon-ish", "time_words": "last Sunday", "importance": 8,}],
             "procedures": [{"content": "Deploys in two steps", "steps": ["test", "", 5, "tag"]}],
             "triples": [{"subject_type": "user", "subject": "user", "relation": "works_at", "object_type": "organization",
                          "object": "Google", "single": true, "confidence": 0.9},
                         {"subject": "", "relation": "x", "object": "y"}]}
            ```""");
        var message = say("I work at Google. I ran a marathon last Sunday.");
        assertThat(state(message).extraction()).isEqualTo(Extraction.DONE);
        assertThat(believed()).containsExactly("Deploys in two steps", "Ran a marathon", "Works at Google");
        var found = memory.memories().list(ANN, List.of(), 10, 0).items();
        var fact = found.getLast();
        assertThat(fact.importance()).isEqualTo(5);
        assertThat(fact.category()).isEqualTo("general");
        assertThat(fact.emotion())
                .hasValueSatisfying(felt -> assertThat(felt.arousal()).isZero());
        assertThat(memory.memories().sources(ANN, fact.id())).containsExactly(message.id());
        assertThat(found.get(1).event())
                .hasValueSatisfying(event -> assertThat(event.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z")));
        assertThat(found.getFirst().metadata().array("procedure_steps").strings())
                .containsExactly("test", "tag");
        assertThat(told(1).getLast().factsExtracted()).isEqualTo(2);
        assertThat(extractions.getLast().episodesExtracted()).isEqualTo(1);
        assertThat(extractions.getLast().triplesExtracted()).isEqualTo(1);
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.model()).isEqualTo("small-2026-01");
            assertThat(call.usage()).contains(new LanguageModel.Usage(100, 7));
            assertThat(call.success()).isTrue();
        });
        assertThat(memory.recall(ANN, "Where does Ann work?").merged()).isNotEmpty();
    }

    @Test
    void a_model_sees_what_was_said_before_and_what_is_known_and_may_correct_it() {
        withModel();
        answering.set(_ -> "{\"facts\": [{\"content\": \"Loves Bach\"}]}");
        say("My favourite composer is Bach");
        memory.ingest(ANN, "assistant", "Noted.", "s");
        answering.set(prompt -> prompt.contains("Loves Bach")
                ? "{\"facts\": [{\"content\": \"Loves Mozart\", \"replaces\": 1}]}"
                : "{}");
        say("No, the composer is Mozart, not Bach");
        assertThat(believed()).containsExactly("Loves Mozart");
        var current = memory.memories().list(ANN, List.of(), 1, 0).items().getFirst();
        assertThat(current.version().number()).isEqualTo(2);
        assertThat(prompts.getLast()).contains("Noted.").contains("favourite composer is Bach");
        answering.set(_ -> "{\"ended\": [{\"known\": 1}, {\"known\": 99}, {\"known\": \"x\"}]}");
        say("I no longer listen to Mozart");
        assertThat(believed()).isEmpty();
        assertThat(told(3).getLast().factsEnded()).isEqualTo(1);
    }

    @Test
    void an_answer_that_ran_out_of_room_is_asked_for_in_halves() {
        withModel();
        answering.set(prompt -> prompt.contains("\"number\":2}")
                ? "{\"facts\": [{\"content\": \"cut of…"
                : prompt.substring(prompt.indexOf("Messages to draw from")).contains("alpha")
                        ? "{\"facts\": [{\"content\": \"Knows alpha\"}]}"
                        : "{\"facts\": [{\"content\": \"Knows beta\"}, {\"content\": \"half a …");
        memory.conversations()
                .addMessagesBatch(
                        ANN,
                        List.of(NewMessage.of("user", "I know alpha"), NewMessage.of("user", "I know beta")),
                        Conversations.Ingest.into("s"));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(believed()).containsExactlyInAnyOrder("Knows alpha", "Knows beta");
        assertThat(calls).hasSize(3);
    }

    @Test
    void what_a_model_fails_at_is_tried_again_and_finally_shown_and_can_be_tried_anew() {
        withModel();
        answering.set(prompt -> {
            if (prompt.contains("garbage")) {
                return "I cannot do that.";
            }
            throw new MnemoException(Fault.MODEL, "The model is ill.", "Wait.");
        });
        var message = memory.ingest(ANN, "user", "garbage", "s");
        for (int i = 0; i < 100 && state(message).extraction() != Extraction.DEAD; i++) {
            memory.awaitIdle(ANN, Duration.ofMillis(100));
            test.clock.advance(Duration.ofMinutes(7));
        }
        assertThat(state(message).extraction()).isEqualTo(Extraction.DEAD);
        assertThat(state(message).extractionRetries()).isEqualTo(5);
        assertThat(state(message).extractionError())
                .hasValueSatisfying(error -> assertThat(error).contains("did not answer with a JSON object"));
        assertThat(memory.deadWork(ANN)).hasSize(1);
        assertThat(told(5)).allSatisfy(event -> assertThat(event.error()).isPresent());
        assertThat(calls)
                .hasSize(5)
                .allSatisfy(call -> assertThat(call.success()).isTrue());
        var still = memory.retryFailedExtractions(ANN, PATIENCE);
        assertThat(still).isEqualTo(new dev.mnemo.user.extract.Retry.Outcome(1, 0, 1, 0));
        answering.set(_ -> "{\"facts\": [{\"content\": \"Says garbage\"}]}");
        assertThat(memory.retryFailedExtractions(ANN, PATIENCE))
                .isEqualTo(new dev.mnemo.user.extract.Retry.Outcome(1, 1, 0, 0));
        assertThat(believed()).containsExactly("Says garbage");
        assertThat(memory.retryFailedExtractions(ANN, PATIENCE).retried()).isZero();
        assertThat(memory.retryFailedExtractions("nobody", PATIENCE).retried()).isZero();
    }

    @Test
    void fifty_writers_leave_each_fact_once_and_the_exact_number_of_digests() throws Exception {
        reopen(options -> options.embedding(new HashEmbedder(16)).reflectionInterval(7));
        var writers = new ArrayList<Callable<Message>>();
        try (var second = opened(
                        options -> options.embedding(new HashEmbedder(16)).reflectionInterval(7));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                var door = i % 2 == 0 ? memory : second;
                int number = i;
                writers.add(() -> door.ingest(
                        ANN,
                        "user",
                        number % 5 == 0 ? "I love tea." : "I play chess. My name is Ann.",
                        "s" + number % 3));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
            assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        }
        assertThat(believed()).containsExactlyInAnyOrder("Loves tea", "Plays chess", "Is called Ann");
        assertThat(extractions.stream().mapToInt(Extracted::messagesProcessed).sum())
                .isEqualTo(50);
        try (var store = test.open()) {
            long due = store.read(
                    new Owner(Owner.TENANT_DEFAULT, ANN),
                    person -> person.number("select amount from counters" + PersonTx.OWN + "and name = 'digests due'"));
            assertThat(due).isEqualTo(7);
        }
    }
}

package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.extract.Extracted;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.Message.Extraction;
import dev.mnemo.user.talk.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What the memory learns by itself, by rules, and when.
abstract class ExtractionContract extends LearningContract {
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
    void whatever_blocks_can_be_done_elsewhere() throws Exception {
        say("I love tea");
        assertThat(memory.async(door -> door.kv().list(ANN, "profile"))
                        .toCompletableFuture()
                        .get())
                .isNotNull();
        assertThat(memory.retryFailedExtractionsAsync(ANN, PATIENCE)
                        .toCompletableFuture()
                        .get()
                        .retried())
                .isZero();
    }

    @Test
    void without_the_graph_facts_are_learned_all_the_same() {
        memory.settings().graph(false);
        say("I live in Berlin.");
        assertThat(believed()).containsExactly("Lives in Berlin");
        assertThat(memory.graph().findEntityFacts(ANN, "Berlin", Optional.empty(), 10))
                .isEmpty();
        assertThat(memory.recall(ANN, "Where does she live?").found().relations())
                .isEmpty();
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

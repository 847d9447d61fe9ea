package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the door promises.
abstract class NeuroMemoryContract {
    private static final String ANN = "Ann Lee/安";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<EmbeddingCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean modelBroken = new AtomicBoolean();
    private TestStore test;
    private NeuroMemory memory;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = opened(1);
    }

    private NeuroMemory opened(int seed) {
        return test.builder(new Random(seed))
                .extraction(ExtractionStrategy.ON_DEMAND)
                .embedding(new Breakable())
                .leaseTime(Duration.ofHours(1)) // the tests' clock makes leaps
                .onEmbeddingCall(call -> {
                    calls.add(call);
                    throw new IllegalStateException("a listener may fail");
                })
                .open();
    }

    private final class Breakable implements Embedder {
        private final HashEmbedder hash = new HashEmbedder(32);

        @Override
        public String fingerprint() {
            return hash.fingerprint();
        }

        @Override
        public int dimensions() {
            return hash.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            if (modelBroken.get() || texts.contains("indigestible")) {
                throw new MnemoException(Fault.MODEL, "The model is ill.", "Wait.");
            }
            return hash.embed(texts, purpose);
        }
    }

    @AfterEach
    void close() {
        memory.close();
        test.close();
    }

    @Test
    void a_message_is_kept_at_once_and_its_vector_follows() {
        var message = memory.ingest(ANN, "user", "I moved to Porto");
        assertThat(message.sessionId()).startsWith("session_").hasSize(24);
        assertThat(memory.conversations().getSessionMessages(ANN, message.sessionId()))
                .containsExactly(message);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.textCount()).isEqualTo(1);
            assertThat(call.model()).isEqualTo("hash-1/32");
            assertThat(call.success()).isTrue();
        });
        assertThat(memory.stats(ANN).waiting()).isZero();
    }

    @Test
    void a_batch_keeps_its_order_and_two_people_may_use_one_session_id() {
        var batch = new ArrayList<NewMessage>();
        for (int i = 0; i < 40; i++) {
            batch.add(NewMessage.of(i % 2 == 0 ? "user" : "assistant", "line " + i));
        }
        var into = Conversations.Ingest.into("s/1 ü");
        var ids = memory.conversations().addMessagesBatch(ANN, batch, into).ids();
        memory.conversations().addMessagesBatch("Bob", batch.subList(0, 3), into);
        assertThat(memory.conversations().getSessionMessages(ANN, "s/1 ü", 1_000, 0))
                .extracting(Message::id)
                .containsExactlyElementsOf(ids);
        assertThat(memory.conversations().getSessionMessages(ANN, "s/1 ü", 2, 39))
                .extracting(Message::content)
                .containsExactly("line 39");
        assertThat(memory.conversations().listSessions("Bob").items())
                .singleElement()
                .satisfies(session -> assertThat(session.messageCount()).isEqualTo(3));
        assertThat(memory.conversations().getUnextractedMessages(ANN, Optional.of("s/1 ü"), 100))
                .hasSize(20);
        assertThat(memory.conversations().closeSession(ANN, "s/1 ü")).isTrue();
        assertThat(memory.conversations().closeSession(ANN, "s/1 ü")).isFalse();
        assertThat(memory.tenant("other").conversations().listSessions(ANN).total())
                .isZero();
    }

    @Test
    void while_the_model_is_ill_messages_are_kept_and_catch_up_later() {
        modelBroken.set(true);
        memory.ingest(ANN, "user", "first");
        memory.ingest(ANN, "user", "second");
        while (calls.isEmpty()) {
            Thread.onSpinWait();
        }
        modelBroken.set(false);
        for (int i = 0; i < 10 && !memory.awaitIdle(ANN, Duration.ofSeconds(1)); i++) {
            test.clock.advance(Duration.ofMinutes(7));
        }
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(memory.deadWork(ANN)).isEmpty();
    }

    @Test
    void what_no_model_can_read_is_given_up_and_spoils_nothing() {
        memory.ingest(ANN, "user", "indigestible");
        memory.ingest(ANN, "user", "bread");
        for (int i = 0; i < 50 && memory.deadWork(ANN).isEmpty(); i++) {
            memory.awaitIdle(ANN, Duration.ofMillis(200));
            test.clock.advance(Duration.ofMinutes(7));
        }
        test.clock.advance(Duration.ofMinutes(7)); // what follows in the lane waits for the last pause
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(memory.deadWork(ANN))
                .singleElement()
                .satisfies(dead -> assertThat(dead.error()).isEqualTo("The model is ill. Wait."));
        assertThat(memory.retryDeadWork(ANN, "embed")).isEqualTo(1);
    }

    @Test
    void fifty_writers_of_one_person_leave_one_fact_and_every_message() throws Exception {
        var writers = new ArrayList<Callable<Boolean>>();
        try (var second = opened(2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                var door = i % 2 == 0 ? memory : second;
                int number = i;
                writers.add(() -> {
                    door.ingest(ANN, "user", "message " + number, "s");
                    door.memories()
                            .add(ANN, NewMemory.of(MemoryType.FACT, number % 4 == 0 ? "Likes  Tea" : "likes tea"));
                    return true;
                });
            }
            for (var done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
            assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        }
        assertThat(memory.conversations().listSessions(ANN).items().getFirst().messageCount())
                .isEqualTo(50);
        assertThat(memory.memories().list(ANN, List.of(), 100, 0).items()).hasSize(1);
    }

    @Test
    void a_fact_is_corrected_asked_for_as_of_the_past_and_forgotten() {
        var google = memory.memories().add(ANN, employer("Works at Google"));
        var then = test.clock.advance(Duration.ofDays(1));
        test.clock.advance(Duration.ofDays(1));
        var meta = memory.memories().add(ANN, employer("Works at Meta"));
        assertThat(memory.memories().add(ANN, employer("works at  META")).id()).isEqualTo(meta.id());
        memory.memories().add(ANN, NewMemory.of(MemoryType.FACT, "Plays chess"));
        memory.memories().add(ANN, NewMemory.of(MemoryType.FACT, "Plays the flute"));
        assertThat(contents(memory.memories()
                        .list(ANN, List.of(MemoryType.FACT), 10, 0)
                        .items()))
                .containsExactly("Plays the flute", "Plays chess", "Works at Meta");
        assertThat(contents(memory.memories().versions(ANN, meta.id())))
                .containsExactly("Works at Google", "Works at Meta");
        var rolledBack = memory.rollbackMemories(ANN, then);
        assertThat(rolledBack.rolledBack()).isEqualTo(3);
        assertThat(rolledBack.reactivated()).isEqualTo(1);
        assertThat(contents(memory.memories().list(ANN, List.of(), 10, 0).items()))
                .containsExactly("Works at Google");
        memory.rollbackMemories(ANN, rolledBack.undo());
        assertThat(contents(memory.memories().list(ANN, List.of(), 10, 0).items()))
                .containsExactlyInAnyOrder("Plays the flute", "Plays chess", "Works at Meta");
        assertThat(memory.memories().delete(ANN, google.id())).isTrue();
        assertThat(memory.memories().delete(ANN, google.id())).isFalse();
        assertThat(memory.memories().versions(ANN, meta.id())).isEmpty();
    }

    private static NewMemory employer(String words) {
        return NewMemory.of(MemoryType.FACT, words).withSlot("user", "employer");
    }

    private static List<String> contents(List<Memory> memories) {
        return memories.stream().map(Memory::content).toList();
    }

    @Test
    void memories_are_updated_closed_and_listed_by_time() {
        var start = test.clock.instant();
        var tea = memory.memories()
                .add(ANN, NewMemory.of(MemoryType.FACT, "Likes tea").withSources(List.of("m1")));
        test.clock.advance(Duration.ofDays(10));
        var coffee = memory.memories().update(ANN, tea.id(), MemoryUpdate.content("Likes coffee"));
        assertThat(coffee.version().number()).isEqualTo(2);
        assertThat(memory.memories().sources(ANN, coffee.id())).containsExactly("m1");
        assertThatThrownBy(() -> memory.memories().update(ANN, tea.id(), MemoryUpdate.content("x")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> memory.memories().update("Bob", coffee.id(), MemoryUpdate.content("x")))
                .isInstanceOf(Refusal.class);
        assertThat(contents(memory.getRecentMemories(ANN))).containsExactly("Likes coffee");
        assertThat(contents(memory.getMemoriesByTimeRange(ANN, start, Optional.of(start.plusSeconds(60)), List.of(), 50)
                        .items()))
                .containsExactly("Likes tea");
        memory.memories().close(ANN, coffee.id(), Optional.of(test.clock.instant()));
        assertThat(memory.memories().list(ANN, List.of(), 10, 0).total()).isZero();
        assertThat(memory.memories().history(ANN, coffee.id()))
                .extracting(entry -> entry.event())
                .containsExactly("added", "superseded", "closed");
        test.clock.advance(Duration.ofDays(83));
        assertThat(contents(memory.coldMemories(ANN, 90, 10))).containsExactly("Likes tea");
        var stats = memory.stats(ANN);
        assertThat(stats.total()).isEqualTo(2);
        assertThat(stats.byType()).isEqualTo(Map.of("fact", 2L));
        assertThat(stats.byWeek()).isEqualTo(Map.of("2026-W11", 1L));
    }

    @Test
    void values_are_kept_listed_and_rolled_back_with_the_profile() {
        var kv = memory.kv();
        kv.set(ANN, "profile", "identity", Json.of("Ann"));
        var then = test.clock.advance(Duration.ofHours(1));
        test.clock.advance(Duration.ofHours(1));
        kv.batchSet(ANN, "profile", Map.of("identity", Json.of("Annette"), "language", Json.of("en")));
        kv.set(ANN, "app", "100%_a", Json.Null.NULL);
        kv.set(ANN, "app", "100xya", Json.parse("[1, {\"b\": 2.50}]"));
        assertThat(kv.get(ANN, "app", "100%_a")).contains(Json.Null.NULL);
        assertThat(kv.get(ANN, "app", "none")).isEmpty();
        assertThat(kv.list(ANN, "app", "100%", 10, 0)).hasSize(1);
        assertThat(kv.list(ANN, "app")).hasSize(2);
        assertThat(memory.rollbackMemories(ANN, then).profileValues()).isEqualTo(2);
        assertThat(kv.get(ANN, "profile", "identity")).contains(Json.of("Ann"));
        assertThat(kv.get(ANN, "profile", "language")).isEmpty();
        assertThat(kv.list(ANN, "app")).hasSize(2);
        assertThat(kv.delete(ANN, "app", "100xya")).isTrue();
        assertThat(kv.delete(ANN, "app", "100xya")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "\ud800"})
    void a_user_id_that_cannot_be_kept_is_refused_with_a_sentence(String userId) {
        assertThatThrownBy(() -> memory.ingest(userId, "user", "hello"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("user id");
    }

    @Test
    void bad_input_gets_one_clear_sentence_and_changes_nothing() {
        refused(() -> memory.ingest("x".repeat(256), "user", "hello"), "256 characters; allowed are 1 to 255");
        refused(() -> memory.ingest(ANN, "robot", "hello"), "roles are user, assistant, system, tool");
        refused(() -> memory.ingest(ANN, "user", ""), "message is empty");
        refused(() -> memory.ingest(ANN, "user", "m".repeat(1_000_000)), "1000000 characters; it has 1 to 200000");
        refused(
                () -> new NewMessage("user", "x", Json.Obj.EMPTY.with("session_timestamp", "2026-03-05T10:00:00")),
                "a moment with its zone");
        var now = test.clock.instant();
        refused(
                () -> memory.getMemoriesByTimeRange(ANN, now, Optional.of(now), List.of(), 50),
                "is not before the end");
        refused(() -> memory.getRecentMemories(ANN, 7, List.of(), -1), "The limit is -1; it is 1 to 1000.");
        refused(() -> memory.getRecentMemories(ANN, -7, List.of(), 5), "number of days is -7");
        refused(
                () -> memory.conversations().addMessagesBatch(ANN, List.of(), Conversations.Ingest.DEFAULT),
                "1 to 1000");
        refused(() -> memory.memories().add(ANN, NewMemory.of(MemoryType.FACT, " ")), "blank");
        refused(() -> MemoryType.of("feeling"), "types are fact, episodic");
        assertThat(memory.conversations().listSessions(ANN).total()).isZero();
        assertThat(memory.stats("nobody").total()).isZero();
        assertThat(memory.rollbackMemories("nobody", Instant.EPOCH).rolledBack())
                .isZero();
        assertThat(memory.conversations().getSessionMessages(ANN, "none")).isEmpty();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(Refusal.class).hasMessageContaining(sentence);
    }

    @Test
    void private_parts_secrets_and_control_characters_are_not_kept_but_the_rest_is() {
        var kept = memory.ingest(ANN, "user", "Hi\u0000 🙂 <private>my sorrow</private> password=hunter2Secret!");
        assertThat(kept.content()).isEqualTo("Hi 🙂 [redacted: private] password=[redacted: password]");
    }

    @Test
    void old_conversations_keep_the_time_they_were_said() {
        var said = Instant.parse("2023-05-07T10:00:00Z");
        var kept = memory.conversations()
                .ingest(ANN, NewMessage.at(said, "user", "I ran a race"), Conversations.Ingest.DEFAULT);
        assertThat(kept.saidAt()).isEqualTo(said);
        assertThat(kept.createdAt()).isEqualTo(test.clock.instant());
    }

    @Test
    void twins_return_stages() throws Exception {
        var message = memory.ingestAsync(ANN, "user", "later", "s")
                .toCompletableFuture()
                .get();
        assertThat(message.content()).isEqualTo("later");
        assertThat(memory.rollbackMemoriesAsync(ANN, Instant.EPOCH)
                        .toCompletableFuture()
                        .get()
                        .rolledBack())
                .isZero();
    }
}

package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.store.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes to mind, from the door down to the store, on two nodes.
abstract class RecallContract {
    private static final String ANN = "Ann/安";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TestStore test;
    private NeuroMemory memory;
    private NeuroMemory other;

    abstract TestStore create();

    /// Settings of the nodes besides.
    NeuroMemoryBuilder with(NeuroMemoryBuilder builder) {
        return builder;
    }

    @BeforeEach
    void open() {
        test = create();
        memory = open(1);
        other = open(2);
    }

    private NeuroMemory open(int seed) {
        return with(test.builder(new Random(seed)))
                .extraction(ExtractionStrategy.ON_DEMAND)
                .embedding(new HashEmbedder(64))
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        other.close();
        test.close();
    }

    private static List<String> texts(Recalled recalled) {
        return recalled.merged().stream().map(Hit::text).toList();
    }

    @Test
    void a_message_is_recalled_from_the_first_moment_on_every_node() {
        memory.ingest(ANN, "user", "My dog is called Behemoth", "s");
        memory.ingest(ANN, "user", "我在谷歌工作", "s");
        assertThat(texts(other.recall(ANN, "What is the dog's name?"))).first().isEqualTo("My dog is called Behemoth");
        assertThat(texts(memory.recall(ANN, "谷歌"))).contains("我在谷歌工作");
        assertThat(memory.recall("Bob", "dog").merged()).isEmpty();
        assertThat(memory.tenant("other").recall(ANN, "dog").merged()).isEmpty();
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        var hit = other.recall(ANN, "dog called Behemoth").merged().getFirst();
        assertThat(hit.factors().relevance()).as("by meaning, too").isGreaterThan(0.5);
    }

    @Test
    void what_changed_on_one_node_is_known_on_the_other() {
        var city = memory.memories()
                .add(ANN, NewMemory.of(MemoryType.FACT, "Lives in Berlin").withSlot("user", "city"));
        assertThat(texts(other.recall(ANN, "lives"))).containsExactly("Lives in Berlin");
        var then = test.clock.advance(Duration.ofDays(1));
        test.clock.advance(Duration.ofDays(1));
        var porto = memory.memories().update(ANN, city.id(), MemoryUpdate.content("Lives in Porto"));
        assertThat(texts(other.recall(ANN, "lives"))).containsExactly("Lives in Porto");
        assertThat(texts(other.recall(ANN, asOf("lives", then)))).containsExactly("Lives in Berlin");
        memory.memories().delete(ANN, porto.id());
        assertThat(other.recall(ANN, "lives").merged()).isEmpty();
    }

    private static Cue asOf(String question, Instant moment) {
        var cue = Cue.of(question);
        return new Cue(
                cue.text(),
                cue.limit(),
                cue.decay(),
                EnumSet.allOf(Kind.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(moment),
                Optional.empty(),
                cue.tokenBudget(),
                ZoneOffset.UTC,
                false);
    }

    @Test
    void after_an_erasure_nothing_comes_to_mind_on_any_node() {
        memory.ingest(ANN, "user", "a secret sorrow", "s");
        assertThat(other.recall(ANN, "sorrow").merged()).hasSize(1);
        assertThat(memory.recall(ANN, "sorrow").merged()).hasSize(1);
        memory.deleteUserData(ANN);
        assertThat(other.recall(ANN, "sorrow").merged()).isEmpty();
        assertThat(memory.recall(ANN, "sorrow").merged()).isEmpty();
        memory.ingest(ANN, "user", "a new day", "s");
        assertThat(texts(other.recall(ANN, "sorrow day"))).containsExactly("a new day");
    }

    @Test
    void a_removed_session_comes_to_mind_on_no_node_and_leaves_memories_drawn_from_it() {
        var said = memory.ingest(ANN, "user", "I live in Porto by the river", "gone");
        memory.ingest(ANN, "user", "The river is wide", "kept");
        var fact = memory.memories()
                .add(ANN, NewMemory.of(MemoryType.FACT, "Lives in Porto").withSources(List.of(said.id())));
        assertThat(texts(other.recall(ANN, "river"))).contains("I live in Porto by the river");
        assertThat(memory.conversations().deleteSession(ANN, "gone")).isEqualTo(1);
        assertThat(memory.conversations().deleteSession(ANN, "gone")).isZero();
        assertThat(memory.conversations().deleteSession("Bob", "kept")).isZero();
        for (var node : List.of(memory, other)) {
            assertThat(texts(node.recall(ANN, "Porto river")))
                    .containsExactlyInAnyOrder("The river is wide", "Lives in Porto");
        }
        assertThat(memory.memories().sources(ANN, fact.id())).isEmpty();
        assertThat(memory.conversations().listSessions(ANN).total()).isEqualTo(1);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(memory.deadWork(ANN)).isEmpty();
    }

    @Test
    void recall_counts_what_it_returns_without_writing_itself() {
        var tea = memory.memories().add(ANN, NewMemory.of(MemoryType.FACT, "Likes tea"));
        memory.recall(ANN, "tea");
        memory.recall(ANN, "tea");
        memory.close();
        memory = open(3);
        assertThat(memory.memories().get(ANN, tea.id()).map(Memory::usage))
                .contains(new Memory.Usage(2, Optional.of(test.clock.instant())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?!", "\"a\" AND (b:c*) \\", "\u0000\uD800", "%_%"})
    void no_question_is_too_strange(String question) {
        memory.ingest(ANN, "user", "hello", "s");
        assertThat(memory.recall(ANN, question).merged()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_broken_store_is_an_error_and_never_an_empty_answer() {
        memory.ingest(ANN, "user", "hello", "s");
        other.close();
        assertThatThrownBy(() -> other.recall(ANN, "hello")).isInstanceOf(RuntimeException.class);
    }
}

package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.keep.RetentionRule;
import dev.mnemo.user.keep.RetentionRule.What;
import dev.mnemo.user.store.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an operator does: how long things are kept, and a change of the model.
abstract class KeepContract {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private TestStore test;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private NeuroMemory memory(Optional<Embedder> model) {
        var builder = test.builder(new Random(6)).autoExtract(false);
        model.ifPresent(builder::embedding);
        return builder.open();
    }

    @Test
    void what_has_reached_its_age_goes_and_nothing_else() {
        try (var memory = memory(Optional.empty())) {
            memory.ingest("Ann", "user", "an old message about boats", "s");
            memory.memories().add("Ann", NewMemory.of(MemoryType.EPISODIC, "Sailed an old boat"));
            var fact = memory.memories().add("Ann", NewMemory.of(MemoryType.FACT, "Owns an old boat"));
            memory.files().createText("Ann", NewFile.of("old"), "The manual of the boat.");
            memory.tenant("acme").ingest("Ann", "user", "another tenant's boat", "s");
            test.clock.advance(Duration.ofDays(20));
            memory.memories().update("Ann", fact.id(), MemoryUpdate.content("Owns a newer boat"));
            memory.ingest("Ann", "user", "a young message about boats", "s");
            assertThat(memory.upkeep().applyRetention()).isZero();
            memory.upkeep()
                    .setRetention(List.of(
                            new RetentionRule(What.MESSAGE, Duration.ofDays(10)),
                            new RetentionRule(What.EPISODIC, Duration.ofDays(10)),
                            new RetentionRule(What.FACT, Duration.ofDays(10)),
                            new RetentionRule(What.FILE, Duration.ofDays(30))));
            assertThat(memory.upkeep().retention()).hasSize(4);
            assertThat(memory.recall("Ann", "boat").merged()).hasSize(5);
            assertThat(memory.upkeep().applyRetention()).isEqualTo(2);
            assertThat(memory.recall("Ann", "boat").merged())
                    .extracting(hit -> hit.text())
                    .containsExactlyInAnyOrder(
                            "a young message about boats", "Owns a newer boat", "The manual of the boat.");
            assertThat(memory.conversations()
                            .listSessions("Ann")
                            .items()
                            .getFirst()
                            .messageCount())
                    .isEqualTo(1);
            test.clock.advance(Duration.ofDays(15));
            assertThat(memory.upkeep().applyRetention()).isEqualTo(3);
            assertThat(memory.recall("Ann", "boat").merged()).isEmpty();
            assertThat(memory.tenant("acme").recall("Ann", "boat").merged()).hasSize(1);
            memory.upkeep().setRetention(List.of());
            assertThat(memory.upkeep().retention()).isEmpty();
        }
        assertThatThrownBy(() -> new RetentionRule(What.FACT, Duration.ZERO)).isInstanceOf(Refusal.class);
    }

    @Test
    void vectors_of_a_new_model_are_made_while_the_memory_serves() {
        try (var memory = memory(Optional.of(new HashEmbedder(16)))) {
            for (int i = 0; i < 30; i++) {
                memory.ingest("Ann", "user", "message " + i, "s");
            }
            assertThat(memory.awaitIdle("Ann", PATIENCE)).isTrue();
            assertThat(memory.upkeep().missingVectors("Ann")).isZero();
        }
        try (var memory = memory(Optional.of(new HashEmbedder(32)))) {
            assertThat(memory.upkeep().users("", 10)).containsExactly("Ann");
            assertThat(memory.upkeep().missingVectors("Ann")).isEqualTo(30);
            assertThat(memory.recall("Ann", "message 7").merged().getFirst().text())
                    .isEqualTo("message 7");
            assertThat(memory.upkeep().reembed("Ann")).isEqualTo(30);
            assertThat(memory.awaitIdle("Ann", PATIENCE)).isTrue();
            assertThat(memory.upkeep().missingVectors("Ann")).isZero();
            assertThat(memory.upkeep().reembed("Ann")).isZero();
            assertThat(memory.upkeep().dropOtherVectors("Ann")).isEqualTo(30);
            assertThat(memory.recall("Ann", "message 7").merged().getFirst().text())
                    .isEqualTo("message 7");
            assertThat(memory.upkeep().reembed("nobody")).isZero();
        }
        try (var memory = memory(Optional.empty())) {
            assertThatThrownBy(() -> memory.upkeep().reembed("Ann")).isInstanceOf(MnemoException.class);
        }
    }
}

package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Emotion;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.file.FolderStore;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.seal.MasterKeys;
import dev.mnemo.user.store.TestStore;
import dev.mnemo.user.talk.NewMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Encryption at rest: what is kept cannot be read without the master key, and everything works with it.
abstract class SealContract {
    private static final String ANN = "Ann";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// A word that is part of everything that is kept.
    private static final String WORD = "xylophonist";

    private static final String OLD =
            Base64.getEncoder().encodeToString("an old key of thirty-two bytes!!".getBytes(StandardCharsets.US_ASCII));
    private static final String NEW =
            Base64.getEncoder().encodeToString("a new key, thirty-two bytes too!".getBytes(StandardCharsets.US_ASCII));

    /// Several chunks, of which only the first says the word.
    private static final String FILE = "The " + WORD + " plays. " + "Rain falls on the plain. ".repeat(5_000);

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

    private NeuroMemory memory(String... keys) {
        var builder = NeuroMemory.builder(test.address(), test.clock, new Random(7))
                .storage(new FolderStore(test.folder().resolve("objects"), UUID::randomUUID))
                .embedding(new HashEmbedder(16));
        if (keys.length > 0) {
            builder.encryption(MasterKeys.parse(String.join(",", keys)));
        }
        return builder.open();
    }

    private static void fill(NeuroMemory memory) {
        memory.conversations()
                .ingest(
                        ANN,
                        new NewMessage("user", "I am a " + WORD, Json.Obj.EMPTY.with("mood", WORD)),
                        Conversations.Ingest.into("session of the " + WORD));
        var fact = memory.memories()
                .add(
                        ANN,
                        NewMemory.of(MemoryType.FACT, "Works as a " + WORD)
                                .withSlot("user", WORD)
                                .withEmotion(new Emotion(0.5, 0.5, WORD))
                                .withMetadata(Json.Obj.EMPTY.with("said", WORD)));
        memory.memories().update(ANN, fact.id(), MemoryUpdate.content("Is a famous " + WORD));
        memory.kv().set(ANN, "profile", WORD, Json.of(WORD));
        memory.kv().set(ANN, "profile", WORD, Json.of("a " + WORD));
        memory.kv().set(ANN, "app", WORD, Json.of(WORD));
        memory.kv().set(ANN, "app", "b", Json.of("b"));
        memory.kv().set(ANN, "app", "a", Json.of("a"));
        memory.graph().createNode(ANN, NodeType.PERSON, "The " + WORD, Json.Obj.EMPTY.with("is", WORD));
        memory.graph().createNode(ANN, NodeType.ENTITY, "band", Json.Obj.EMPTY);
        memory.graph()
                .createEdge(
                        ANN,
                        NewEdge.of(
                                new NodeKey(NodeType.PERSON, "the " + WORD),
                                WORD + " of",
                                new NodeKey(NodeType.ENTITY, "band")));
        memory.files()
                .upload(
                        ANN,
                        NewFile.of(WORD + ".txt").withTags(WORD).withCategory(WORD),
                        new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
    }

    /// Every value of every table, and the bytes of every file.
    private List<String> kept() throws IOException {
        var kept = new ArrayList<String>();
        try (var store = test.open()) {
            for (var table : TestStore.TABLES) {
                store.database()
                        .read(tx -> tx.list("select * from " + table, row -> row.object()))
                        .forEach(row -> kept.add(table + " " + row.compact()));
            }
        }
        try (var files = Files.walk(test.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                kept.add(file.getFileName() + " " + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return kept;
    }

    @Test
    void nothing_that_is_kept_holds_a_word_of_what_was_said() throws IOException {
        try (var memory = memory(OLD)) {
            fill(memory);
            var words = memory.recall(ANN, "who is the " + WORD).merged();
            assertThat(words).extracting(hit -> hit.text()).contains("I am a " + WORD, "Is a famous " + WORD);
            assertThat(memory.kv().list(ANN, "app", "", 2, 1))
                    .extracting(pair -> pair.key())
                    .containsExactly("b", WORD);
        }
        for (var one : kept()) {
            var lower = one.toLowerCase(Locale.ROOT);
            assertThat(lower.contains(WORD))
                    .as(one.substring(0, Math.min(80, one.length())))
                    .isFalse();
            assertThat(lower.contains(WORD.substring(0, 8))).isFalse();
        }
        try (var memory = memory(OLD)) {
            var out = new ByteArrayOutputStream();
            var file = memory.files().list(ANN).items().getFirst();
            assertThat(file.filename()).isEqualTo(WORD + ".txt");
            memory.files().download(ANN, file.id(), out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(FILE);
            assertThat(memory.recall(ANN, "the " + WORD).found().relations()).hasSize(1);
        }
    }

    @Test
    void without_the_master_key_there_is_a_fault_and_no_empty_answer() {
        try (var memory = memory(OLD)) {
            fill(memory);
        }
        for (var memory : List.of(memory(), memory(NEW))) {
            try (memory) {
                assertThatThrownBy(() -> memory.recall(ANN, "who"))
                        .isInstanceOfSatisfying(
                                MnemoException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
                assertThat(memory.recall("Bob", "who").merged()).isEmpty();
            }
        }
        assertThatThrownBy(() -> MasterKeys.parse("short")).isInstanceOf(Refusal.class);
        assertThat(MasterKeys.parse(OLD).toString()).doesNotContain(OLD);
    }

    @Test
    void keys_are_wrapped_anew_and_the_old_master_key_is_needed_no_more() {
        try (var memory = memory(OLD)) {
            fill(memory);
        }
        try (var memory = memory(NEW, OLD)) {
            assertThat(memory.upkeep().rotateKeys()).isEqualTo(1);
            assertThat(memory.upkeep().rotateKeys()).isZero();
        }
        try (var memory = memory(NEW)) {
            assertThat(memory.recall(ANN, WORD).merged()).isNotEmpty();
        }
    }

    @Test
    void an_erased_person_s_key_is_gone() throws IOException {
        try (var memory = memory(OLD)) {
            fill(memory);
            memory.deleteUserData(ANN);
            assertThat(memory.verifyErasure(ANN).isClean()).isTrue();
            assertThat(memory.recall(ANN, WORD).merged()).isEmpty();
        }
        assertThat(kept()).noneMatch(row -> row.startsWith("users "));
    }

    @Test
    void people_from_before_stay_readable() {
        try (var memory = memory()) {
            memory.ingest(ANN, "user", "I am a " + WORD);
        }
        try (var memory = memory(OLD)) {
            memory.ingest(ANN, "user", "still a " + WORD);
            memory.ingest("Bob", "user", "a " + WORD + " too");
            assertThat(memory.recall(ANN, WORD).merged()).hasSize(2);
            assertThat(memory.recall("Bob", WORD).merged()).hasSize(1);
        }
    }

    private NeuroMemory complete(String... keys) {
        var builder =
                NeuroMemory.builder(test.address(), test.clock, new Random(7)).keysComplete();
        if (keys.length > 0) {
            builder.encryption(MasterKeys.parse(String.join(",", keys)));
        }
        return builder.open();
    }

    @Test
    void who_asks_for_all_keys_opens_nothing_that_would_be_read_in_part() {
        complete().close();
        try (var memory = memory(OLD)) {
            memory.ingest(ANN, "user", "I am a " + WORD);
            assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        }
        for (var keys : List.<String[]>of(new String[0], new String[] {NEW})) {
            assertThatThrownBy(() -> complete(keys))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.CONFIGURATION));
        }
        complete(NEW, OLD).close();
    }

    @Test
    void a_text_beside_the_memory_is_sealed_for_its_purpose() {
        var keys = MasterKeys.parse(NEW + "," + OLD);
        var sealed = keys.seal("notes", WORD, new Random(3));
        assertThat(sealed).doesNotContain(WORD);
        assertThat(keys.unseal("notes", sealed)).isEqualTo(WORD);
        assertThatThrownBy(() -> keys.unseal("other", sealed)).isInstanceOf(MnemoException.class);
        assertThatThrownBy(() -> MasterKeys.parse(OLD).unseal("notes", sealed)).isInstanceOf(MnemoException.class);
    }
}

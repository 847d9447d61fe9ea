package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.file.Document;
import dev.mnemo.user.file.Document.State;
import dev.mnemo.user.file.DocumentRows.Filter;
import dev.mnemo.user.file.FolderStore;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.Removals;
import dev.mnemo.user.file.TextExtractor;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.recall.Source;
import dev.mnemo.user.store.TestStore;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of a person, from upload to erasure.
abstract class FilesContract {
    private static final String ANN = "Ann/../安";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2};

    private TestStore test;
    private Flaky objects;
    private NeuroMemory memory;

    abstract TestStore create();

    /// A folder that fails as often as a test says.
    private static final class Flaky implements ObjectStore {
        private final FolderStore folder;
        private final AtomicInteger failures = new AtomicInteger();

        Flaky(Path path) {
            folder = new FolderStore(path, UUID::randomUUID);
        }

        private void fail() {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new MnemoException(Fault.STORE_UNREACHABLE, "The object storage is away.", "Wait.");
            }
        }

        @Override
        public void put(String key, Path file) {
            fail();
            folder.put(key, file);
        }

        @Override
        public Optional<InputStream> open(String key) {
            fail();
            return folder.open(key);
        }

        @Override
        public boolean exists(String key) {
            return folder.exists(key);
        }

        @Override
        public boolean delete(String key) {
            fail();
            return folder.delete(key);
        }

        @Override
        public void each(String prefix, Consumer<Stored> consumer) {
            folder.each(prefix, consumer);
        }

        @Override
        public void close() {
            folder.close();
        }
    }

    /// Reads `.html`: never ends, or breaks as damaged files make parsers break.
    private static final class Breaking implements TextExtractor {
        @Override
        public Set<String> extensions() {
            return Set.of("html");
        }

        @Override
        public String extract(Path file, String extension) {
            throw new StackOverflowError();
        }
    }

    @BeforeEach
    void open() {
        test = create();
        objects = new Flaky(test.folder().resolve("objects"));
        memory = test.builder(new Random(4))
                .storage(objects)
                .extractor(new Breaking())
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        test.close();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Document upload(String name, String text) {
        var kept = memory.files().upload(ANN, NewFile.of(name), bytes(text));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        return memory.files().get(ANN, kept.id()).orElseThrow();
    }

    private List<String> keys() {
        var keys = new ArrayList<String>();
        objects.each("", object -> keys.add(object.key()));
        return keys;
    }

    private void removeDue() {
        try (var store = test.open();
                var removals = new Removals(store, objects)) {
            removals.run();
        }
    }

    @Test
    void a_file_is_kept_read_recalled_with_its_place_and_handed_out_again() {
        var text = "The boat is called Blue Heron.\n\n" + "Filler about other things. ".repeat(100)
                + "\n\nIts engine is a Volvo D1.";
        var file = upload("../notes/boat.md", text);
        assertThat(file.filename()).isEqualTo("boat.md");
        assertThat(file.state()).isEqualTo(State.READY);
        assertThat(file.bytes()).isEqualTo(text.length());
        var recalled = memory.recall(ANN, "Which engine is it, a Volvo?");
        var hit = recalled.merged().getFirst();
        assertThat(hit.source()).isEqualTo(Source.DOCUMENT);
        assertThat(hit.text()).contains("Volvo D1");
        var citation = recalled.citations().get(hit.memory().orElseThrow().id());
        assertThat(citation.filename()).isEqualTo("boat.md");
        assertThat(citation.documentId()).isEqualTo(file.id());
        assertThat(citation.chunk()).isPositive();
        var out = new ByteArrayOutputStream();
        assertThat(memory.files().download(ANN, file.id(), out)).isEqualTo(text.length());
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(keys()).hasSize(1).first().asString().doesNotContain("Ann").doesNotContain("boat");
    }

    @Test
    void a_text_is_kept_without_an_object_and_recalled_at_once() {
        var file = memory.files().createText(ANN, NewFile.of("recipe"), "Feijoada needs black beans.");
        assertThat(file.filename()).isEqualTo("recipe.txt");
        assertThat(file.objectKey()).isEmpty();
        assertThat(keys()).isEmpty();
        assertThat(memory.recall(ANN, "black beans").merged().getFirst().text()).contains("Feijoada");
        assertThat(memory.files().download(ANN, file.id(), new ByteArrayOutputStream()))
                .isZero();
        assertThatThrownBy(() -> memory.files().createText(ANN, NewFile.of("blank"), " \n"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void files_are_listed_and_searched_by_category_tags_and_type() {
        memory.files().createText(ANN, NewFile.of("a").withTags("boat", "red").withCategory("sea"), "engine oil");
        test.clock.advance(Duration.ofMinutes(1));
        memory.files().createText(ANN, NewFile.of("b.md").withTags("boat"), "engine filter");
        test.clock.advance(Duration.ofMinutes(1));
        memory.files().createText(ANN, NewFile.of("c"), "bread and butter");
        var files = memory.files();
        assertThat(files.list(ANN).items()).extracting(Document::filename).containsExactly("c.txt", "b.md", "a.txt");
        assertThat(files.list(ANN, Filter.ALL, 1, 1).items())
                .extracting(Document::filename)
                .containsExactly("b.md");
        assertThat(files.list(ANN, Filter.ALL, 1, 1).total()).isEqualTo(3);
        var tagged = new Filter(Optional.empty(), List.of("boat", "red"), List.of());
        assertThat(files.list(ANN, tagged, 10, 0).items())
                .extracting(Document::filename)
                .containsExactly("a.txt");
        var sea = new Filter(Optional.of("sea"), List.of(), List.of());
        assertThat(files.search(ANN, "engine", sea, 5))
                .extracting(found -> found.file().filename())
                .containsExactly("a.txt");
        var md = new Filter(Optional.empty(), List.of(), List.of("MD"));
        assertThat(files.search(ANN, "engine", md, 5))
                .extracting(Files.Found::text)
                .containsExactly("engine filter");
        assertThat(files.search(ANN, "engine", Filter.ALL, 5)).hasSize(2);
        assertThat(files.list("nobody").items()).isEmpty();
        assertThat(files.search("nobody", "engine", Filter.ALL, 5)).isEmpty();
    }

    @Test
    void a_removed_file_is_recalled_no_more_and_its_object_goes() {
        var file = upload("boat.txt", "The boat is called Blue Heron.");
        assertThat(memory.recall(ANN, "Blue Heron").merged()).hasSize(1);
        objects.failures.set(2);
        assertThat(memory.files().delete(ANN, file.id())).isTrue();
        assertThat(memory.files().delete(ANN, file.id())).isFalse();
        assertThat(memory.recall(ANN, "Blue Heron").merged()).isEmpty();
        for (int i = 0; i < 4; i++) {
            removeDue();
            test.clock.advance(Duration.ofHours(1));
        }
        assertThat(keys()).isEmpty();
        assertThat(memory.stats(ANN).total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.exe", "x", "x.pdf", ".md.", "x.docx", "..", "/", "a\0.txt/..", "x.md\u202e.exe"})
    void what_is_not_accepted_is_refused(String name) {
        assertThatThrownBy(() -> memory.files().upload(ANN, NewFile.of(name), bytes("text")))
                .isInstanceOf(Refusal.class);
        assertThat(memory.files().list(ANN).items()).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void a_file_is_what_its_name_says_or_is_refused() {
        var files = memory.files();
        for (var name : List.of("a.png", "a.jpg", "a.gif", "a.webp")) {
            assertThatThrownBy(() -> files.upload(ANN, NewFile.of(name), bytes("not an image")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("not of the type");
        }
        assertThatThrownBy(
                        () -> files.upload(ANN, NewFile.of("a.txt"), new ByteArrayInputStream(new byte[] {65, 0, 66})))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> files.upload(ANN, NewFile.of("a.txt"), InputStream.nullInputStream()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("empty");
        var image = files.upload(ANN, NewFile.of("a.PNG"), new ByteArrayInputStream(PNG));
        assertThat(image.state()).isEqualTo(State.STORED);
        assertThat(memory.deadWork(ANN)).isEmpty();
    }

    @Test
    void a_file_without_end_is_refused_before_it_fills_the_disk() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] to, int from, int length) {
                Arrays.fill(to, from, from + length, (byte) 'x');
                return length;
            }
        };
        assertThatThrownBy(() -> memory.files().upload(ANN, NewFile.of("endless.txt"), endless))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("longer than");
        assertThat(keys()).isEmpty();
    }

    @Test
    void texts_in_old_charsets_are_read() {
        for (var charset : List.of("UTF-8", "GB18030", "UTF-16")) {
            memory.files()
                    .upload(
                            ANN,
                            NewFile.of(charset + ".txt"),
                            new ByteArrayInputStream("我家的船叫蓝鹭".getBytes(Charset.forName(charset))));
        }
        memory.files()
                .upload(
                        ANN,
                        NewFile.of("latin.txt"),
                        new ByteArrayInputStream("caf\u00e9 zo\u00eb".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        var hits = memory.recall(ANN, "蓝鹭").found().memories();
        assertThat(hits).hasSize(3);
        assertThat(memory.recall(ANN, "café").merged())
                .extracting(hit -> hit.text())
                .contains("café zoë");
    }

    @Test
    void secrets_and_private_parts_of_files_are_not_remembered() {
        upload("keys.txt", "The password: hunter2hunter2. <private>my diary</private> The end.");
        var text = memory.recall(ANN, "the end").merged().getFirst().text();
        assertThat(text).contains("The end").doesNotContain("hunter2").doesNotContain("diary");
    }

    @Test
    void a_file_that_breaks_its_parser_is_kept_and_marked() {
        var file = upload("broken.html", "<html>");
        assertThat(file.state()).isEqualTo(State.UNREADABLE);
        assertThat(file.error()).hasValueSatisfying(error -> assertThat(error).contains("damaged"));
        assertThat(memory.deadWork(ANN)).isEmpty();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void an_upload_that_the_storage_refuses_leaves_nothing() {
        objects.failures.set(1);
        assertThatThrownBy(() -> memory.files().upload(ANN, NewFile.of("a.txt"), bytes("text")))
                .isInstanceOf(MnemoException.class);
        assertThat(memory.files().list(ANN).items()).isEmpty();
        test.clock.advance(Duration.ofHours(2));
        removeDue();
        assertThat(keys()).isEmpty();
        assertThat(memory.deleteUserData(ANN).counts()).containsEntry("documents", 0L);
        assertThat(memory.verifyErasure(ANN).isClean()).isTrue();
    }

    @Test
    void an_object_that_nobody_knows_is_swept_away() throws IOException {
        upload("boat.txt", "The boat is called Blue Heron.");
        var known = keys();
        var file = java.nio.file.Files.createTempFile(test.folder(), "orphan", "");
        objects.put(known.getFirst().replaceFirst("/.*", "/0123"), file);
        objects.put("f00/" + known.getFirst().replaceFirst(".*/", ""), file);
        assertThat(memory.upkeep().removeOrphanedFiles()).isZero();
        test.clock.advance(Duration.ofDays(36_500));
        assertThat(memory.upkeep().removeOrphanedFiles()).isEqualTo(2);
        assertThat(keys()).isEqualTo(known);
    }

    @Test
    void an_erased_person_leaves_no_object_even_if_the_storage_was_away() {
        upload("boat.txt", "The boat is called Blue Heron.");
        upload("house.txt", "The house is red.");
        memory.files().upload("Bob", NewFile.of("bob.txt"), bytes("Bob's boat"));
        assertThat(memory.awaitIdle("Bob", PATIENCE)).isTrue();
        objects.failures.set(1);
        var certificate = memory.deleteUserData(ANN);
        assertThat(certificate.counts()).containsEntry("documents", 2L).containsEntry("objects", 2L);
        assertThat(memory.verifyErasure(ANN).isClean()).isFalse();
        assertThat(memory.verifyErasure(ANN).objects()).isEqualTo(1);
        test.clock.advance(Duration.ofHours(1));
        removeDue();
        assertThat(memory.verifyErasure(ANN).objects()).isZero();
        assertThat(memory.verifyErasure(ANN).rows()).isEmpty();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void files_and_relations_travel_with_the_person() {
        upload("boat.txt", "The boat is called Blue Heron. ".repeat(30_000));
        memory.files().upload(ANN, NewFile.of("a.png"), new ByteArrayInputStream(PNG));
        memory.files().createText(ANN, NewFile.of("text"), "A text that is no file.");
        memory.graph().createNode(ANN, NodeType.PERSON, "Bob Smith", Json.parseObject("{\"x\":1}"));
        var before = export(ANN);
        memory.deleteUserData(ANN);
        assertThat(keys()).isEmpty();
        bring(ANN, before);
        assertThat(export(ANN)).isEqualTo(before);
        bring("Twin", before);
        assertThat(export("Twin")).isEqualTo(before);
        assertThat(keys()).hasSize(4);
        memory.deleteUserData(ANN);
        var boat = memory.files()
                .search("Twin", "Blue Heron", Filter.ALL, 5)
                .getFirst()
                .file();
        assertThat(memory.files().download("Twin", boat.id(), new ByteArrayOutputStream()))
                .isEqualTo(boat.bytes());
        test.clock.advance(Duration.ofDays(2));
        removeDue();
        assertThat(keys()).hasSize(2);
    }

    @Test
    void an_import_that_fails_leaves_no_object() {
        upload("boat.txt", "The boat is called Blue Heron.");
        var lines = export(ANN);
        for (var broken : List.of(
                lines.replace("\"data\":\"", "\"data\":\"#"),
                lines.replace("{\"table\":\"documents\"", "{\"table\":\"nothing\""),
                lines.replaceFirst("\\{\"table\":\"objects\".*\n", ""),
                lines.replaceFirst("\"key\":\"[^\"]*\"", "\"key\":\"../../x\""))) {
            assertThatThrownBy(() -> bring("Twin", broken)).isInstanceOf(Refusal.class);
        }
        removeDue();
        assertThat(keys()).hasSize(1);
        bring("Twin", lines);
        assertThat(keys()).hasSize(2);
    }

    private String export(String user) {
        var out = new StringWriter();
        memory.exportUserData(user, out);
        return out.toString();
    }

    private void bring(String user, String lines) {
        memory.importUserData(user, new BufferedReader(new StringReader(lines)));
    }

    /// By any id and any name, for somebody else and for the same name in another tenant.
    @Test
    void nobody_reaches_the_files_and_values_of_somebody_else() {
        var file = upload("boat.txt", "The boat is called Blue Heron.");
        memory.kv().set(ANN, "app", "colour", Json.of("blue"));
        var before = export(ANN);
        long seed = System.nanoTime();
        var random = new Random(seed);
        var users = List.of("ann/../安", "%", "Ann/../安 ", "default\n" + ANN, "Ann", "*", ANN);
        for (int i = 0; i < 60; i++) {
            var user = users.get(random.nextInt(users.size()));
            var door = user.equals(ANN) ? memory.tenant("acme") : memory;
            var id = random.nextBoolean() ? file.id() : file.objectKey().orElseThrow();
            try {
                assertThat(door.files().get(user, id)).as("seed " + seed).isEmpty();
                assertThat(door.files().delete(user, id)).as("seed " + seed).isFalse();
                assertThat(door.files().list(user).items()).as("seed " + seed).isEmpty();
                assertThat(door.files().search(user, "Blue Heron", Filter.ALL, 5))
                        .as("seed " + seed)
                        .isEmpty();
                assertThat(door.kv().get(user, "app", "colour"))
                        .as("seed " + seed)
                        .isEmpty();
                assertThat(door.kv().delete(user, "app", "colour"))
                        .as("seed " + seed)
                        .isFalse();
                assertThat(door.recall(user, "Blue Heron").merged())
                        .as("seed " + seed)
                        .isEmpty();
                assertThat(door.memories().delete(user, id)).as("seed " + seed).isFalse();
                assertThatThrownBy(() -> door.files().download(user, id, new ByteArrayOutputStream()))
                        .isInstanceOf(Refusal.class);
                door.deleteUserData(user);
            } catch (Refusal e) {
                assertThat(user).as("seed " + seed).contains("\n");
            }
        }
        assertThat(export(ANN)).isEqualTo(before);
        assertThat(keys()).hasSize(1);
    }

    /// Killed after the object was put and before its row was written, and killed between the end of a row and
    /// that of its object.
    @ParameterizedTest
    @ValueSource(strings = {"put", "delete"})
    void a_kill_between_object_and_row_leaves_no_row_without_object_and_no_object_for_long(String when)
            throws Exception {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledUpload.class.getName(),
                        test.address(),
                        test.folder().resolve("objects").toString(),
                        when)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(child.waitFor()).isEqualTo(KilledUpload.KILLED);
        assertThat(keys()).hasSize(1);
        assertThat(memory.files().list(KilledUpload.USER).items()).isEmpty();
        test.clock.advance(Duration.ofDays(36_500));
        removeDue();
        assertThat(keys()).isEmpty();
        memory.deleteUserData(KilledUpload.USER);
        assertThat(memory.verifyErasure(KilledUpload.USER).isClean()).isTrue();
    }
}

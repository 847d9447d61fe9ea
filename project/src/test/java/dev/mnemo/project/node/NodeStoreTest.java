package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreTest {
    @TempDir
    private Path project;

    private Path folder;

    @BeforeEach
    void name() {
        folder = project.resolve(".mnemo");
    }

    @Test
    void two_stores_of_one_folder_see_each_other_at_once() {
        try (var first = NodeStore.open(folder);
                var second = NodeStore.open(folder)) {
            var heard = new ArrayList<StoreDelta>();
            second.onChange(heard::add);
            var one = Folders.claim(first, "said by the first");
            assertThat(second.<Boolean>read(view -> view.isActive(one.address())))
                    .isTrue();
            var two = Folders.claim(second, "said by the second");
            assertThat(first.<Boolean>read(view -> view.isActive(two.address())))
                    .isTrue();
            assertThat(first.<Long>read(StoreView::generation)).isEqualTo(second.<Long>read(StoreView::generation));
            assertThat(heard).hasSize(2).noneMatch(StoreDelta::everything);
            assertThat(heard.getFirst().activated()).containsExactly(one.address());
        }
    }

    @Test
    void a_listener_that_was_closed_hears_nothing_more() {
        try (var store = NodeStore.open(folder)) {
            var heard = new ArrayList<StoreDelta>();
            var listening = store.onChange(heard::add);
            Folders.claim(store, "heard");
            listening.close();
            Folders.claim(store, "not heard");
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void a_closed_store_is_read_back_by_an_independent_reader() throws IOException {
        var one = Folders.leaf("Größe 🎉 \"quoted\" \\ back\nline\ttab \u0001");
        try (var store = NodeStore.open(folder)) {
            store.write(change -> {
                var two = Folders.leaf("second")
                        .editMeta(meta -> meta.with(
                                        "links",
                                        Json.array(List.of(Json.Obj.EMPTY
                                                .with("addr", one.address().toString())
                                                .with("rel", "enables"))))
                                .with(
                                        "anchors",
                                        Json.array(List.of(Json.Obj.EMPTY
                                                .with("type", "content_hash")
                                                .with("file", "src/größe.py")))));
                var correction = Node.of(
                        NodeType.SUPERSEDE, "third", List.of(one.address().toString()), 1e-7, Json.Obj.EMPTY);
                Stream.of(one, two, correction).forEach(change::put);
                change.activate(two.address());
                change.activate(correction.address());
                change.putChain("ch_000000000001", Json.Obj.EMPTY.with("score", 0.0));
                change.addRoot(two.address());
                return 0;
            });
        }
        var read = FormatReader.read(folder);
        assertThat(read.nodes()).hasSize(3);
        assertThat(read.nodes().get(one.address().toString())).containsEntry("content", one.content());
        assertThat(read.active()).hasSize(2);
        assertThat(read.roots()).hasSize(1);
        assertThat(read.chains()).containsOnlyKeys("ch_000000000001");
    }

    @Test
    void the_generation_changes_with_every_change_and_survives_a_reopening() {
        long before;
        long fingerprint;
        try (var store = NodeStore.open(folder)) {
            var node = Folders.claim(store, "one");
            fingerprint = store.read(StoreView::activeFingerprint);
            before = store.read(StoreView::generation);
            store.write(change -> {
                change.put(node.editMeta(meta -> meta.with("priority", 1.0)));
                return 0;
            });
            assertThat(store.<Long>read(StoreView::generation)).isNotEqualTo(before);
            assertThat(store.<Long>read(StoreView::activeFingerprint)).isEqualTo(fingerprint);
            before = store.read(StoreView::generation);
        }
        for (int i = 0; i < 2; i++) {
            try (var store = NodeStore.open(folder)) {
                assertThat(store.<Long>read(StoreView::generation)).isEqualTo(before);
                assertThat(store.<Long>read(StoreView::activeFingerprint)).isEqualTo(fingerprint);
            }
        }
    }

    @Test
    void a_write_inside_a_write_or_a_read_is_refused_and_a_read_inside_a_write_works() {
        try (var store = NodeStore.open(folder)) {
            assertThatThrownBy(() -> store.write(change -> store.write(inner -> 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside another");
            assertThatThrownBy(() -> store.read(view -> store.write(inner -> 0)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(store.<Integer>write(change -> {
                        change.put(Folders.leaf("seen by the change only"));
                        return store.read(view -> view.nodes().size());
                    }))
                    .isZero();
            assertThat(Folders.claim(store, "afterwards").content()).isEqualTo("afterwards");
        }
    }

    @Test
    void what_another_implementation_wrote_meanwhile_is_read() throws IOException {
        try (var store = NodeStore.open(folder)) {
            var mine = Folders.claim(store, "mine");
            var theirs = Folders.leaf("theirs");
            Files.write(folder.resolve("nodes/" + theirs.address() + ".json"), StoreFolder.bytes(theirs));
            Files.writeString(folder.resolve("active.json"), "[\n  \"" + theirs.address() + "\"\n]");
            assertThat(store.<List<Address>>read(view -> List.copyOf(view.active())))
                    .containsExactlyInAnyOrder(mine.address(), theirs.address());
            assertThat(Fsck.check(store).findings()).isEmpty();
        }
        assertThat(FormatReader.read(folder).active()).hasSize(2);
    }

    @Test
    void unknown_keys_and_unusual_numbers_of_a_node_file_survive_a_change() throws IOException {
        var node = Folders.leaf("with more");
        Files.createDirectories(folder.resolve("nodes"));
        var file = folder.resolve("nodes/" + node.address() + ".json");
        var text = node.toJson()
                .with("created", 1_795_000_000L)
                .with("colour", Json.strings(List.of("red")))
                .pretty();
        Files.writeString(file, text);
        try (var store = NodeStore.open(folder)) {
            store.write(change -> {
                change.put(change.require(node.address().toString()).editMeta(meta -> meta.with("priority", 1L)));
                return 0;
            });
        }
        assertThat(Files.readString(file)).contains("\"created\": 1795000000,", "\"colour\": [", "\"priority\": 1\n");
        try (var store = NodeStore.open(folder)) {
            assertThat(store.<Json>read(view -> view.require(node.address().toString())
                            .extra()
                            .members()
                            .get("colour")))
                    .isEqualTo(Json.strings(List.of("red")));
        }
    }

    @Test
    void inputs_of_old_stores_that_are_prefixes_lead_to_the_node_they_mean() {
        try (var store = NodeStore.open(folder)) {
            var old = Folders.leaf("old");
            var newer = Node.of(NodeType.COMPRESS, "new", List.of(old.address().brief()), 1, Json.Obj.EMPTY);
            store.write(change -> {
                change.put(old);
                change.put(newer);
                change.activate(newer.address());
                return 0;
            });
            assertThat(store.<Node>read(view -> view.successor(old.address()).orElseThrow())
                            .address())
                    .isEqualTo(newer.address());
        }
    }

    @Test
    void counters_are_added_up_and_written_at_the_latest_when_the_store_closes() {
        Node node;
        try (var store = NodeStore.open(folder)) {
            node = Folders.claim(store, "shown");
            store.noteUsage(List.of(new Usage(node.address(), 1, 0, 100.5)));
            store.noteUsage(List.of(new Usage(node.address(), 1, 1, 200.5)));
        }
        try (var store = NodeStore.open(folder)) {
            var meta = store.<Node>read(view -> view.node(node.address()).orElseThrow())
                    .meta();
            assertThat(meta.recallCount()).isEqualTo(2);
            assertThat(meta.recallHits()).isEqualTo(1);
            assertThat(meta.json().number("last_recalled", 0)).isEqualTo(200.5);
        }
    }

    @Test
    void a_forgotten_text_is_in_no_file_and_comes_back_only_on_purpose() throws IOException {
        var secret = Folders.leaf("the password is swordfish");
        try (var store = NodeStore.open(folder)) {
            store.write(change -> {
                change.put(secret);
                change.activate(secret.address());
                change.put(Folders.leaf("links")
                        .editMeta(meta -> meta.with(
                                "links",
                                Json.array(List.of(Json.Obj.EMPTY
                                        .with("addr", secret.address().toString())
                                        .with("rel", "enables"))))));
                return 0;
            });
            store.derived().save("words", 7, "swordfish".getBytes(StandardCharsets.UTF_8));
        }
        try (var store = NodeStore.open(folder)) {
            store.write(change -> {
                change.forget(secret.address(), Json.Obj.EMPTY.with("forgotten", 12.5));
                return 0;
            });
            assertThat(everything())
                    .doesNotContain("swordfish")
                    .contains(secret.address().toString());
            assertThat(store.<List<ReverseLink>>read(view -> view.linksTo(secret.address())))
                    .isEmpty();
            assertThatThrownBy(() -> Folders.claim(store, secret.content()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("forgotten on purpose");
            store.write(change -> {
                change.revive(secret);
                return 0;
            });
            assertThat(store.<Node>read(view -> view.node(secret.address()).orElseThrow())
                            .content())
                    .contains("swordfish");
        }
    }

    private String everything() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                        } catch (IOException fault) {
                            throw new java.io.UncheckedIOException(fault);
                        }
                    })
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void another_text_with_the_same_address_is_refused() {
        try (var store = NodeStore.open(folder)) {
            var node = Folders.claim(store, "first");
            var forged = new Node(node.address(), NodeType.LEAF, "second", List.of(), 1, Meta.EMPTY);
            assertThatThrownBy(() -> store.write(change -> {
                        change.put(forged);
                        return 0;
                    }))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("does not belong to this text");
            // A text with the same 48 bits as a forgotten one, whose SHA-256 tells them apart.
            store.write(change -> {
                change.put(new Node(
                        Folders.leaf("third").address(),
                        NodeType.TOMBSTONE,
                        "",
                        List.of(),
                        1,
                        new Meta(Json.Obj.EMPTY.with("sha256", "0".repeat(64)))));
                return 0;
            });
            assertThatThrownBy(() -> Folders.claim(store, "third"))
                    .isInstanceOf(MnemoException.class)
                    .hasMessageContaining("already has the address");
        }
    }

    @Test
    void a_circle_of_corrections_has_no_successor() {
        try (var store = NodeStore.open(folder)) {
            var one = new Address(1);
            var two = new Address(2);
            var state = new StoreState();
            state.putNode(new Node(one, NodeType.SUPERSEDE, "a", List.of(two.toString()), 1, Meta.EMPTY));
            state.putNode(new Node(two, NodeType.SUPERSEDE, "b", List.of(one.toString()), 1, Meta.EMPTY));
            assertThat(state.successor(one)).isEmpty();
            assertThat(store.<Integer>read(view -> view.nodes().size())).isZero();
        }
    }

    @Test
    void a_derived_block_is_handed_out_only_under_its_stamp() throws IOException {
        try (var store = NodeStore.open(folder)) {
            var block = new byte[] {1, 2, 3};
            assertThat(store.derived().save("words", 42, block)).isTrue();
            assertThat(store.derived().load("words", 42).orElseThrow()).isEqualTo(block);
            assertThat(store.derived().load("words", 43)).isEmpty();
            assertThat(store.derived().load("other", 42)).isEmpty();
            var file = folder.resolve("index/words.derived");
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1]++;
            Files.write(file, bytes);
            assertThat(store.derived().load("words", 42)).isEmpty();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("300 seconds passed").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void an_idle_store_that_stays_open_can_be_read_by_others() throws Exception {
        try (var store = NodeStore.open(folder)) {
            for (int i = 0; i < 40; i++) {
                Folders.claim(store, "claim " + i);
            }
            var shown = Folders.claim(store, "shown");
            store.noteUsage(List.of(new Usage(shown.address(), 1, 0, 100.5)));
            await(() -> Files.exists(folder.resolve("active.json")));
            assertThat(FormatReader.read(folder).active()).hasSize(41);
            await(() -> store.<Long>read(view ->
                            view.node(shown.address()).orElseThrow().meta().recallCount())
                    == 1);
        }
    }

    @Test
    void a_node_file_edited_behind_an_open_store_is_taken_over_when_there_is_time() throws Exception {
        Node node;
        try (var store = NodeStore.open(folder)) {
            node = Folders.claim(store, "edited");
        }
        var file = folder.resolve("nodes/" + node.address() + ".json");
        Files.writeString(file, Files.readString(file).replace("history", "decisions"));
        try (var store = NodeStore.open(folder)) {
            await(() -> store.<String>read(view ->
                            view.node(node.address()).orElseThrow().meta().domain())
                    .equals("decisions"));
        }
    }
}

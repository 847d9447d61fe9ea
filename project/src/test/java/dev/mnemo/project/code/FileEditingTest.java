package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.node.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEditingTest {
    @TempDir
    Path temporary;

    private CodeFixture shop;
    private FileEditing editing;

    @BeforeEach
    void open() throws IOException {
        shop = new CodeFixture(Files.createDirectories(temporary.resolve("shop")));
        editing = shop.editing();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_write_makes_folders_and_is_remembered_where_recall_can_see_it() {
        var change = editing.write("notes/todo.txt", "first line\nsecond line", true);
        assertThat(shop.folder.resolve("notes/todo.txt")).hasContent("first line\nsecond line");
        assertThat(change.created()).isTrue();
        assertThat(change.bytes()).isEqualTo(22);
        var node = shop.active().getFirst();
        assertThat(node.address().toString()).isEqualTo(change.claimed());
        assertThat(node.content()).isEqualTo("Wrote notes/todo.txt: first line second line");
        assertThat(node.meta().autoClaim()).isTrue();
        assertThat(node.meta().ttlDays()).isEqualTo(7);
        assertThat(node.meta().domain()).isEqualTo("history");
        assertThat(node.meta().json().string("session_id")).hasValue("s_00000001");
        assertThat(shop.session.created()).containsExactly(node.address());
    }

    @Test
    void a_busy_file_keeps_one_active_memory_of_its_changes() {
        editing.write("a.txt", "one", true);
        editing.write("b.txt", "one", true);
        editing.edit("a.txt", "one", "two", false, true);
        editing.edit("a.txt", "two", "one", false, true);
        editing.edit("a.txt", "one", "two", false, true);
        assertThat(shop.active())
                .extracting(Node::content)
                .containsExactlyInAnyOrder("Edited a.txt: 'one' → 'two'", "Wrote b.txt: one");
        editing.write("a.txt", "silent", false);
        assertThat(shop.active()).hasSize(2);
    }

    @Test
    void an_edit_names_what_it_makes_stale_and_marks_it() {
        shop.shop();
        var change = editing.edit("app/auth.py", "Keeps refresh tokens", "Holds refresh tokens", false, false);
        assertThat(change.replacements()).isEqualTo(1);
        assertThat(change.before()).isEqualTo("Keeps refresh tokens");
        assertThat(change.stale())
                .singleElement()
                .satisfies(stale -> assertThat(stale.state()).isEqualTo("drifted"));
        assertThat(shop.active()).filteredOn(node -> node.meta().drifted()).hasSize(1);
        assertThat(editing.edit("app/auth.py", "Holds refresh tokens", "Keeps refresh tokens", false, false)
                        .stale())
                .isEmpty();
        assertThat(shop.active()).noneMatch(node -> node.meta().drifted());
    }

    @Test
    void an_edit_that_is_not_clear_changes_nothing() {
        var file = shop.file("a.py", "self self\n");
        refused("a.py", "", "x", "old_string is empty");
        refused("a.py", "x", "x", "the same");
        refused("a.py", "none", "x", "not found in a.py");
        refused("a.py", "self", "this", "found 2 times");
        refused("gone.py", "a", "b", "File not found");
        shop.file("bin", new byte[] {'a', 0});
        refused("bin", "a", "b", "binary");
        assertThat(file).hasContent("self self\n");
        assertThat(editing.edit("a.py", "self", "this", true, false).replacements())
                .isEqualTo(2);
        assertThat(file).hasContent("this this\n");
        assertThat(shop.active()).isEmpty();
    }

    @Test
    void windows_line_ends_stay() throws IOException {
        var file = shop.file("win.txt", "one\r\ntwo\r\nthree\r\n");
        var change = editing.edit("win.txt", "one\ntwo", "1\n2\n2b", false, false);
        assertThat(change.crLf()).isTrue();
        assertThat(Files.readString(file)).isEqualTo("1\r\n2\r\n2b\r\nthree\r\n");
        editing.edit("win.txt", "three", "3", false, false);
        assertThat(Files.readString(file)).isEqualTo("1\r\n2\r\n2b\r\n3\r\n");
        assertThat(editing.write("win.txt", "a\nb\n", false).crLf()).isTrue();
        assertThat(Files.readString(file)).isEqualTo("a\r\nb\r\n");
        var mixed = shop.file("mixed.txt", "a\r\nb\nc\n");
        editing.edit("mixed.txt", "b\nc", "B\nC", false, false);
        assertThat(Files.readString(mixed)).isEqualTo("a\r\nB\nC\n");
    }

    @Test
    void bytes_that_are_no_utf_8_survive_an_edit() throws IOException {
        var bytes = new byte[] {'a', '=', (byte) 0xe9, (byte) 0xff, '\n', (byte) 0x80, 'b'};
        var file = shop.file("latin.txt", bytes);
        editing.edit("latin.txt", "a=", "long=", false, false);
        assertThat(Files.readAllBytes(file))
                .isEqualTo("long=\u00e9\u00ff\n\u0080b".getBytes(StandardCharsets.ISO_8859_1));
        refused("latin.txt", "long", "→", "Latin-1");
        var marked = shop.file("bom.txt", "\uFEFFx = 1\n");
        editing.edit("bom.txt", "1", "2", false, false);
        assertThat(Files.readString(marked)).isEqualTo("\uFEFFx = 2\n");
    }

    @Test
    void many_edits_of_one_file_at_once_are_all_there_at_the_end() throws Exception {
        var file = shop.file(
                "lines.txt",
                String.join(
                        "\n",
                        IntStream.range(0, 40).mapToObj("line %02d"::formatted).toList()));
        var other = shop.editing();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var edits = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(i -> threads.submit(
                            () -> editing.edit("lines.txt", "line %02d".formatted(i), "edited " + i, false, true)))
                    .toList();
            for (var edit : edits) {
                edit.get();
            }
        }
        assertThat(Files.readString(file)).doesNotContain("line");
        assertThat(shop.active()).hasSize(1);
        assertThat(other.edit("lines.txt", "edited 39", "done", false, false).replacements())
                .isEqualTo(1);
    }

    @Test
    void secrets_stay_out_of_the_memory() {
        var change = editing.write("config.env", "token = ghp_0123456789abcdefghijABCDEFGHIJ012345\n", true);
        assertThat(change.redacted()).isNotEmpty();
        assertThat(shop.active().getFirst().content()).doesNotContain("ghp_0123456789");
        assertThat(shop.folder.resolve("config.env")).content().contains("ghp_0123456789");
    }

    @Test
    void nothing_outside_the_project_can_be_written() throws IOException {
        var outside = Files.createDirectories(temporary.resolve("shop-other"));
        Files.writeString(outside.resolve("key"), "kept");
        Files.createSymbolicLink(shop.folder.resolve("door"), outside);
        Files.createSymbolicLink(shop.folder.resolve("key"), outside.resolve("key"));
        for (var path : new String[] {
            "../shop-other/key",
            "door/key",
            "door/new",
            "key",
            outside.resolve("key").toString(),
            ".mnemo/active.json",
            ".git/hooks/pre-commit",
            "x\0y",
            "~/x"
        }) {
            assertThatThrownBy(() -> editing.write(path, "x", true)).as(path).isInstanceOf(Refusal.class);
            refused(path, "kept", "x", "");
        }
        assertThat(outside.resolve("key")).hasContent("kept");
        try (var files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_file_that_would_be_too_large_or_is_in_the_way_is_refused_and_nothing_is_lost() {
        var file = shop.file("a.txt", "kept");
        assertThatThrownBy(() -> editing.write("a.txt", "x".repeat(FileText.BYTES_MAX + 1), true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("5000000");
        assertThatThrownBy(() -> editing.write("a.txt/b", "x", true)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> editing.write(".", "x", true)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> editing.write("b.txt", "\ud83c", true)).isInstanceOf(Refusal.class);
        assertThat(file).hasContent("kept");
        assertThat(shop.folder.resolve("b.txt")).doesNotExist();
        assertThat(shop.active()).isEmpty();
    }

    private void refused(String path, String oldText, String newText, String part) {
        assertThatThrownBy(() -> editing.edit(path, oldText, newText, false, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part);
    }
}

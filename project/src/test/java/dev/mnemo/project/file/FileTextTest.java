package dev.mnemo.project.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTextTest {
    @TempDir
    Path folder;

    @Test
    void every_byte_survives_whatever_the_encoding() {
        var all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (var bytes : new byte[][] {all, "\uFEFFgrün\r\n".getBytes(StandardCharsets.UTF_8), {(byte) 0xff}, {}}) {
            var text = FileText.ofBytes(bytes);
            assertThat(text.encode(text.text())).isEqualTo(bytes);
        }
    }

    @Test
    void random_bytes_survive() {
        long seed = 20261121;
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            var text = FileText.ofBytes(bytes);
            assertThat(text.encode(text.text()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void what_the_encoding_cannot_say_is_refused() {
        var latin = FileText.ofBytes(new byte[] {(byte) 0xe9});
        assertThat(latin.encode("é")).containsExactly(0xe9);
        assertThatThrownBy(() -> latin.encode("→")).isInstanceOf(Refusal.class).hasMessageContaining("Latin-1");
        assertThatThrownBy(() -> FileText.ofBytes(new byte[0]).encode("\ud83c"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void only_plain_text_files_of_a_sane_size_are_read() throws IOException {
        var root = new ProjectRoot(folder);
        Files.write(folder.resolve("image.png"), new byte[] {(byte) 0x89, 'P', 0, 1});
        Files.createDirectory(folder.resolve("src"));
        try (var huge = new RandomAccessFile(folder.resolve("huge.txt").toFile(), "rw")) {
            huge.setLength(FileText.BYTES_MAX + 1L);
        }
        refused(root, "image.png", "binary");
        refused(root, "src", "is a folder");
        refused(root, "huge.txt", "up to 5000000 bytes");
        refused(root, "gone.txt", "File not found: gone.txt");
        refused(root, "image.png/x", "File not found");
    }

    @Test
    void a_file_that_became_a_link_after_it_was_checked_is_not_followed() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "secret");
        var project = Files.createDirectory(folder.resolve("project"));
        var file = new ProjectRoot(project).file("note.txt");
        Files.createSymbolicLink(project.resolve("note.txt"), secret);
        assertThatThrownBy(() -> FileText.read(file)).isInstanceOf(Refusal.class);
        new SafeWrite(new Random(1)).replace(file, new byte[] {'x'});
        assertThat(secret).hasContent("secret");
        assertThat(project.resolve("note.txt")).hasContent("x");
    }

    @Test
    void a_folder_that_became_a_link_after_it_was_checked_is_not_entered() throws IOException {
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("key"), "secret");
        var project = Files.createDirectory(folder.resolve("project"));
        Files.createDirectory(project.resolve("src"));
        var file = new ProjectRoot(project).file("src/key");
        Files.delete(project.resolve("src"));
        Files.createSymbolicLink(project.resolve("src"), outside);
        assertThatThrownBy(() -> FileText.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> new SafeWrite(new Random(1)).replace(file, new byte[] {'x'}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("symbolic link");
        assertThat(outside.resolve("key")).hasContent("secret");
    }

    @Test
    void knows_windows_line_ends() {
        assertThat(FileText.ofBytes("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8))
                        .isCrLf())
                .isTrue();
        assertThat(FileText.ofBytes("a\r\nb\n".getBytes(StandardCharsets.UTF_8)).isCrLf())
                .isFalse();
        assertThat(FileText.ofBytes("a".getBytes(StandardCharsets.UTF_8)).isCrLf())
                .isFalse();
        assertThat(FileText.toCrLf("a\nb\r\n")).isEqualTo("a\r\nb\r\n");
    }

    @Test
    void writing_keeps_rights_and_leaves_no_litter() throws IOException {
        var script = Files.writeString(folder.resolve("run.sh"), "old");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        new SafeWrite(new Random(1)).replace(new ProjectRoot(folder).file("run.sh"), new byte[] {'n'});
        assertThat(script).hasContent("n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x---");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(script);
        }
    }

    @Test
    void writing_where_a_folder_or_a_file_is_in_the_way_is_refused() throws IOException {
        var root = new ProjectRoot(folder);
        var write = new SafeWrite(new Random(1));
        Files.createDirectory(folder.resolve("src"));
        Files.writeString(folder.resolve("file"), "kept");
        assertThatThrownBy(() -> write.replace(root.file("src"), new byte[0]))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> write.replace(root.file("file/x"), new byte[0]))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("on the way");
        assertThat(folder.resolve("file")).hasContent("kept");
        write.replace(root.file("new/deep/x"), new byte[] {'y'});
        assertThat(folder.resolve("new/deep/x")).hasContent("y");
    }

    private static void refused(ProjectRoot root, String path, String part) {
        assertThatThrownBy(() -> FileText.read(root.file(path)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part);
    }
}

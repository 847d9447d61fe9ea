package dev.mnemo.project.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectRootTest {
    @TempDir
    Path temporary;

    private Path folder;
    private Path outside;
    private ProjectRoot root;

    @BeforeEach
    void a_project_beside_another_folder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("proj"));
        outside = Files.createDirectories(temporary.resolve("proj-secret"));
        Files.writeString(outside.resolve("key"), "secret");
        Files.createDirectories(folder.resolve("src/.git"));
        Files.writeString(folder.resolve("src/a.py"), "a");
        root = new ProjectRoot(folder);
    }

    @Test
    void paths_inside_are_the_same_however_they_are_written() {
        var expected = root.file("src/a.py");
        assertThat(expected.relative()).isEqualTo("src/a.py");
        assertThat(expected.isFile()).isTrue();
        assertThat(root.file("./src/../src//a.py")).isEqualTo(expected);
        assertThat(root.file(folder.resolve("src/a.py").toString())).isEqualTo(expected);
        assertThat(root.file("new/folder/../file.txt").relative()).isEqualTo("new/file.txt");
        assertThat(root.file(".").relative()).isEmpty();
        assertThat(root.file("~.txt").relative()).isEqualTo("~.txt");
    }

    @Test
    void nothing_outside_has_a_place() {
        refused("../proj-secret/key", "outside the project");
        refused("src/../../proj-secret/key", "outside the project");
        refused(outside.resolve("key").toString(), "outside the project");
        refused("/etc/passwd", "outside the project");
        refused("/", "outside the project");
        refused("..", "outside the project");
        refused("~/key", "~ is not expanded");
        refused("~", "~ is not expanded");
    }

    @Test
    void odd_input_is_refused() {
        refused("", "empty");
        refused("  ", "empty");
        refused("a\0b", "control character");
        refused("a\nb", "control character");
        refused("a".repeat(1001), "longer than 1000");
    }

    @Test
    void the_memory_and_git_are_closed_in_any_case() {
        refused(".mnemo/active.json", "neither read nor write");
        refused(".git/config", "neither read nor write");
        refused(".GIT/config", "neither read nor write");
        refused("src/.git/config", "neither read nor write");
        refused("src/../.Mnemo", "neither read nor write");
        assertThat(root.file(".gitignore").relative()).isEqualTo(".gitignore");
    }

    @Test
    void a_symbolic_link_is_what_it_points_at() throws IOException {
        Files.createSymbolicLink(folder.resolve("alias.py"), Path.of("src/a.py"));
        assertThat(root.file("alias.py")).isEqualTo(root.file("src/a.py"));
        Files.createSymbolicLink(folder.resolve("key"), outside.resolve("key"));
        refused("key", "outside the project");
        Files.createSymbolicLink(folder.resolve("door"), outside);
        refused("door/key", "outside the project");
        refused("door/new/file", "outside the project");
        Files.createSymbolicLink(folder.resolve("store"), folder.resolve("src/.git"));
        refused("store/config", "neither read nor write");
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("gone"));
        refused("nowhere", "leads nowhere");
        refused("nowhere/file", "leads nowhere");
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        refused("loop/file", "cannot be followed");
    }

    @Test
    void a_root_behind_a_link_takes_paths_of_both_names() throws IOException {
        var link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        var linked = new ProjectRoot(link);
        assertThat(linked.file(link.resolve("src/a.py").toString()).relative()).isEqualTo("src/a.py");
        assertThat(linked.file(folder.resolve("src/a.py").toString()).relative())
                .isEqualTo("src/a.py");
        assertThat(linked.relative(link.resolve("src/a.py").toString())).isEqualTo("src/a.py");
    }

    @Test
    void anchors_find_their_file_by_its_relative_path() {
        assertThat(root.relative(folder + "/src/a.py")).isEqualTo("src/a.py");
        assertThat(root.relative("./src/x/../a.py")).isEqualTo("src/a.py");
        assertThat(root.relative("/elsewhere/a.py")).isEqualTo("/elsewhere/a.py");
        assertThat(root.relative("a\0b")).isEqualTo("a\0b");
        assertThat(root.relative("")).isEmpty();
    }

    private void refused(String path, String part) {
        assertThatThrownBy(() -> root.file(path)).isInstanceOf(Refusal.class).hasMessageContaining(part);
    }
}

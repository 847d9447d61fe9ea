package dev.mnemo.project.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir
    Path folder;

    @Test
    void lists_what_people_work_on_in_order() throws IOException {
        files("b.txt", "a/z.py", "a.py", ".git/config", ".mnemo/active.json", "node_modules/x/i.js", "dist/o.js");
        assertThat(names()).containsExactly("a/z.py", "a.py", "b.txt");
    }

    @Test
    void honours_every_gitignore_and_its_exceptions() throws IOException {
        files("out/a", "src/gen/b", "src/gen/keep", "src/c.log", "d.log", "secret", "src/out/e", "build/f");
        Files.writeString(folder.resolve(".gitignore"), "/out/\n*.log\n!build/\n");
        Files.writeString(folder.resolve("src/.gitignore"), "gen/*\n!gen/keep\n!c.log\n");
        Files.createDirectories(folder.resolve(".git/info"));
        Files.writeString(folder.resolve(".git/info/exclude"), "secret\n");
        assertThat(names())
                .containsExactly(".gitignore", "build/f", "src/.gitignore", "src/c.log", "src/gen/keep", "src/out/e");
    }

    @Test
    void does_not_follow_links_and_ends_where_links_go_round() throws IOException {
        files("a/b.txt");
        Files.createSymbolicLink(folder.resolve("a/up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("a/b.txt"));
        assertThat(names()).containsExactly("a/b.txt");
    }

    @Test
    void says_when_a_limit_stopped_it() throws IOException {
        files("a", "b", "c");
        var tree = new SourceTree(new ProjectRoot(folder));
        var start = new ProjectRoot(folder).file(".");
        assertThat(tree.files(start, _ -> true, 2).complete()).isFalse();
        assertThat(tree.files(start, _ -> true, 2).files()).hasSize(2);
        assertThat(tree.files(start, _ -> true, 3).complete()).isTrue();
    }

    @Test
    void a_single_file_is_a_tree_of_one() throws IOException {
        files("src/a.py", "src/b.py");
        var root = new ProjectRoot(folder);
        assertThat(new SourceTree(root)
                        .files(root.file("src/b.py"), _ -> true, 10)
                        .files())
                .containsExactly(root.file("src/b.py"));
    }

    private void files(String... names) throws IOException {
        for (var name : names) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), name);
        }
    }

    private List<String> names() {
        return new SourceTree(new ProjectRoot(folder))
                .all().files().stream().map(ProjectFile::relative).toList();
    }
}

package dev.mnemo.app.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSetupTest {
    @TempDir
    Path root;

    private List<String> run() {
        return new ProjectSetup(root, "# Use the memory").run();
    }

    @Test
    void a_bare_git_repository_gets_everything() throws IOException {
        Files.createDirectories(root.resolve(".git"));
        assertThat(run()).hasSize(4).allMatch(line -> line.startsWith("Created"));
        assertThat(root.resolve(".gitignore")).hasContent("# mnemo project memory\n.mnemo/\n");
        assertThat(root.resolve("CLAUDE.md")).hasContent("@.monet\n");
        assertThat(root.resolve(".monet")).hasContent("# Use the memory\n");
        assertThat(root.resolve("AGENTS.md")).content().contains("memory_recall");
    }

    @Test
    void running_again_changes_nothing() throws IOException {
        Files.createDirectories(root.resolve(".git"));
        run();
        var before = Files.readString(root.resolve("AGENTS.md"));
        assertThat(run())
                .noneMatch(line -> line.startsWith("Created") || line.startsWith("Added") || line.startsWith("Up"));
        assertThat(root.resolve("AGENTS.md")).hasContent(before);
    }

    @Test
    void what_people_wrote_stays() throws IOException {
        Files.writeString(root.resolve(".gitignore"), "target/");
        Files.writeString(root.resolve("CLAUDE.md"), "Be brief.");
        Files.writeString(
                root.resolve("AGENTS.md"), "Run the tests.\n\n<!-- mnemo -->\nold\n<!-- /mnemo -->\n\nAnd lint.\n");
        run();
        assertThat(root.resolve(".gitignore")).hasContent("target/\n\n# mnemo project memory\n.mnemo/\n");
        assertThat(root.resolve("CLAUDE.md")).hasContent("Be brief.\n\n@.monet\n");
        assertThat(root.resolve("AGENTS.md"))
                .content()
                .contains("Run the tests.", "And lint.", "memory_recall")
                .doesNotContain("old");
    }

    @Test
    void without_git_there_is_nothing_to_ignore() {
        run();
        assertThat(root.resolve(".gitignore")).doesNotExist();
    }
}

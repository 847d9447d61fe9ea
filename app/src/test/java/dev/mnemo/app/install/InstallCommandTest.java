package dev.mnemo.app.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
    @TempDir
    Path home;

    private String run(String... words) {
        var out = new ByteArrayOutputStream();
        new InstallCommand(
                        home,
                        home.resolve("project"),
                        Map.of("MNEMO_LAUNCHER", "/opt/mnemo/mnemo", "PATH", "/nowhere:"),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .run(List.of(words));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_dry_run_shows_the_lines_and_writes_nothing() throws IOException {
        assertThat(run("--agent", "claude", "--dry-run"))
                .contains("Claude Code:", "would write MCP server", "+ ", "/opt/mnemo/mnemo");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void without_an_agent_those_that_are_here_are_served() throws IOException {
        Files.createDirectories(home.resolve(".gemini"));
        Files.createDirectories(home.resolve(".codex"));
        assertThat(run()).contains("Gemini CLI:", "Codex CLI:").doesNotContain("Claude Code:");
        assertThat(run()).contains("already there");
        assertThat(run("--uninstall")).contains("remove MCP server");
    }

    @Test
    void words_that_are_not_understood_are_refused_with_the_usage() {
        assertThatThrownBy(() -> run("--force")).isInstanceOf(Refusal.class).hasMessageContaining("Usage:");
        assertThatThrownBy(() -> run("--agent")).isInstanceOf(Refusal.class).hasMessageContaining("Valid:");
    }
}

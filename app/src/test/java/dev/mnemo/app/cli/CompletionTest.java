package dev.mnemo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.ops.Param;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    record Recall(
            @Param("What to look for.") String message,

            @Param(value = "At most this many.", byDefault = "5", min = 1, max = 9)
            int maxResults) {}

    record Said(String said) {}

    @TempDir
    private Path disk;

    private static String script(String shell) {
        var operations = Operations.of(List.of(new Operation<>(
                "memory_recall",
                "Recall",
                "What's known: of a \"thing\" $(rm). More.",
                Effect.READS,
                Audience.CORE,
                Recall.class,
                Said.class,
                recall -> new Said(recall.message()),
                Said::said)));
        var own = List.of(
                new Commands.Command(
                        "cache", "Look after a cache.", "Usage: mnemo cache import|stats [--store S]", _ -> 0),
                new Commands.Command("completion", "Complete.", Completion.USAGE, _ -> 0));
        return new Completion(operations, own, List.of("--tools")).script(List.of(shell));
    }

    /// What bash offers after some words.
    private List<String> offered(String... words) throws Exception {
        var script = disk.resolve("completion.bash");
        Files.writeString(
                script,
                script("bash")
                        + "\nCOMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_mnemo\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
        var command = new java.util.ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().filter(line -> !line.isBlank()).toList();
    }

    @Test
    void bash_completes_commands_flags_and_words() throws Exception {
        assertThat(offered("mnemo", "c")).containsExactly("cache", "completion");
        assertThat(offered("mnemo", "rec")).containsExactly("recall");
        assertThat(offered("mnemo", "recall", "--m")).containsExactly("--message", "--max-results");
        assertThat(offered("mnemo", "cache", "")).containsExactly("import", "stats");
        assertThat(offered("mnemo", "cache", "--s")).containsExactly("--store");
        assertThat(offered("mnemo", "--to")).containsExactly("--tools");
        assertThat(offered("mnemo", "--tools", "core", "rec")).containsExactly("recall");
        assertThat(offered("mnemo", "completion", "f")).containsExactly("fish");
        assertThat(offered("mnemo", "unknown", "x")).isEmpty();
    }

    @Test
    void zsh_and_fish_get_the_same_table_and_nothing_that_a_shell_would_run() {
        assertThat(script("zsh"))
                .startsWith("#compdef mnemo")
                .contains("'recall:Whats known\\: of a thing (rm)'")
                .contains("recall) flags=(--message --max-results --json --help)")
                .doesNotContain("$(rm)");
        assertThat(script("fish"))
                .contains("-a recall -d 'Whats known: of a thing (rm)'")
                .contains("complete -c mnemo -n '__fish_seen_subcommand_from cache' -a stats")
                .doesNotContain("$(rm)");
        assertThatThrownBy(() -> script("tcsh")).isInstanceOf(Refusal.class);
    }
}

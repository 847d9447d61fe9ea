package dev.mnemo.app.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestProcess;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.Event.Layer;
import dev.mnemo.kernel.event.FileEventLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `mnemo watch` in a real terminal, that of tmux: drawn, resized, spoken to by keys, and left.
@Tag("services")
@Timeout(120)
class WatchTerminalTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path disk;

    private FileEventLog log =
            FileEventLog.open(Path.of(""), InstantSource.system(), () -> ZoneOffset.UTC, new Random(1));

    @BeforeEach
    void a_project_whose_memory_did_something() throws Exception {
        var store = Files.createDirectories(disk.resolve("shop/.mnemo"));
        log = FileEventLog.open(store.resolve("logs"), InstantSource.system(), () -> ZoneOffset.UTC, new Random(1));
        log.emit(Event.of(Layer.CONSCIOUS, "claim", "Tokens are signed with RS256"));
        log.emit(Event.of(Layer.SUBCONSCIOUS, "recall", "two nodes \u001b[2Jfor refunds"));
    }

    @AfterEach
    void the_terminal_ends() throws Exception {
        log.close();
        tmux("kill-server");
    }

    private String tmux(String... words) throws Exception {
        var program = System.getenv("MNEMO_TEST_TMUX");
        assertThat(program)
                .as("MNEMO_TEST_TMUX is not set: run './mnemo test', or './mnemo test --no-services' to leave this out")
                .isNotBlank();
        var command =
                new ArrayList<>(List.of(program, "-S", disk.resolve("tmux").toString(), "-f", "/dev/null"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", disk.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        builder.environment().remove("NO_COLOR");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void start(String environment, String flags) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        // tmux takes no command as long as a class path may be.
        var arguments = Files.writeString(disk.resolve("java.args"), "-cp \"" + TestProcess.withoutModels() + "\"");
        tmux(
                "-u",
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
                "-c",
                disk.resolve("shop").toString(),
                "env " + environment + " '" + java
                        + "' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 '@" + arguments
                        + "' dev.mnemo.app.Main watch " + flags
                        + "; echo left with $?; exec cat");
    }

    /// Waits until the terminal shows something.
    private String until(Predicate<String> wanted, String... flags) throws Exception {
        var words = new ArrayList<>(List.of("capture-pane", "-p"));
        words.addAll(List.of(flags));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var shown = tmux(words.toArray(String[]::new));
        while (!wanted.test(shown) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            shown = tmux(words.toArray(String[]::new));
        }
        assertThat(shown).matches(wanted, "what was waited for");
        return shown;
    }

    private static Predicate<String> has(String text) {
        return shown -> shown.contains(text);
    }

    @Test
    void it_draws_follows_filters_searches_resizes_and_leaves_the_terminal_as_it_was() throws Exception {
        start("TERM=xterm-256color", "");
        until(has("2 events").and(has("Tokens are signed")).and(has("two nodes for refunds")));
        log.emit(Event.of(Layer.SYSTEM, "start", "a third thing"));
        until(has("a third thing").and(has("3 events")));
        tmux("send-keys", "Up", "Enter");
        until(has("what     recall").and(has("summary  two nodes for refunds")));
        tmux("send-keys", "d", "2");
        until(has("2 of 3 events").and(has("Tokens").negate()));
        tmux("send-keys", "Escape");
        until(has("Tokens").and(has("3 events")));
        tmux("send-keys", "/");
        until(has("search: _"));
        tmux("send-keys", "-l", "third");
        until(has("1 of 3 events"));
        tmux("send-keys", "Enter", "Escape", "p");
        until(has("PAUSED"));
        tmux("resize-window", "-x", "120", "-y", "40");
        tmux("send-keys", "p");
        until(shown -> shown.lines().count() == 40 && shown.contains("following"));
        tmux("resize-window", "-x", "40", "-y", "10");
        until(shown -> shown.lines().count() == 10 && shown.contains("a third"));
        tmux("send-keys", "q");
        until(has("left with 0").and(has("mnemo watch").negate()));
    }

    @Test
    void colours_are_there_unless_somebody_does_not_want_them() throws Exception {
        start("TERM=xterm-256color", "");
        assertThat(until(has("Tokens"), "-e")).containsPattern("\u001b\\[[0-9;]*3[26]");
        tmux("kill-server");
        start("TERM=xterm-256color NO_COLOR=1", "");
        assertThat(until(has("Tokens"), "-e")).doesNotContainPattern("\u001b\\[[0-9;]*[34][0-8]m");
    }

    @Test
    void a_dumb_terminal_gets_a_line_for_each_event_and_control_c_ends_it() throws Exception {
        start("TERM=dumb", "");
        until(has("[con] claim  Tokens are signed with RS256"));
        log.emit(Event.of(Layer.SYSTEM, "start", "later"));
        until(has("[sys] start  later"));
        tmux("send-keys", "C-c");
        until(has("left with 130"));
    }

    @Test
    void control_c_leaves_the_screen_too() throws Exception {
        start("TERM=vt100", "--tail 1");
        until(has("1 events").and(has("Tokens").negate()));
        tmux("send-keys", "C-c");
        until(has("left with 0"));
    }
}

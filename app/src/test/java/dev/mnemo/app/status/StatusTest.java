package dev.mnemo.app.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.TestProcess;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.Event.Layer;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The status line: what is counted, and that the launcher shows it without starting Java.
@Timeout(60)
class StatusTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Path LAUNCHER = Path.of("../mnemo").toAbsolutePath().normalize();

    @TempDir
    private Path disk;

    private Path store = Path.of("");
    private Instant now = NOON;

    @BeforeEach
    void a_store_with_two_claims() throws IOException {
        store = Files.createDirectories(disk.resolve("shop/.mnemo"));
        Files.writeString(store.resolve("active.json"), "[\n  \"16112fb5aaaa\",\n  \"9e3b0405bbbb\"\n]");
    }

    private StatusKeeper keeper() {
        return new StatusKeeper(EventLog.NONE, store, "sh\u0007op", () -> now, () -> ZoneOffset.UTC, false);
    }

    private static void happens(StatusKeeper keeper, String... names) {
        for (var name : names) {
            keeper.emit(Event.of(Layer.CONSCIOUS, name, "said"));
        }
        keeper.flush();
    }

    private String command() {
        var out = new ByteArrayOutputStream();
        InstantSource clock = () -> now;
        new StatusLineCommand(store, clock, new PrintStream(out, true, StandardCharsets.UTF_8)).run(List.of());
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    /// Runs the launcher with nothing on PATH that could start Java.
    private String launcher(Path folder, String input, Map<String, String> environment) throws Exception {
        var bin = disk.resolve("bin");
        if (Files.notExists(bin)) {
            Files.createDirectories(bin);
            for (var program : List.of("date", "readlink", "sed")) {
                Files.createSymbolicLink(bin.resolve(program), program(program));
            }
        }
        var builder = new ProcessBuilder("/bin/sh", LAUNCHER.toString(), "statusline").directory(folder.toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("JAVA_HOME", disk.resolve("no-java").toString());
        builder.environment().put("HOME", disk.resolve("home").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // A launcher that does not want it may be gone already.
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors).isZero();
        assertThat(errors).isEmpty();
        return said.strip();
    }

    private static Path program(String name) {
        return List.of(Path.of("/bin", name), Path.of("/usr/bin", name)).stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_counts_claims_and_todays_recalls_and_tells_the_age_of_the_last_event() {
        assertThat(command()).isEmpty();
        happens(keeper(), "recall", "recall", "claim");
        assertThat(command()).isEqualTo("mnemo shop · 2 claims · 2 recalls today · claim 0s ago");
        now = NOON.plus(Duration.ofMinutes(3));
        assertThat(command()).endsWith("claim 3m ago");
        happens(keeper(), "recall");
        assertThat(command()).endsWith("3 recalls today · recall 0s ago");
        now = NOON.plus(Duration.ofHours(20));
        assertThat(command()).endsWith("recall 19h ago");
        happens(keeper(), "recall");
        assertThat(command()).endsWith("1 recall today · recall 0s ago");
        assertThatThrownBy(() -> new StatusLineCommand(store, () -> now, System.out).run(List.of("x")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void many_writers_count_together() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                threads.execute(() -> {
                    var keeper = keeper();
                    for (int i = 0; i < 25; i++) {
                        happens(keeper, "recall");
                    }
                });
            }
        }
        assertThat(command()).contains("100 recalls today");
        try (var files = Files.list(store.resolve("run"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("status", "status.lock");
        }
    }

    @Test
    void a_running_server_writes_it_by_itself() throws Exception {
        var keeper = new StatusKeeper(EventLog.NONE, store, "shop", InstantSource.system(), () -> ZoneOffset.UTC, true);
        keeper.emit(Event.of(Layer.CONSCIOUS, "recall", "said"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.notExists(store.resolve("run/status")) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(store.resolve("run/status")).exists();
    }

    @Test
    void the_launcher_shows_it_without_java() throws Exception {
        var inner = Files.createDirectories(disk.resolve("shop/src/main"));
        assertThat(launcher(inner, "", Map.of())).isEmpty();
        now = InstantSource.system().instant().minus(Duration.ofDays(3));
        happens(keeper(), "recall", "claim");
        var line = "mnemo shop · 2 claims · 1 recall today · claim 3d ago";
        assertThat(launcher(inner, "", Map.of())).isEqualTo(line);
        var json = "{\"model\":{\"id\":\"m\"},\n \"workspace\":{\"current_dir\":\"/x\",\"project_dir\":\""
                + disk.resolve("shop") + "\"},\"cost\":{}}";
        assertThat(launcher(disk, json, Map.of())).isEqualTo(line);
        assertThat(launcher(disk, "", Map.of("CLAUDE_PROJECT_DIR", inner.toString())))
                .isEqualTo(line);
        assertThat(launcher(disk, "{\"project_dir\":\"/nowhere\"}", Map.of("MNEMO_STORE", store.toString())))
                .isEqualTo(line);
        assertThat(launcher(disk, "not json \"project_dir\"", Map.of())).isEmpty();
        Files.writeString(store.resolve("run/status"), "damaged\n$(touch " + disk.resolve("evil") + ")\n`x`\n");
        assertThat(launcher(inner, "", Map.of())).isEmpty();
        assertThat(disk.resolve("evil")).doesNotExist();
    }
}

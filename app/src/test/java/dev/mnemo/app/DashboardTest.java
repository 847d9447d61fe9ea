package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.SourceOutline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pages in a real browser. Each is drawn, read and kept as a picture in `target/pages`.
@Tag("services")
@Timeout(300)
class DashboardTest {
    private static final Path PICTURES = Path.of("target", "pages").toAbsolutePath();

    @TempDir
    private Path disk;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Optional<Up> server = Optional.empty();
    private Optional<Thread> running = Optional.empty();
    private String base = "";

    private ProjectMemory open(Path root) {
        return ProjectMemory.whenNeeded(
                new ProjectOptions(
                        root,
                        root.resolve(".mnemo"),
                        disk.resolve("home/.mnemo/global"),
                        disk.resolve("home/.mnemo/projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        SourceOutline.COMMENTS_ONLY,
                        Optional.empty(),
                        InstantSource.system(),
                        new Random(1)),
                store -> FileEventLog.open(
                        store.resolve("logs"), InstantSource.system(), ZoneOffset.UTC, new Random(2)));
    }

    @BeforeEach
    void a_server_runs() throws Exception {
        Files.createDirectories(PICTURES);
        var around = new Surroundings(Map.of(), Map.of(), disk, disk.resolve("home"));
        var shop = disk.resolve("shop");
        copy(Path.of("../project/src/test/resources/golden/shop"), shop);
        var up = new Up(
                new Up.Parts(
                        Config.read(around),
                        "9.9",
                        this::open,
                        InstantSource.system(),
                        new Random(3),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                Up.Options.parse(
                        List.of(
                                "--port",
                                "0",
                                "--project",
                                shop.toString(),
                                "--data",
                                disk.resolve("data").toString()),
                        around));
        server = Optional.of(up);
        running = Optional.of(Thread.ofPlatform().start(() -> {
            try {
                up.run(new PrintStream(said, true, StandardCharsets.UTF_8));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
        for (int i = 0; i < 600 && !said.toString(StandardCharsets.UTF_8).contains("/mcp"); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        base = said.toString(StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .replace("Mnemo is up: ", "");
        assertThat(base).startsWith("http://127.0.0.1:");
    }

    @AfterEach
    void it_stops() throws Exception {
        server.ifPresent(Up::stop);
        if (running.isPresent()) {
            running.get().join(30_000);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /// Draws a page; returns the document as the browser has it then.
    private String draw(String name, String hash) throws Exception {
        var chromium = System.getenv("MNEMO_TEST_CHROMIUM");
        assertThat(chromium).as("MNEMO_TEST_CHROMIUM names the browser").isNotBlank();
        var command = new ArrayList<>(List.of(
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,860",
                "--virtual-time-budget=8000",
                "--user-data-dir=" + disk.resolve("browser"),
                "--screenshot=" + PICTURES.resolve(name + ".png"),
                "--dump-dom",
                base + "/" + hash));
        var errors = disk.resolve("browser.txt").toFile();
        var process = new ProcessBuilder(command).redirectError(errors).start();
        var document = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return document;
    }

    @Test
    void every_page_shows_what_the_project_knows() throws Exception {
        assertThat(draw("overview", ""))
                .contains("active nodes", ">37<", "By domain", "architecture")
                .doesNotContain("did not work", "[object");
        assertThat(draw("search", "#/search?q=token"))
                .contains("TokenStore", "words: token")
                .doesNotContain("[object");
        assertThat(draw("nodes", "#/nodes?domain=decisions"))
                .contains("5 active in decisions")
                .doesNotContain("[object");
        assertThat(draw("node", "#/node/fafd31db"))
                .contains("RS256", "Where it comes from", "582a73e9")
                .doesNotContain(">null<", "[object");
        assertThat(draw("graph", "#/graph")).contains("37 nodes", "<canvas");
        assertThat(draw("chains", "#/chains"))
                .contains("auth design", "envoy idea")
                .doesNotContain("[object");
        assertThat(draw("roots", "#/roots")).contains("with the one before");
        assertThat(draw("log", "#/log")).contains("Live log");
        assertThat(draw("coverage", "#/coverage"))
                .contains("of the declarations are known")
                .doesNotContain("[object");
        assertThat(draw("api", "#/api")).contains("/api/project/memory_recall", "Try it");
        assertThat(draw("lost", "#/nowhere")).contains("There is no such page");
    }
}

package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private Optional<TestServer> server = Optional.empty();

    @BeforeEach
    void a_server_runs() throws Exception {
        Files.createDirectories(PICTURES);
        server = Optional.of(new TestServer(disk, InstantSource.system()));
        server.get().start();
    }

    @AfterEach
    void it_stops() throws Exception {
        server.orElseThrow().close();
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
                server.orElseThrow().base() + "/" + hash));
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

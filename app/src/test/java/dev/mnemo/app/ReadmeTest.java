package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows really happens: its session is run, command by command, and every line is compared.
class ReadmeTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern CHAIN = Pattern.compile("ch_[0-9a-f]{12}");

    @TempDir
    Path home;

    private record Step(String command, String answer) {}

    private static List<Step> session() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("```console\n") + "```console\n".length();
        var steps = new ArrayList<Step>();
        for (var part : ("\n" + readme.substring(start, readme.indexOf("```", start))).split("\n\\$ mnemo ", -1)) {
            if (!part.isBlank()) {
                int end = part.indexOf('\n');
                steps.add(
                        new Step(part.substring(0, end), part.substring(end + 1).strip()));
            }
        }
        return steps;
    }

    private String run(String command) throws Exception {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestProcess.withoutModels(),
                "dev.mnemo.app.Main"));
        var word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        var builder = new ProcessBuilder(words).directory(home.resolve("shop").toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return CHAIN.matcher(output.strip().replace(home.toString(), "~")).replaceAll("ch_000000000000");
    }

    @Test
    void the_session_in_the_readme_is_real() throws Exception {
        var shop = Files.createDirectories(home.resolve("shop"));
        Files.createDirectories(shop.resolve(".git"));
        Files.writeString(shop.resolve("tokens.py"), """
                \"""Access and refresh tokens of the shop.\"""


                class TokenStore:
                    \"""Keeps refresh tokens in memory with a sliding expiry.\"""

                    def __init__(self, ttl=900):
                        self.items = {}
                """);
        var session = session();
        assertThat(session).hasSizeGreaterThan(4);
        for (var step : session) {
            assertThat(run(step.command())).as("mnemo %s", step.command()).isEqualTo(step.answer());
        }
    }

    /// Every line for curl in the README and the guide of the server, sent by curl to a server.
    @Test
    void the_lines_for_curl_work_as_they_are_written(@TempDir Path disk) throws Exception {
        try (var server = new TestServer(disk, InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")))) {
            var base = server.start();
            var answers = new ArrayList<String>();
            for (var document : List.of("README.md", "docs/server.md")) {
                for (var line : Files.readAllLines(Path.of("..", document))) {
                    if (line.startsWith("    curl ") && line.contains("localhost:7077")) {
                        answers.add(shell(line.strip().replace("localhost:7077", base)));
                    }
                }
            }
            assertThat(answers).hasSizeGreaterThan(8);
            assertThat(answers).anyMatch(text -> text.contains("\"merged\"") && text.contains("Nora lives in Lisbon"));
            assertThat(answers).anyMatch(text -> text.contains("\"hit\"") && text.contains("30 days."));
        }
    }

    /// Runs a line of curl in a shell; fails if the server refuses it.
    private static String shell(String line) throws Exception {
        var process = new ProcessBuilder("sh", "-c", line.replaceFirst("^curl", "curl --silent --show-error --fail"))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", line, output).isZero();
        return output;
    }
}

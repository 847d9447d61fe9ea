package dev.mnemo.app.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.NodeClients;
import dev.mnemo.app.TestProcess;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official clients work with the server: the TypeScript SDK of the handshake era, the TypeScript client of the
/// stateless era in both of its modes, and the Inspector; over standard input and output, and over HTTP. Each of them
/// calls every tool once on the sources of Express, as its authors publish them; the SDKs hold every answer against the
/// tool's output schema themselves. What the server
/// said is kept in `express.txt`; `-Dmnemo.transcript=write` writes it anew. Needs Node.js and npm.
@Tag("services")
@Timeout(3_600)
class OfficialClientsTest {
    private static final Path SOURCE = Path.of("src/test/node").toAbsolutePath();
    private static final Path INSTALLED = NodeClients.INSTALLED;
    private static final String INSPECTOR =
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
    private static final Path TRANSCRIPT = Path.of("src/test/resources/transcript/express.txt");

    /// The scenarios of the suite that ask for no tools, resources or prompts of its own.
    private static final List<String> CONFORMANCE = List.of(
            "server-initialize",
            "ping",
            "logging-set-level",
            "tools-list",
            "resources-list",
            "prompts-list",
            "dns-rebinding-protection");

    private static final Pattern CHAIN = Pattern.compile("ch_[0-9a-f]{12}");
    private static Path node;

    @TempDir
    Path disk;

    @BeforeAll
    static void clients_are_installed() throws Exception {
        node = NodeClients.install();
    }

    /// A copy of the sources of Express, without the packages that were installed into it.
    private Path project(String name) throws IOException {
        var from = INSTALLED.resolve("node_modules/express");
        var folder = Files.createDirectories(disk.resolve(name).resolve("express"));
        Files.createDirectories(folder.resolve(".git"));
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var relative = from.relativize(file);
                if (!relative.startsWith("node_modules")) {
                    Files.createDirectories(folder.resolve(relative).getParent());
                    Files.copy(file, folder.resolve(relative));
                }
            }
        }
        return folder;
    }

    /// The server, without the embedding model: how soon that is loaded would decide what recall says.
    private static List<String> server() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestProcess.withoutModels(),
                "dev.mnemo.app.Main",
                "serve");
    }

    private static List<String> command(String... first) {
        return Stream.concat(Stream.concat(Stream.of(node.toString()), Arrays.stream(first)), server().stream())
                .toList();
    }

    private Json.Obj talk(String client) throws Exception {
        var ran = NodeClients.run(
                project(client),
                command(
                        INSTALLED.resolve("official-clients.mjs").toString(),
                        client,
                        INSTALLED.resolve("calls.json").toString()));
        assertThat(ran.exitCode()).isZero();
        return Json.parseObject(ran.out());
    }

    /// As {@link #talk}, with a server that is reached over HTTP.
    private Json.Obj talkOverHttp(String client) throws Exception {
        try (var server = new ServerProcess(project("http-" + client))) {
            var ran = NodeClients.script(
                    "official-clients.mjs",
                    client,
                    INSTALLED.resolve("calls.json").toString(),
                    server.address() + "/mcp");
            assertThat(ran.exitCode()).isZero();
            return Json.parseObject(ran.out());
        }
    }

    /// `mnemo up` on a free port, without the embedding model.
    private static final class ServerProcess implements AutoCloseable {
        private final Process process;
        private final String address;

        ServerProcess(Path project) throws IOException {
            var command = new ArrayList<>(server().subList(0, server().size() - 1));
            command.addAll(List.of("up", "--port", "0"));
            var builder = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            TestProcess.forgetSettings(builder);
            builder.environment()
                    .put("HOME", project.resolve("../home").normalize().toString());
            command.addAll(List.of("--data", project.resolve("../server").toString(), "--project", project.toString()));
            process = builder.command(command).start();
            var said = process.inputReader(StandardCharsets.UTF_8);
            var line = said.readLine();
            assertThat(line).startsWith("Mnemo is up: ");
            address = line.substring("Mnemo is up: ".length());
        }

        String address() {
            return address;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// What a conversation says about each tool, without what differs from run to run: times, folders,
    /// the random ids of chains, the addresses that derive from them, and so the order of lines. The code
    /// that is read stays out; it is not ours to keep.
    private static List<String> transcript(Json.Obj talk) {
        return talk.array("calls").objects().stream()
                .map(call -> "## " + call.string("name", "") + (call.isTrue("isError") ? " refused" : "") + "\n"
                        + steady(call.string("text", "")))
                .toList();
    }

    private static String steady(String text) {
        return text.replaceAll("(ch|s)_[0-9a-f]{5,12}(?:_\\d+)?", "$1_…")
                .replaceAll("\\b[0-9a-f]{12}\\b|\\b[0-9a-f]{8}\\b", "(address)")
                .replaceAll("/\\S*/(?:sdk|client|client-legacy)/", "/")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?|\\d\\d-\\d\\d \\d\\d:\\d\\d", "(time)")
                .replaceAll("\\d+(?:\\.\\d+)? m?s\\b", "(duration)")
                .replaceAll("(?m)^( +\\d+):.*", "$1: (code)")
                .lines()
                .map(String::stripTrailing)
                .sorted()
                .collect(Collectors.joining("\n"));
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
                .as("no tool fails on a real project")
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
        var said = String.join("\n\n", transcript(sdk)) + "\n";
        Files.writeString(INSTALLED.resolve("express.txt"), said);
        if (System.getProperty("mnemo.transcript", "").equals("write")) {
            Files.createDirectories(TRANSCRIPT.getParent());
            Files.writeString(TRANSCRIPT, said);
        }
        assertThat(said)
                .as("look at the difference; if it is meant, run again with -Dmnemo.transcript=write")
                .isEqualTo(Files.readString(TRANSCRIPT));
        check(sdk, "");
        var stateless = talk("client");
        check(stateless, "2026-07-28");
        var legacy = talk("client-legacy");
        check(legacy, "2025-11-25");
        assertThat(transcript(stateless)).isEqualTo(transcript(sdk));
        assertThat(transcript(legacy)).isEqualTo(transcript(sdk));
    }

    @Test
    void the_clients_of_both_eras_do_the_same_over_http() throws Exception {
        check(talkOverHttp("sdk"), "");
        check(talkOverHttp("client"), "2026-07-28");
        check(talkOverHttp("client-legacy"), "2025-11-25");
    }

    @Test
    void the_inspector_and_the_conformance_suite_find_no_fault_over_http() throws Exception {
        try (var server = new ServerProcess(project("http-conformance"))) {
            var inspected = NodeClients.script(
                    INSPECTOR,
                    "--cli",
                    "--transport",
                    "http",
                    "--server-url",
                    server.address() + "/mcp",
                    "--method",
                    "tools/list",
                    "--strict");
            assertThat(inspected.exitCode()).as(inspected.errors()).isZero();
            assertThat(Json.parseObject(inspected.out()).array("tools").items()).isNotEmpty();
            for (var scenario : CONFORMANCE) {
                var ran = NodeClients.script(
                        "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                        "server",
                        "--url",
                        server.address() + "/mcp",
                        "--scenario",
                        scenario);
                assertThat(ran.exitCode())
                        .as(scenario + "\n" + ran.out() + ran.errors())
                        .isZero();
            }
        }
    }

    @Test
    void the_inspector_finds_no_fault_in_the_schemas_and_calls_every_tool() throws Exception {
        var project = project("inspector");
        var list = inspect(project, List.of("--method", "tools/list", "--strict"));
        var names = list.array("tools").objects().stream()
                .map(tool -> tool.string("name", ""))
                .toList();
        var called = new ArrayList<String>();
        var chain = "";
        for (var call : calls()) {
            var name = call.string("name", "");
            var arguments = new ArrayList<>(List.of("--method", "tools/call", "--tool-name", name));
            for (var argument : call.object("arguments").members().entrySet()) {
                var value = argument.getValue() instanceof Json.Str(var text)
                        ? text.replace("${chain}", chain)
                        : argument.getValue().compact();
                arguments.addAll(List.of("--tool-arg", argument.getKey() + "=" + value));
            }
            var answer = inspect(project, arguments);
            var text = answer.array("content").objects().getFirst().string("text", "");
            assertThat(answer.isTrue("isError")).as(name + ": " + text).isFalse();
            var seen = CHAIN.matcher(text);
            chain = seen.find() ? seen.group() : chain;
            called.add(name);
        }
        assertThat(called).containsExactlyInAnyOrderElementsOf(names);
    }

    private static List<Json.Obj> calls() throws IOException {
        return Json.parse(Files.readString(SOURCE.resolve("calls.json"))) instanceof Json.Arr calls
                ? calls.objects()
                : List.of();
    }

    private static Json.Obj inspect(Path project, List<String> question) throws Exception {
        var command = new ArrayList<>(command(INSTALLED.resolve(INSPECTOR).toString(), "--cli"));
        command.addAll(question);
        command.addAll(List.of("--connect-timeout", "0"));
        var ran = NodeClients.run(project, command);
        assertThat(ran.exitCode())
                .as(String.join(" ", question) + "\n" + ran.out())
                .isZero();
        return Json.parseObject(ran.out());
    }
}

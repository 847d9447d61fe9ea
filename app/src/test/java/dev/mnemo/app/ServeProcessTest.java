package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, as agents and people start it.
@Timeout(900)
class ServeProcessTest {
    @TempDir
    Path disk;

    private Path home;
    private Path project;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        home = Files.createDirectories(disk.resolve("home"));
        project = Files.createDirectories(disk.resolve("home/shop"));
        Files.createDirectories(project.resolve(".git"));
    }

    @AfterEach
    void nothing_is_left_running() {
        started.forEach(Process::destroyForcibly);
    }

    private Process mnemo(String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mnemo.app.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(project.toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        // One cache for all runs: unpacking the model for each process would take longer than the tests.
        builder.environment()
                .put(
                        "XDG_CACHE_HOME",
                        Path.of("target", "model-cache").toAbsolutePath().toString());
        builder.redirectError(disk.resolve("stderr-" + started.size() + ".txt").toFile());
        var process = builder.start();
        started.add(process);
        return process;
    }

    private static void send(Process process, String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private int run(StringBuilder out, String... words) throws Exception {
        var process = mnemo(words);
        process.getOutputStream().close();
        out.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void a_server_talks_in_both_eras_prints_nothing_else_and_ends_with_its_client() throws Exception {
        var process = mnemo("serve", "--tools", "all");
        var answers = reader(process);
        send(
                process,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        assertThat(Json.parseObject(answers.readLine()).object("result").string("protocolVersion"))
                .contains("2025-11-25");
        send(process, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        send(process, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
        assertThat(Json.parseObject(answers.readLine())
                        .object("result")
                        .array("tools")
                        .objects())
                .extracting(tool -> tool.string("name", ""))
                .contains("memory_help");
        send(
                process,
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_help\",\"arguments\":{},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}");
        var called = Json.parseObject(answers.readLine()).object("result");
        assertThat(called.string("resultType")).contains("complete");
        assertThat(called.isTrue("isError")).isFalse();
        process.getOutputStream().close();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(answers.readLine()).as("nothing but answers").isNull();
        assertThat(Files.readString(disk.resolve("stderr-0.txt"))).doesNotContain("Exception");
        assertThat(home.resolve("mnemo"))
                .as("no store in the home folder as a side effect")
                .doesNotExist();
        assertThat(project.resolve(".mnemo")).isDirectory();
    }

    @Test
    void a_server_whose_store_cannot_be_opened_says_so_and_lives_on() throws Exception {
        Files.writeString(home.resolve("blocked"), "a file where a folder must be");
        var process = mnemo("serve", "--store", home.resolve("blocked").toString());
        var answers = reader(process);
        send(process, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        assertThat(Json.parseObject(answers.readLine()).has("result")).isTrue();
        send(process, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_init\"}}");
        var failed = Json.parseObject(answers.readLine()).object("result");
        assertThat(failed.isTrue("isError")).isTrue();
        assertThat(failed.array("content").objects().getFirst().string("text", ""))
                .contains("blocked");
        send(process, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}");
        assertThat(Json.parseObject(answers.readLine()).has("result")).isTrue();
    }

    @Test
    void commands_answer_on_standard_output_with_documented_exit_codes() throws Exception {
        var out = new StringBuilder();
        assertThat(run(out, "version")).isZero();
        assertThat(out).startsWith("mnemo ");
        for (var command : List.of("init", "serve", "up")) {
            var help = new StringBuilder();
            assertThat(run(help, command, "--help")).isZero();
            assertThat(help).contains("mnemo " + command);
        }
        assertThat(run(new StringBuilder(), "versoin")).isEqualTo(2);
        assertThat(run(new StringBuilder(), "--no-such-flag", "version")).isEqualTo(2);
        assertThat(run(new StringBuilder(), "--recall-budget", "lots", "version"))
                .isEqualTo(3);
        var config = new StringBuilder();
        assertThat(run(config, "config", "--json")).isZero();
        assertThat(Json.parseObject(config.toString()).object("store").string("text"))
                .contains(project.resolve(".mnemo").toString());
        assertThat(project.resolve(".mnemo").resolve("nodes"))
                .as("asking for the configuration makes no store")
                .doesNotExist();
        assertThat(run(new StringBuilder(), "switch", "/no/such/place")).isEqualTo(1);
        assertThat(run(new StringBuilder(), "fsck")).isZero();
        Files.writeString(project.resolve(".mnemo/nodes/000000000000.json"), "{\"half\": ");
        var damaged = new StringBuilder();
        assertThat(run(damaged, "fsck")).isEqualTo(1);
        assertThat(damaged).contains("000000000000");
        assertThat(run(new StringBuilder(), "fsck", "--repair")).isZero();
        assertThat(run(new StringBuilder(), "fsck", "--json")).isZero();
        assertThat(run(new StringBuilder(), "rebuild")).isZero();
        assertThat(run(new StringBuilder(), "rebuild", "--now")).isEqualTo(2);
    }
}

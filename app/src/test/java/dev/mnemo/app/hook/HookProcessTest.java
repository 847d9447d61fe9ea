package dev.mnemo.app.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hooks as an editor starts them: a process, one JSON object in, one line or nothing out, always success; and the
/// same over the socket of a running server.
class HookProcessTest {
    @TempDir
    Path home;

    private Path project;

    @BeforeEach
    void project() throws Exception {
        project = Files.createDirectories(home.resolve("shop"));
        Files.createDirectories(project.resolve(".mnemo"));
        Files.writeString(project.resolve("auth.py"), "class TokenStore:\n    items = {}\n");
        var claimed = run(
                "",
                "claim",
                "TokenStore never evicts",
                "--domain",
                "issues",
                "--anchors",
                "[{\"type\":\"content_hash\",\"file\":\"auth.py\",\"context_lines\":\"class TokenStore:\"}]");
        assertThat(claimed).contains("stored");
    }

    private Process start(String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mnemo.app.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(project.toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        builder.environment()
                .put(
                        "XDG_CACHE_HOME",
                        Path.of("target", "model-cache").toAbsolutePath().toString());
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private String run(String input, String... words) throws Exception {
        var process = start(words);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }

    private String reading() {
        return "{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Read\",\"cwd\":\"" + project
                + "\",\"tool_input\":{\"file_path\":\"" + project.resolve("auth.py") + "\"}}";
    }

    @Test
    void a_process_answers_in_one_line() throws Exception {
        assertThat(run(reading(), "hook"))
                .startsWith("{\"hookSpecificOutput\": {\"hookEventName\": \"PreToolUse\", \"additionalContext\": ")
                .contains("TokenStore never evicts")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "not json", "{\"tool_input\": null}", "{\"hook_event_name\": \"Stop\"}"})
    void anything_else_is_met_with_silence_and_success(String input) throws Exception {
        assertThat(run(input, "hook")).isEmpty();
    }

    @Test
    void outside_any_project_there_is_silence_and_nothing_is_made() throws Exception {
        var elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        assertThat(run(reading().replace(project.toString(), elsewhere.toString()), "hook"))
                .isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(home.resolve("mnemo")).doesNotExist();
    }

    @Test
    void a_running_server_answers_over_its_socket_until_it_ends() throws Exception {
        var server = start("serve");
        try {
            server.getOutputStream()
                    .write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"
                            .getBytes(StandardCharsets.UTF_8));
            server.getOutputStream().flush();
            var pointer = project.resolve(".mnemo/run/socket");
            for (int i = 0; i < 6_000 && Files.notExists(pointer); i++) {
                Thread.sleep(50);
            }
            var socket = Files.readString(pointer).strip();
            var curl = new ProcessBuilder(
                            "curl",
                            "-s",
                            "-f",
                            "--unix-socket",
                            socket,
                            "--data-binary",
                            reading(),
                            "http://localhost/hook/")
                    .start();
            var answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(curl.waitFor()).isZero();
            assertThat(answer).contains("TokenStore never evicts");
            server.getOutputStream().close();
            assertThat(server.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(pointer).doesNotExist();
        } finally {
            server.destroyForcibly();
        }
    }
}

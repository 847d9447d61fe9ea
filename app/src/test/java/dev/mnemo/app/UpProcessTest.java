package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `mnemo up` as a process of its own, with what people set in its environment, and without models on its class path.
@Timeout(300)
class UpProcessTest {
    private static final String KEY =
            Base64.getEncoder().encodeToString("a master key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII));
    private static final String OTHER =
            Base64.getEncoder().encodeToString("another key of exactly 32 bytes!".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nothing_is_left_running() throws Exception {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        client.close();
    }

    private Path errors() {
        return home.resolve("stderr-" + started.size() + ".txt");
    }

    private Process up(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        TestProcess.withoutModels(),
                        "dev.mnemo.app.Main",
                        "up",
                        "--port",
                        "0",
                        "--data",
                        home.resolve("data").toString())
                .directory(home.toFile());
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        builder.redirectError(errors().toFile());
        var process = builder.start();
        started.add(process);
        return process;
    }

    private String address(Process process) throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = out.readLine();
        assertThat(line)
                .as(Files.readString(home.resolve("stderr-" + (started.size() - 1) + ".txt")))
                .isNotNull();
        return line.substring("Mnemo is up: ".length());
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private String send(String method, String address, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "once")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private List<Path> filesThatSay(String word) throws IOException {
        try (var files = Files.walk(home.resolve("data"))) {
            var found = new ArrayList<Path>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private void assert_that_look_ups_say(String base, String question) throws Exception {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(base + "/api/cache/lookups")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains(question);
    }

    private void does_not_start(Map<String, String> environment, int code, String sentence) throws Exception {
        var errors = errors();
        var process = up(environment);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).contains(sentence).doesNotContain("at dev.mnemo");
        assertThat(process.exitValue()).isEqualTo(code);
    }

    @Test
    void with_a_master_key_nothing_that_was_said_can_be_read_without_it() throws Exception {
        var keyFile = Files.writeString(home.resolve("master.key"), KEY + "\n");
        var first = up(Map.of("MNEMO_USER_MASTER_KEY", KEY));
        var base = address(first);
        assertThat(send(
                        "POST",
                        base + "/api/users/ann/messages",
                        "{\"role\":\"user\",\"content\":\"I am a xylophonist\"}"))
                .contains("xylophonist");
        send("POST", base + "/api/users/ann/await-idle", "{\"timeout_seconds\":60}");
        send("POST", base + "/api/users/ann/recall", "{\"query\":\"xylophonist\"}");
        // A look-up is kept for the dashboard, and so is what was asked.
        send("POST", base + "/api/cache/shop/get", "{\"query\":\"Who is the xylophonist?\"}");
        stop(first);
        assertThat(home.resolve("data/users.db")).exists();
        assertThat(home.resolve("data/server.db")).exists();
        assertThat(filesThatSay("xylophonist")).isEmpty();

        does_not_start(Map.of(), ExitCode.BROKEN, "is encrypted, and no master key at hand opens it");
        does_not_start(
                Map.of("MNEMO_USER_MASTER_KEY", OTHER),
                ExitCode.BROKEN,
                "is encrypted, and no master key at hand opens it");
        does_not_start(Map.of("MNEMO_USER_MASTER_KEY", "hush"), ExitCode.USAGE, "A master key is 32 bytes in Base64");
        does_not_start(
                Map.of("MNEMO_USER_MASTER_KEY_FILE", "no-such-file"), ExitCode.BROKEN, "The file of the master key");

        var second = up(Map.of("MNEMO_USER_MASTER_KEY_FILE", keyFile.toString()));
        base = address(second);
        assertThat(send("POST", base + "/api/users/ann/recall", "{\"query\":\"xylophonist\"}"))
                .contains("I am a xylophonist");
        assert_that_look_ups_say(base, "Who is the xylophonist?");
        // The answer of the first request is known, and was not kept as plain text.
        assertThat(send(
                        "POST",
                        base + "/api/users/ann/messages",
                        "{\"role\":\"user\",\"content\":\"I am a xylophonist\"}"))
                .contains("xylophonist");
        stop(second);
        assertThat(filesThatSay("xylophonist")).isEmpty();
    }

    @Test
    void without_a_model_the_cache_gives_answers_to_the_same_text() throws Exception {
        var process = up(Map.of());
        var base = address(process);
        send("PUT", base + "/api/cache/shop", "{\"query\":\"Open on Sunday?\",\"response\":\"No.\"}");
        assertThat(send("POST", base + "/api/cache/shop/get", "{\"query\":\"open on  sunday?\"}"))
                .contains("\"exact\"", "No.");
        assertThat(send("POST", base + "/api/cache/shop/get", "{\"query\":\"open on sundays?\"}"))
                .contains("\"miss\"", "compares nothing by meaning");
        var ready = client.send(
                HttpRequest.newBuilder(URI.create(base + "/health/ready")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        stop(process);
        assertThat(Files.readString(home.resolve("stderr-0.txt")))
                .contains("The response cache gives answers to the same text only");
    }
}

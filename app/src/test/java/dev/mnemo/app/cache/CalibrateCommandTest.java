package dev.mnemo.app.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Optional<Embedder> embedder, String... words) {
        var in = new ByteArrayInputStream(new byte[0]);
        var terminal = new Terminal(in, print(out), print(err), false, false);
        return new CalibrateCommand(() -> embedder, folder::resolve, terminal).run(List.of(words));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static Optional<Embedder> hash() {
        return Optional.of(new HashEmbedder(256));
    }

    /// Questions about a few things in slightly different words.
    private void write(boolean meaningful) throws IOException {
        var random = new Random(5);
        var things = List.of("invoice", "password", "delivery", "refund", "account", "subscription");
        var frames = List.of("where is my %s", "please where is my %s", "where is my %s now", "tell me where is my %s");
        var lines = new StringBuilder("# a stream\n\n");
        for (int i = 0; i < 400; i++) {
            var thing = things.get(random.nextInt(things.size()));
            var text = frames.get(random.nextInt(frames.size())).formatted(thing);
            var answer = meaningful ? thing : "answer " + i;
            lines.append(Json.Obj.EMPTY
                            .with("text", text)
                            .with("answer", answer)
                            .compact())
                    .append('\n');
        }
        Files.writeString(folder.resolve("stream.jsonl"), lines);
    }

    @Test
    void a_stream_that_repeats_itself_gets_a_recommendation_and_a_page() throws IOException {
        write(true);
        assertThat(run(hash(), "--data", "stream.jsonl", "--budget", "0.05", "--html", "page.html"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("400 questions", "threshold 0.99", "Use ");
        assertThat(folder.resolve("page.html"))
                .content()
                .contains("<svg", "polyline", "</html>")
                .doesNotContain("http");
    }

    @Test
    void programs_read_json() throws IOException {
        write(true);
        assertThat(run(hash(), "--data", "stream.jsonl", "--json", "--budget", "0.05"))
                .isZero();
        var json = Json.parseObject(out.toString(StandardCharsets.UTF_8));
        assertThat(json.number("questions", 0)).isEqualTo(400);
        assertThat(json.array("thresholds").objects()).hasSizeGreaterThan(10);
        assertThat(json.object("budgeted").has("wrong_interval")).isTrue();
    }

    @Test
    void every_failure_has_its_exit_code() throws IOException {
        assertThat(run(hash(), "--data", "missing.jsonl")).isEqualTo(2);
        write(true);
        assertThat(run(Optional.empty(), "--data", "stream.jsonl")).isEqualTo(3);
        write(false);
        assertThat(run(hash(), "--data", "stream.jsonl")).isEqualTo(4);
        Files.writeString(folder.resolve("bad.jsonl"), "{\"text\": \"a\", \"answer\": \"b\"}\n{\"text\": 1}\n");
        assertThat(run(hash(), "--data", "bad.jsonl")).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("missing.jsonl", "no embedding model", "Line 2");
        assertThatThrownBy(() -> run(hash())).isInstanceOf(Refusal.class).hasMessageContaining("Usage");
        assertThatThrownBy(() -> run(hash(), "--data", "stream.jsonl", "--budget", "much"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'much'");
        assertThatThrownBy(() -> run(hash(), "--data", "stream.jsonl", "--budget", "2"))
                .isInstanceOf(Refusal.class);
    }
}

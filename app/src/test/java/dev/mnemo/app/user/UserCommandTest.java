package dev.mnemo.app.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.file.NewFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z"));

    @TempDir
    Path folder;

    private void fill() {
        try (var memory = NeuroMemory.builder(folder.resolve("user.db").toString(), clock, new Random(1))
                .autoExtract(false)
                .open()) {
            memory.ingest("Ann", "user", "I live in Porto");
            memory.ingest("Bob", "user", "I live in Berlin");
            memory.files()
                    .upload(
                            "Ann",
                            NewFile.of("a.md"),
                            new ByteArrayInputStream("My boat".getBytes(StandardCharsets.UTF_8)));
            assertThat(memory.awaitIdle("Ann", Duration.ofMinutes(1))).isTrue();
        }
    }

    private int run(String... words) {
        written.reset();
        var around = new UserCommand.Around(
                Map.of("MNEMO_USER_STORE", "user.db"),
                folder::resolve,
                clock,
                new Random(2),
                () -> Optional.of(new HashEmbedder(16)));
        return new UserCommand(around, new PrintStream(written, true, StandardCharsets.UTF_8)).run(List.of(words));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_person_is_exported_erased_proven_gone_and_brought_back() {
        fill();
        assertThat(run("stats", "Ann")).isEqualTo(ExitCode.DONE);
        assertThat(text()).containsPattern("messages +1").containsPattern("files +1");
        assertThat(run("export", "Ann", "ann.jsonl")).isEqualTo(ExitCode.DONE);
        assertThat(run("verify-erasure", "Ann")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("erase", "Ann", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(text()).contains("Certificate 1").containsPattern("objects +1");
        assertThat(run("verify-erasure", "Ann")).isEqualTo(ExitCode.DONE);
        assertThat(text()).contains("Nothing of this person is left.");
        assertThat(run("import", "Ann", "ann.jsonl", "--store", "other.db", "--tenant", "acme"))
                .isEqualTo(ExitCode.DONE);
        assertThat(run("stats", "Ann", "--store", "other.db", "--tenant", "acme"))
                .isEqualTo(ExitCode.DONE);
        assertThat(text()).containsPattern("files +1");
        assertThat(run("sweep")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void vectors_of_the_configured_model_are_made_for_everybody() {
        fill();
        assertThat(run("reembed")).isEqualTo(ExitCode.DONE);
        assertThat(text()).contains("3 vectors made");
        assertThat(run("reembed", "Ann", "--drop-old")).isEqualTo(ExitCode.DONE);
        assertThat(text()).contains("0 vectors made, 0 of other models");
    }

    @Test
    void what_makes_no_sense_is_refused_and_makes_no_file() {
        for (var words : List.of(
                List.<String>of(),
                List.of("frobnicate"),
                List.of("stats"),
                List.of("stats", "Ann"),
                List.of("stats", "Ann", "Bob", "--store", "x.db"),
                List.of("stats", "Ann", "--yes"),
                List.of("erase", "Ann"),
                List.of("export", "Ann"),
                List.of("stats", "Ann", "--store", "mysql://host/db"),
                List.of("stats", "Ann", "--files", "s3://"),
                List.of("stats", "Ann", "--store"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(Refusal.class);
        }
        assertThat(folder).isEmptyDirectory();
    }
}

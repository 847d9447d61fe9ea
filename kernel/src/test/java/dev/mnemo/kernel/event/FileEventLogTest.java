package dev.mnemo.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventLogTest {
    private static final Instant NOW = Instant.parse("2026-11-20T23:51:05.871608Z");

    @TempDir
    Path logs;

    private FileEventLog open(long seed) {
        return FileEventLog.open(logs, InstantSource.fixed(NOW), () -> ZoneOffset.UTC, new Random(seed));
    }

    private FileEventLog join(Instant now) {
        return FileEventLog.join(logs, InstantSource.fixed(now), () -> ZoneOffset.UTC, new Random(9));
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(logs)) {
            return entries.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private List<LoggedEvent> all() {
        var events = new ArrayList<LoggedEvent>();
        new EventReader(logs).forEach(events::add);
        return events;
    }

    private static Event claim(String summary) {
        return new Event(
                Event.Layer.CONSCIOUS,
                "claim",
                summary,
                List.of("734a940617fe0b5e"),
                "architecture",
                Json.Obj.EMPTY.with("confidence", 0.9).with("preliminary", false));
    }

    @Test
    void a_line_has_the_keys_of_the_format_in_its_order() throws IOException {
        try (var log = open(1)) {
            log.emit(claim("[architecture] Größe"));
            log.emit(Event.of(Event.Layer.SYSTEM, "status", "start"));
        }
        assertThat(Files.readAllLines(files().getFirst()))
                .containsExactly(
                        "{\"ts\": \"2026-11-20T23:51:05.871608+00:00\", \"layer\": \"conscious\", \"event\": \"claim\","
                                + " \"summary\": \"[architecture] Gr\\u00f6\\u00dfe\", \"addresses\": [\"734a940617fe\"],"
                                + " \"domain\": \"architecture\", \"detail\": {\"confidence\": 0.9, \"preliminary\": false}}",
                        "{\"ts\": \"2026-11-20T23:51:05.871608+00:00\", \"layer\": \"system\", \"event\": \"status\","
                                + " \"summary\": \"start\"}");
    }

    @Test
    void the_file_is_named_by_local_time_and_current_txt_names_it() throws IOException {
        try (var log =
                FileEventLog.open(logs, InstantSource.fixed(NOW), () -> ZoneId.of("Asia/Tokyo"), new Random(1))) {
            assertThat(Files.list(logs)).as("nothing before the first event").isEmpty();
            log.emit(claim("x"));
        }
        var file = files().getFirst();
        assertThat(file.getFileName().toString()).matches("20261121_085105_[0-9a-f]{6}\\.log");
        assertThat(Files.readString(logs.resolve("current.txt"))).isEqualTo(file.toAbsolutePath() + "\n");
    }

    @Test
    void what_was_written_is_read_back_and_broken_lines_are_skipped() throws IOException {
        try (var log = open(1)) {
            log.emit(claim("first"));
        }
        var broken = "{\"ts\": \"2026\n\nnot json\n[1]\n{\"layer\": \"nowhere\"}\n" + "x".repeat(1_200_000) + "\n";
        Files.writeString(files().getFirst(), Files.readString(files().getFirst()) + broken);
        Files.writeString(
                logs.resolve("20270101_000000_aaaaaa.log"),
                "{\"ts\": \"2027-01-01T00:00:00Z\", \"layer\": \"system\", \"event\": \"status\", \"summary\": \"z\"}");
        assertThat(all()).extracting(found -> found.event().summary()).containsExactly("first", "z");
        assertThat(all().getFirst().event())
                .isEqualTo(new Event(
                        Event.Layer.CONSCIOUS,
                        "claim",
                        "first",
                        List.of("734a940617fe"),
                        "architecture",
                        claim("").detail()));
        assertThat(all().getFirst().at()).isEqualTo(NOW);
        assertThat(all().getLast().session()).isEqualTo("20270101_000000_aaaaaa");
    }

    @Test
    void long_texts_are_cut_and_no_character_is_halved() {
        var detail = Json.Obj.EMPTY
                .with("text", "🎉".repeat(10_000))
                .with(
                        "list",
                        Json.strings(IntStream.range(0, 1000)
                                .mapToObj(Integer::toString)
                                .toList()))
                .with("deep", Json.Obj.EMPTY.with("a", Json.Obj.EMPTY.with("b", Json.Obj.EMPTY.with("c", 1))));
        try (var log = open(1)) {
            log.emit(new Event(Event.Layer.SUBCONSCIOUS, "recall", "x".repeat(25_000), List.of(), "", detail));
        }
        var found = all().getFirst().event();
        assertThat(found.summary()).hasSize(EventLine.SUMMARY_CHARS_MAX).endsWith("…");
        assertThat(found.detail().string("text", "")).endsWith("🎉…").hasSizeLessThanOrEqualTo(400);
        assertThat(found.detail().array("list").items()).hasSize(EventLine.DETAIL_ITEMS_MAX);
        assertThat(found.detail().object("deep").object("a").has("b")).isTrue();
        assertThat(found.detail().object("deep").object("a").object("b").has("c"))
                .isFalse();
    }

    @Test
    void secrets_never_reach_a_log() throws IOException {
        var key = "AKIA" + "IOSFODNN7EXAMPLQ";
        try (var log = open(1)) {
            log.emit(new Event(
                    Event.Layer.CONSCIOUS,
                    "claim",
                    "x ".repeat(140) + key,
                    List.of(),
                    "",
                    Json.Obj.EMPTY
                            .with("reason", "the key is " + key)
                            .with("list", Json.strings(List.of("<private>my salary</private>")))));
        }
        var text = Files.readString(files().getFirst());
        assertThat(text)
                .contains("redacted")
                .doesNotContain(key.substring(0, 10))
                .doesNotContain("salary");
    }

    @Test
    void a_full_file_is_followed_by_a_new_one() throws IOException {
        try (var log = open(1)) {
            var long_ = new Event(
                    Event.Layer.SYSTEM,
                    "status",
                    "s",
                    List.of(),
                    "",
                    Json.Obj.EMPTY.with(
                            "list",
                            Json.strings(IntStream.range(0, 40)
                                    .mapToObj(_ -> "y".repeat(400))
                                    .toList())));
            for (int i = 0; i < 300; i++) {
                log.emit(long_);
            }
        }
        assertThat(files()).hasSize(2);
        for (var file : files()) {
            assertThat(Files.size(file)).isLessThan(FileEventLog.FILE_BYTES_MAX + 20_000);
        }
        assertThat(all()).hasSize(300);
    }

    @Test
    void the_files_written_longest_ago_go_when_there_are_too_many() throws IOException {
        for (int i = 0; i < Retention.FILES_MAX + 20; i++) {
            var old = Files.writeString(logs.resolve("20200101_000000_%06d.log".formatted(i)), "");
            Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(i == 3 ? 0 : 1_000_000 - i)));
        }
        try (var log = open(1)) {
            log.emit(claim("kept"));
        }
        assertThat(files()).hasSize(Retention.FILES_MAX);
        assertThat(files()).contains(logs.resolve("20200101_000000_000003.log"));
        assertThat(files()).doesNotContain(logs.resolve("20200101_000000_000004.log"));
        assertThat(all()).hasSize(1);
    }

    @Test
    void the_bytes_of_all_files_together_are_bounded() throws IOException {
        for (int i = 0; i < 8; i++) {
            var old = Files.write(logs.resolve("2020010%d_000000_000000.log".formatted(i)), new byte[1_000_000]);
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L + i));
        }
        var ours = Files.write(logs.resolve("20200109_000000_000000.log"), new byte[10]);
        new Retention(logs, 100, FileEventLog.FILE_BYTES_MAX + 3_000_000).apply(ours);
        assertThat(files()).hasSize(4).contains(ours, logs.resolve("20200107_000000_000000.log"));
    }

    @Test
    void a_short_lived_process_goes_on_with_a_recent_file_but_not_with_an_old_one() throws IOException {
        try (var log = open(1)) {
            log.emit(claim("server"));
        }
        Files.setLastModifiedTime(files().getFirst(), FileTime.from(NOW));
        try (var hook = join(NOW.plusSeconds(60))) {
            hook.emit(claim("hook"));
        }
        assertThat(files()).hasSize(1);
        assertThat(all()).extracting(found -> found.event().summary()).containsExactly("server", "hook");
        Files.setLastModifiedTime(files().getFirst(), FileTime.from(NOW));
        try (var hook = join(NOW.plus(FileEventLog.JOINED_WITHIN).plusSeconds(1))) {
            hook.emit(claim("later"));
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void current_txt_never_leads_out_of_the_folder() throws IOException {
        var outside = Files.createDirectories(logs.resolve("..").resolve("outside-" + logs.getFileName()));
        var victim = Files.writeString(outside.resolve("victim.log"), "mine");
        Files.setLastModifiedTime(victim, FileTime.from(NOW));
        Files.writeString(logs.resolve("current.txt"), victim.toAbsolutePath() + "\n");
        Files.createSymbolicLink(logs.resolve("victim.log"), victim);
        try (var hook = join(NOW)) {
            hook.emit(claim("x"));
        }
        assertThat(Files.readString(victim)).isEqualTo("mine");
        Files.delete(victim);
        Files.delete(outside);
    }

    @Test
    void emitting_never_fails() throws IOException {
        var blocked = Files.writeString(logs.resolve("file"), "not a folder");
        try (var log = FileEventLog.open(blocked, InstantSource.fixed(NOW), () -> ZoneOffset.UTC, new Random(1))) {
            log.emit(claim("lost"));
            assertThat(log.failures()).isEqualTo(1);
        }
    }

    @Test
    void threads_and_logs_that_share_a_file_never_tear_a_line() throws Exception {
        open(1).emit(claim("begin"));
        Files.setLastModifiedTime(files().getFirst(), FileTime.from(NOW));
        var threads = new ArrayList<Thread>();
        for (int writer = 0; writer < 4; writer++) {
            var log = join(NOW);
            var name = "writer " + writer;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 250; i++) {
                    log.emit(claim(name + " " + "z".repeat(i)));
                }
                log.close();
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(files()).hasSize(1);
        assertThat(all()).hasSize(1001);
    }

    @Test
    void the_newest_events_come_in_the_order_in_which_they_were_written() throws IOException {
        for (int file = 0; file < 3; file++) {
            var text = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                text.append(EventLine.write(Event.of(Event.Layer.SYSTEM, "status", file + "." + i), NOW))
                        .append('\n');
            }
            Files.writeString(logs.resolve("2020010%d_000000_000000.log".formatted(file)), text);
        }
        assertThat(new EventReader(logs).newest(6))
                .extracting(found -> found.event().summary())
                .containsExactly("1.2", "1.3", "2.0", "2.1", "2.2", "2.3");
        assertThat(new EventReader(logs.resolve("none")).newest(6)).isEmpty();
    }
}

package dev.mnemo.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEraserTest {
    private static final String TEXT = "Größe of the pool is 5; the \"root\" password is swordfish";
    private static final String ADDRESS = "0123456789ab";
    private static final int WRITERS = 3;
    private static final int EVENTS = 400;

    @TempDir
    Path logs;

    private Path write(String... lines) throws IOException {
        return Files.writeString(logs.resolve("20260101_000000_000000.log"), String.join("\n", lines) + "\n");
    }

    private static String line(String summary, List<String> addresses, Json.Obj detail) {
        return EventLine.write(
                new Event(Event.Layer.CONSCIOUS, "claim", summary, addresses, "decisions", detail), Instant.EPOCH);
    }

    private List<LoggedEvent> all() {
        var events = new ArrayList<LoggedEvent>();
        new EventReader(logs).forEach(events::add);
        return events;
    }

    @Test
    void every_text_that_repeats_the_forgotten_one_goes_and_everything_else_stays() throws IOException {
        var detail = Json.Obj.EMPTY
                .with("old_content", TEXT.substring(0, 40) + "…")
                .with("reason", "it is old")
                .with("list", Json.strings(List.of("word is swordfish", "else")));
        var file = write(
                line("[decisions] " + TEXT, List.of(ADDRESS), detail),
                line("planned: what if " + TEXT.replace(" ", "\n "), List.of(), Json.Obj.EMPTY),
                line("pool", List.of("fedcba987654"), Json.Obj.EMPTY.with("q", "Größe")));
        long size = Files.size(file);

        assertThat(new LogEraser(logs).erase(ADDRESS, TEXT)).isEqualTo(2);

        assertThat(Files.readString(file)).doesNotContain("swordfish", "Gr\\u00f6\\u00dfe of");
        assertThat(Files.size(file)).isEqualTo(size);
        var events = all();
        assertThat(events).hasSize(3);
        assertThat(events.getFirst().event())
                .isEqualTo(new Event(
                        Event.Layer.CONSCIOUS,
                        "claim",
                        LogEraser.MARK,
                        List.of(ADDRESS),
                        "decisions",
                        detail.with("old_content", LogEraser.MARK)
                                .with("list", Json.strings(List.of(LogEraser.MARK, "else")))));
        assertThat(events.get(1).event().summary()).isEqualTo(LogEraser.MARK);
        assertThat(events.getLast().event().detail().string("q")).hasValue("Größe");
        assertThat(new LogEraser(logs).erase(ADDRESS, TEXT)).isZero();
    }

    @Test
    void short_texts_and_broken_lines_lose_their_text_and_no_byte_moves() throws IOException {
        var file = write(
                line("x7", List.of(ADDRESS), Json.Obj.EMPTY),
                "{\"ts\": \"2026\", \"summary\": \"" + "Gr\\u00f6\\u00dfe of the pool is 5; the",
                "not json at all");
        long size = Files.size(file);
        new LogEraser(logs).erase(ADDRESS, "x7");
        new LogEraser(logs).erase("aaaaaaaaaaaa", TEXT);
        assertThat(Files.readAllLines(file).getFirst()).contains("\"summary\": \"\"");
        assertThat(Files.readAllLines(file).get(1)).isBlank();
        assertThat(Files.readAllLines(file).getLast()).isEqualTo("not json at all");
        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(new LogEraser(logs.resolve("none")).erase(ADDRESS, TEXT)).isZero();
    }

    @Test
    void processes_that_share_a_file_tear_no_line_and_lose_none_while_another_erases() throws Exception {
        try (var log =
                FileEventLog.open(logs, InstantSource.fixed(Instant.EPOCH), () -> ZoneOffset.UTC, new Random(1))) {
            log.emit(Event.of(Event.Layer.SYSTEM, "status", "begin"));
        }
        var writers = new ArrayList<Process>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LogWriter.class.getName(),
                            logs.toString(),
                            "writer" + i,
                            Integer.toString(EVENTS))
                    .inheritIO()
                    .start());
        }
        var eraser = new LogEraser(logs);
        while (writers.stream().anyMatch(Process::isAlive)) {
            eraser.erase(LogWriter.ADDRESS, LogWriter.TEXT);
        }
        for (var writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }
        eraser.erase(LogWriter.ADDRESS, LogWriter.TEXT);
        var names = new TreeSet<String>();
        for (var logged : all()) {
            names.add(logged.event().detail().string("name", ""));
            assertThat(logged.event().summary()).doesNotContain("swordfish");
        }
        assertThat(names).hasSize(WRITERS * EVENTS + 1);
        try (var files = Files.list(logs)) {
            assertThat(files.filter(file -> file.toString().endsWith(".log"))).hasSize(1);
        }
    }
}

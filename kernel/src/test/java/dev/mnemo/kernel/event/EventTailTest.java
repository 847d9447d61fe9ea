package dev.mnemo.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTailTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    @TempDir
    private Path folder;

    private FileEventLog log(long seed) {
        return FileEventLog.open(folder, CLOCK, () -> ZoneOffset.UTC, new Random(seed));
    }

    private static Event event(String summary) {
        return new Event(Event.Layer.SYSTEM, "test", summary, List.of(), "", Json.Obj.EMPTY);
    }

    private static List<String> summaries(EventTail tail) {
        return tail.next().stream().map(logged -> logged.event().summary()).toList();
    }

    @Test
    void it_hands_out_what_came_since_whoever_wrote_it() {
        try (var first = log(1);
                var second = log(2)) {
            first.emit(event("before"));
            var tail = new EventReader(folder).tail();
            assertThat(summaries(tail)).isEmpty();
            first.emit(event("one"));
            second.emit(event("two"));
            assertThat(summaries(tail)).containsExactlyInAnyOrder("one", "two");
            assertThat(summaries(tail)).isEmpty();
        }
    }

    @Test
    void it_begins_before_there_is_a_folder() throws IOException {
        Files.delete(folder);
        var tail = new EventReader(folder).tail();
        assertThat(summaries(tail)).isEmpty();
        try (var log = log(1)) {
            log.emit(event("first"));
        }
        assertThat(summaries(tail)).containsExactly("first");
    }

    @Test
    void half_a_line_waits_for_its_other_half_and_a_broken_one_is_skipped() throws IOException {
        try (var log = log(1)) {
            log.emit(event("begin"));
        }
        Path file;
        try (var files = Files.newDirectoryStream(folder, "*.log")) {
            file = files.iterator().next();
        }
        var tail = new EventReader(folder).tail();
        var line = EventLine.write(event("late"), CLOCK.instant());
        Files.writeString(file, "broken\n" + line.substring(0, 20), StandardOpenOption.APPEND);
        assertThat(summaries(tail)).isEmpty();
        Files.writeString(file, line.substring(20) + "\n", StandardOpenOption.APPEND);
        assertThat(summaries(tail)).containsExactly("late");
    }

    @Test
    void a_file_that_went_away_is_forgotten() throws IOException {
        try (var log = log(1)) {
            log.emit(event("old"));
        }
        var tail = new EventReader(folder).tail();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        assertThat(summaries(tail)).isEmpty();
    }
}

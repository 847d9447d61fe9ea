package dev.mnemo.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void a_file() {
        file = folder.resolve("events.txt");
    }

    private void append(String... summaries) throws IOException {
        for (var summary : summaries) {
            var event = new Event(Event.Layer.SYSTEM, "test", summary, List.of(), "", Json.Obj.EMPTY);
            Files.writeString(
                    file,
                    EventLine.write(event, Instant.EPOCH) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static List<String> summaries(FileTail tail) {
        return tail.next().stream().map(logged -> logged.event().summary()).toList();
    }

    @Test
    void it_reads_from_the_beginning_or_from_the_end() throws IOException {
        append("old");
        try (var all = new FileTail(file, false);
                var news = new FileTail(file, true)) {
            append("new");
            assertThat(summaries(all)).containsExactly("old", "new");
            assertThat(summaries(news)).containsExactly("new");
            assertThat(summaries(news)).isEmpty();
        }
        assertThat(EventReader.newest(file, 1))
                .hasSize(1)
                .allMatch(e -> e.session().equals("events.txt"));
    }

    @Test
    void a_file_that_was_rotated_away_is_read_to_its_end_and_the_new_one_from_its_beginning() throws IOException {
        append("one");
        try (var tail = new FileTail(file, true)) {
            append("two");
            Files.move(file, folder.resolve("events.txt.1"));
            assertThat(summaries(tail)).containsExactly("two");
            append("three", "four", "five");
            assertThat(summaries(tail)).containsExactly("three", "four", "five");
            append("six");
            Files.move(file, folder.resolve("events.txt.2"));
            append("seven");
            assertThat(summaries(tail)).containsExactly("six", "seven");
        }
    }

    @Test
    void a_file_that_was_cut_short_begins_anew() throws IOException {
        append("a long first line of the log", "and a second one");
        try (var tail = new FileTail(file, true)) {
            Files.writeString(file, "");
            append("after");
            assertThat(summaries(tail)).containsExactly("after");
        }
    }

    @Test
    void it_waits_for_a_file_that_is_not_there_yet() throws IOException {
        try (var tail = new FileTail(file, false)) {
            assertThat(summaries(tail)).isEmpty();
            append("first");
            assertThat(summaries(tail)).containsExactly("first");
        }
    }
}

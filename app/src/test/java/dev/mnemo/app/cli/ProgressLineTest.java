package dev.mnemo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    private ProgressLine line(boolean interactive) {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, interactive, false);
        return new ProgressLine("scanning", terminal, () -> now);
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void work_of_a_second_shows_nothing() {
        try (var line = line(true)) {
            now = SECOND - 1;
            line.at(5, 10, "a");
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void longer_work_shows_share_rate_and_time_left_and_wipes_it_away() {
        try (var line = line(true)) {
            now = 2 * SECOND;
            line.at(50, 200, "src/\u001b[2JTax.java");
            assertThat(shown()).endsWith("scanning 50/200 (25 %), 25/s, 6 s left src/Tax.java");
            now = 30 * SECOND;
            line.at(100, 1_000_000, "b");
            assertThat(shown()).contains("3.3/s, 83 h 19 min left");
            line.at(101, 0, "too soon to be drawn");
            assertThat(shown()).doesNotContain("too soon");
        }
        assertThat(shown()).endsWith("\r\u001b[K");
    }

    @Test
    void nobody_watching_sees_nothing() {
        try (var line = line(false)) {
            now = 9 * SECOND;
            line.at(5, 10, "a");
        }
        assertThat(shown()).isEmpty();
    }
}

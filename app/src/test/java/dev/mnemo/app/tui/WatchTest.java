package dev.mnemo.app.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.tui.WatchState.Pane;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.Event.Layer;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.kernel.event.LoggedEvent;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `mnemo watch` shows, picture by picture and line by line; the real terminal has a test of its own.
class WatchTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ATTACK = "\u001b[2J\u001b]0;owned\u0007\u009b31mred\u202e\r\nnext\u0000";

    @TempDir
    private Path folder;

    private final WatchState state = new WatchState();
    private int second;

    private LoggedEvent event(Layer layer, String name, String summary) {
        return new LoggedEvent(
                "log",
                NOON.plusSeconds(second++),
                new Event(layer, name, summary, List.of("965dcd9a0011"), "decisions", Json.Obj.EMPTY.with("k", 7L)));
    }

    private void happens(Layer layer, String name, String summary) {
        state.add(List.of(event(layer, name, summary)));
    }

    private String picture(int columns, int rows) {
        var lines = new WatchFrame("shop", ZoneOffset.UTC, false).lines(state, columns, rows);
        assertThat(lines).hasSizeLessThanOrEqualTo(rows);
        assertThat(lines).allMatch(line -> line.columnLength() <= columns);
        return String.join("\n", lines.stream().map(Object::toString).toList());
    }

    @Test
    void events_stand_in_rows_with_time_layer_name_domain_and_summary() {
        happens(Layer.CONSCIOUS, "claim", "[decisions] Tokens expire");
        happens(Layer.SUBCONSCIOUS, "recall", "3 nodes for \"tokens\"");
        assertThat(picture(80, 24))
                .contains("mnemo watch | shop | 2 events | following")
                .contains("12:00:00 [con] +claim           decisions    Tokens expire")
                .contains(">12:00:01 [sub] ~recall")
                .contains("q leave");
        assertThat(picture(80, 24).lines()).hasSize(24);
    }

    @Test
    void an_empty_log_says_so() {
        assertThat(picture(80, 24)).contains("Nothing happened yet");
    }

    @Test
    void layers_kinds_and_a_search_filter_and_escape_shows_all_again() {
        happens(Layer.CONSCIOUS, "claim", "Tokens expire");
        happens(Layer.SUBCONSCIOUS, "recall", "of refunds");
        happens(Layer.SYSTEM, "start", "server");
        state.toggle(Layer.CONSCIOUS);
        assertThat(picture(80, 24)).contains("2 of 3 events").doesNotContain("Tokens");
        state.clear();
        state.nextKind();
        assertThat(picture(80, 24)).contains("e only claim").contains("1 of 3");
        state.clear();
        state.beginSearch();
        state.type("REF");
        state.type("ux");
        state.eraseLast();
        assertThat(picture(80, 24))
                .contains("search: REFu_")
                .contains("refunds")
                .doesNotContain("Tokens");
        state.endTyping();
        assertThat(picture(80, 24)).contains("/ \"REFu\"");
        state.type("zzz");
        assertThat(picture(80, 24)).contains("Nothing of what happened is shown");
        state.clear();
        assertThat(picture(80, 24)).contains("3 events");
    }

    @Test
    void a_pause_holds_what_comes_and_totals_count_it() {
        happens(Layer.CONSCIOUS, "claim", "first");
        state.togglePause();
        happens(Layer.CONSCIOUS, "claim", "second");
        assertThat(picture(80, 24)).contains("PAUSED, 1 waiting").doesNotContain("second");
        state.toggle(Pane.TOTALS);
        assertThat(picture(80, 24)).containsPattern("claim +2");
        state.togglePause();
        assertThat(picture(80, 24)).contains("second");
    }

    @Test
    void the_chosen_event_stays_chosen_while_others_come_and_its_details_are_shown() {
        for (int i = 0; i < 50; i++) {
            happens(Layer.CONSCIOUS, "claim", "number " + i + ".");
        }
        state.move(-3);
        assertThat(state.chosen().orElseThrow().event().summary()).isEqualTo("number 46.");
        happens(Layer.CONSCIOUS, "claim", "number 50.");
        assertThat(state.chosen().orElseThrow().event().summary()).isEqualTo("number 46.");
        assertThat(picture(80, 24)).contains("standing still").contains(">12:00:46");
        state.toggle(Pane.DETAILS);
        assertThat(picture(80, 24))
                .contains("965dcd9a0011")
                .contains("\"k\": 7")
                .contains(">12:00:46");
        state.move(WatchState.EVENTS_MAX);
        happens(Layer.CONSCIOUS, "claim", "number 51.");
        assertThat(picture(80, 24)).contains("following").contains("number 51.");
    }

    @Test
    void any_size_of_terminal_has_a_picture() {
        for (int i = 0; i < 30; i++) {
            happens(Layer.SYSTEM, "start", "wide 漢字 and 🎉 ".repeat(20));
        }
        for (var pane : Pane.values()) {
            state.toggle(pane);
            for (var size : new int[][] {{1, 1}, {5, 2}, {20, 4}, {79, 23}, {80, 24}, {300, 100}}) {
                picture(size[0], size[1]);
            }
        }
    }

    @Test
    void stored_text_never_reaches_the_terminal_as_control() {
        happens(Layer.CONSCIOUS, "claim" + ATTACK, ATTACK);
        state.toggle(Pane.DETAILS);
        assertThat(picture(80, 24).replace("\n", "").chars()).noneMatch(Character::isISOControl);
        assertThat(EventText.line(state.visible().getFirst(), ZoneOffset.UTC).chars())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
    }

    @Test
    void old_events_are_dropped_and_still_counted() {
        var many = new ArrayList<LoggedEvent>();
        for (int i = 0; i < WatchState.EVENTS_MAX + 5; i++) {
            many.add(event(Layer.SYSTEM, "start", "n" + i));
        }
        state.add(many);
        assertThat(state.visible()).hasSize(WatchState.EVENTS_MAX);
        assertThat(state.total()).isEqualTo(WatchState.EVENTS_MAX + 5);
    }

    // ---------------------------------------------------------------- without a screen

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String run(String... words) {
        out.reset();
        var terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true),
                new PrintStream(out, true),
                false,
                false);
        var command = new WatchCommand(folder.resolve("logs"), "shop", folder::resolve, Map.of(), ZoneOffset.UTC);
        assertThat(command.run(List.of(words), terminal)).isEqualTo(ExitCode.DONE);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void log(Path logs, String... summaries) {
        try (var log = FileEventLog.open(logs, InstantSource.fixed(NOON), () -> ZoneOffset.UTC, new Random(1))) {
            for (var summary : summaries) {
                log.emit(Event.of(Layer.CONSCIOUS, "claim", summary));
            }
        }
    }

    @Test
    void without_a_terminal_there_is_a_line_for_each_event() throws Exception {
        assertThat(run("--no-follow")).isEmpty();
        log(folder.resolve("logs"), "one", "two", "three");
        assertThat(run("--no-follow", "--tail", "2"))
                .isEqualTo("12:00:00 [con] claim  two\n12:00:00 [con] claim  three\n");
        try (var files = Files.newDirectoryStream(folder.resolve("logs"), "*.log")) {
            var file = files.iterator().next();
            assertThat(run("--no-follow", "--log", file.toString()).lines()).hasSize(3);
        }
        assertThat(run("--no-follow", "--log", "logs").lines()).hasSize(3);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        for (var words : List.of(
                List.of("--tail"), List.of("--tail", "-1"), List.of("--log"), List.of("--log", "none"), List.of("x"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(Refusal.class);
        }
    }
}

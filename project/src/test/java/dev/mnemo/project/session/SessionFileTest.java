package dev.mnemo.project.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
    private static final Instant NOW = Instant.parse("2026-11-20T23:51:05.5Z");
    private static final Address NODE = new Address(0x734a940617feL);

    @TempDir
    Path store;

    private Session open(Instant now) {
        return new SessionFile(store, InstantSource.fixed(now), new Random(1)).open();
    }

    @Test
    void every_change_is_saved_in_the_form_of_the_format() throws IOException {
        var session = open(NOW);
        session.nextTurn();
        session.created(NODE);
        session.recalled(List.of(NODE));
        session.visit("src/auth.py");
        session.extended("ch_d5c5e75cf58c");
        assertThat(Files.readString(store.resolve("session_state.json")))
                .isEqualTo("{\"session_turns\": 1, \"session_addrs\": [\"734a940617fe\"], \"recalled_recent\":"
                        + " [[\"734a940617fe\"]], \"file_visits\": {\"src/auth.py\": 1}, \"session_id\": \""
                        + session.id() + "\", \"recently_extended_chain_ids\": [\"ch_d5c5e75cf58c\"],"
                        + " \"saved_at\": 1795218665.5, \"focus_file\": \"src/auth.py\", \"focus_turn\": 1}");
    }

    @Test
    void the_file_in_work_outlives_a_restart_and_is_forgotten_when_the_talk_goes_on_without_it() {
        open(NOW).worksOn("src/auth.py");
        var after = open(NOW.plusSeconds(1));
        assertThat(after.focusFile()).isEqualTo("src/auth.py");
        for (int turn = 0; turn < Session.FOCUS_TURNS; turn++) {
            after.nextTurn();
        }
        assertThat(after.focusFile()).isEqualTo("src/auth.py");
        after.nextTurn();
        assertThat(after.focusFile()).isEmpty();
        after.worksOn("x".repeat(1_001));
        assertThat(after.focusFile()).isEmpty();
    }

    @Test
    void a_server_that_was_restarted_soon_goes_on_where_it_was() {
        var before = open(NOW);
        before.nextTurn();
        before.nextTurn();
        before.created(NODE);
        before.visit("a.py");
        var after = open(NOW.plusSeconds(7_199));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.turns()).isEqualTo(2);
        assertThat(after.created()).containsExactly(NODE);
        assertThat(after.visit("a.py")).isEqualTo(2);
    }

    @Test
    void after_two_hours_a_new_session_begins() {
        open(NOW).created(NODE);
        assertThat(open(NOW.plusSeconds(7_201)).created()).isEmpty();
    }

    @Test
    void the_end_of_a_cycle_is_saved_so_that_a_restart_does_not_bring_it_back() {
        var session = open(NOW);
        session.created(NODE);
        session.visit("a.py");
        session.reset("s_0badcafe");
        var after = open(NOW.plusSeconds(1));
        assertThat(after.id()).isEqualTo("s_0badcafe");
        assertThat(after.created()).isEmpty();
        assertThat(after.turns()).isZero();
        assertThat(after.visit("a.py")).as("visits are forgotten too").isEqualTo(1);
    }

    @Test
    void a_damaged_or_hostile_file_is_a_new_session() throws IOException {
        for (var text : List.of(
                "",
                "{",
                "[]",
                "{\"saved_at\": 1795218665.5}",
                "{\"saved_at\": 1795218665.5, \"session_id\": \"../../../tmp/x\"}",
                "{\"saved_at\": \"x\", \"session_id\": \"s_00000001\"}")) {
            Files.writeString(store.resolve("session_state.json"), text);
            assertThat(open(NOW).id()).as(text).matches("s_[0-9a-f]{8}").isNotEqualTo("s_00000001");
        }
    }

    @Test
    void a_store_that_cannot_be_written_still_has_a_session() {
        var session = new SessionFile(store.resolve("missing"), InstantSource.fixed(NOW), new Random(1)).open();
        assertThat(session.nextTurn()).isEqualTo(1);
    }

    @Test
    void a_long_cycle_keeps_the_newest_nodes_and_a_file_of_bounded_size() throws IOException {
        var json = Session.begin(new Random(1));
        for (int i = 0; i < Session.CREATED_MAX + 5; i++) {
            json.created(new Address(i));
        }
        assertThat(json.created())
                .hasSize(Session.CREATED_MAX)
                .doesNotContain(new Address(4))
                .contains(new Address(5));
        assertThat(Session.ofJson(Json.parseObject(json.toJson(0).line()))
                        .orElseThrow()
                        .created())
                .isEqualTo(json.created());
    }
}

package dev.mnemo.project.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final Instant NOW = Instant.ofEpochMilli((long) (Notes.NOW * 1_000) + 60_000);

    @TempDir
    Path directory;

    private NodeStore store;
    private Session session;
    private SessionStore drafts;
    private Arcs arcs;
    private Sessions sessions;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void openStore() {
        var clock = InstantSource.fixed(NOW);
        var random = new Random(1);
        store = NodeStore.open(directory);
        session = new SessionFile(directory, clock, random).open();
        drafts = new SessionStore(store, session, clock);
        arcs = new Arcs(store, session, events::add, clock);
        var logs = new EventReader(directory.resolve("logs"));
        sessions = new Sessions(store, session, drafts, arcs, logs, events::add, clock, random);
    }

    private Address claimed(String domain, String content, Json.Obj meta) {
        var address = Notes.leaf(store, domain, content, meta);
        session.created(address);
        return address;
    }

    private Address claimed(String domain, String content) {
        return claimed(domain, content, Json.Obj.EMPTY);
    }

    private boolean isActive(Address address) {
        return store.read(view -> view.isActive(address));
    }

    private Node node(String address) {
        return store.read(view -> view.require(address));
    }

    @Test
    void the_end_of_a_cycle_adds_a_summary_and_a_handoff_and_hides_no_claim() {
        session.nextTurn();
        var jwt = claimed(
                "decisions",
                "We chose JWT because the mobile app keeps no cookies",
                Json.Obj.EMPTY.with("priority", 1.0));
        var pool = claimed("dependencies", "Connection pool size is 5");
        var before = session.id();

        var result = sessions.compress("Decided on JWT, found the pool limit");

        assertThat(result.nodes()).isEqualTo(2);
        assertThat(result.turns()).isEqualTo(1);
        assertThat(isActive(jwt)).isTrue();
        assertThat(isActive(pool)).isTrue();
        var summary = node(result.address());
        assertThat(summary.type()).isEqualTo(NodeType.COMPRESS);
        assertThat(isActive(summary.address())).isTrue();
        assertThat(summary.inputs()).containsExactlyInAnyOrder(jwt.toString(), pool.toString());
        assertThat(summary.meta().domain()).isEqualTo("history");
        assertThat(summary.meta().priority()).as("the claims keep theirs").isZero();
        assertThat(summary.meta().json().array("preserved_values").objects())
                .extracting(value -> value.string("fragment", ""))
                .containsExactly("Connection pool size is 5");
        var handoff = node(result.handoff());
        assertThat(handoff.content())
                .isEqualTo("Session handoff (1 turn, 2 nodes)\n\nWorked on:\n"
                        + "  [decisions] We chose JWT because the mobile app keeps no cookies\n"
                        + "  [dependencies] Connection pool size is 5\n\n"
                        + "Domains touched: decisions, dependencies");
        assertThat(handoff.meta().flag("handoff")).isTrue();
        assertThat(session.id()).isNotEqualTo(before).isEqualTo(result.session());
        assertThat(session.turns()).isZero();
        assertThat(events).extracting(Event::name).contains("session_compress", "handoff");
    }

    @Test
    void a_restart_does_not_bring_the_cycle_back() {
        claimed("decisions", "JWT");
        sessions.compress("done");
        var restarted = new SessionFile(directory, InstantSource.fixed(NOW), new Random(2)).open();
        assertThat(restarted.created()).isEmpty();
        assertThat(sessions.compress("again").nodes()).isZero();
    }

    @Test
    void what_another_process_of_the_same_session_summarised_is_not_summarised_again() {
        var address = claimed("decisions", "JWT");
        sessions.compress("done");
        session.created(address);
        assertThat(sessions.compress("again").nodes()).isZero();
    }

    @Test
    void what_was_only_supposed_becomes_part_of_the_project() {
        var draft = Notes.leaf(drafts.store(), "decisions", "perhaps RS256");
        Notes.chain(drafts.store(), "ch_d5c5e75cf58c", SessionStore.PRELIMINARY, draft);
        var checkpoint = sessions.checkpoint("half way", List.of("parser"), List.of("tests", " "));
        assertThat(checkpoint.content()).isEqualTo("Checkpoint: half way | Done: parser | Remaining: tests");
        assertThat(sessions.status().checkpoints()).hasSize(1);
        assertThat(sessions.status().drafts().preliminaryChains()).hasSize(1);
        boolean known = store.read(view -> view.node(draft).isPresent());
        assertThat(known).isFalse();

        var result = sessions.compress("Parser written, RS256 considered");

        assertThat(result.promotedChains()).isEqualTo(1);
        assertThat(result.promotedNodes()).isEqualTo(1);
        assertThat(result.nodes()).isEqualTo(2);
        assertThat(isActive(draft)).isTrue();
        assertThat(isActive(node(checkpoint.address()).address())).isTrue();
        assertThat(result.archived()).startsWith("s_");
        assertThat(sessions.status().drafts().activeNodes()).isZero();
    }

    @Test
    void repeated_notes_of_file_tools_and_claims_whose_time_is_up_give_way() {
        var file = Json.Obj.EMPTY.with("type", "file").with("path", "app/auth.py");
        var auto = Json.Obj.EMPTY
                .with("auto_claim", true)
                .with("ttl_days", 7.0)
                .with("anchors", Json.array(List.of(file)));
        var first = claimed("history", "Edited app/auth.py: a", auto);
        var second = claimed("history", "Edited app/auth.py: b", auto);
        var old = Node.of(
                NodeType.LEAF, "for a day", List.of(), Notes.NOW - 90_000, Json.Obj.EMPTY.with("ttl_days", 1.0));
        store.write(change -> {
            change.put(old);
            change.activate(old.address());
            return old;
        });
        var result = sessions.compress("edited auth");
        assertThat(result.folded()).isEqualTo(2);
        assertThat(isActive(first)).isFalse();
        assertThat(isActive(second)).isTrue();
        assertThat(isActive(old.address())).isFalse();
        assertThat(node(result.address()).inputs()).as("nothing is lost").contains(first.toString());
    }

    @Test
    void only_the_newest_handoff_is_active() {
        claimed("decisions", "JWT");
        var first = sessions.compress("one").handoff();
        claimed("decisions", "RS256");
        var second = sessions.compress("two").handoff();
        assertThat(isActive(node(first).address())).isFalse();
        assertThat(isActive(node(second).address())).isTrue();
    }

    @Test
    void the_handoff_tells_corrections_feedback_of_the_last_hours_and_open_tasks() throws IOException {
        var logs = Files.createDirectories(directory.resolve("logs"));
        Files.writeString(
                logs.resolve("20260101_000000_aaaaaa.log"),
                update(NOW.minusSeconds(5 * 3_600), "too long ago") + update(NOW.minusSeconds(60), "user said so"));
        var task = Notes.leaf(store, "tasks", "Load test the cache");
        var old = claimed("decisions", "HS256");
        var correction = Node.of(
                NodeType.SUPERSEDE,
                "RS256",
                List.of(old.toString()),
                Notes.NOW,
                Json.Obj.EMPTY.with("domain", "decisions").with("reason", "security review"));
        store.write(change -> {
            change.put(correction);
            change.deactivate(old);
            change.activate(correction.address());
            return old;
        });
        session.created(correction.address());
        assertThat(node(sessions.compress("switched").handoff()).content())
                .contains("Corrections made:\n  " + old.brief() + " → "
                        + correction.address().brief() + " — security review: RS256")
                .contains("User feedback received:\n  user said so")
                .contains("Active tasks:\n  " + task.brief() + ": Load test the cache")
                .doesNotContain("too long ago")
                .doesNotContain("[decisions] HS256");
    }

    private static String update(Instant at, String reason) {
        return "{\"ts\": \"" + at + "\", \"layer\": \"conscious\", \"event\": \"update\", \"summary\": \"x\","
                + " \"detail\": {\"reason\": \"" + reason + "\"}}\n";
    }

    @Test
    void the_end_of_a_cycle_advances_the_arcs_it_looks_like() {
        var arc = arcs.create("token eviction", "Bound the memory used by TokenStore", List.of("issues"));
        arcs.create("release notes", "Publish changelog weekly", List.of("tasks"));
        claimed("issues", "TokenStore never evicts");
        var result = sessions.compress("token eviction bound the memory used by TokenStore");
        assertThat(result.arcs()).extracting(Arcs.Matched::name).containsExactly("token eviction");
        assertThat(result.arcs().getFirst().overlap()).isGreaterThanOrEqualTo(Arcs.OVERLAP_MIN);
        assertThat(node(result.arcs().getFirst().address()).inputs()).containsExactly(arc.address());
        assertThat(result.nodes()).as("arcs are not summarised").isEqualTo(1);
    }

    @Test
    void a_cycle_of_which_nothing_is_left_ends_without_a_summary() {
        assertThat(sessions.compress("nothing").created()).isZero();
        var gone = claimed("decisions", "JWT");
        store.write(change -> {
            change.deactivate(gone);
            return gone;
        });
        session.nextTurn();
        var result = sessions.compress("nothing");
        assertThat(result.nodes()).isZero();
        assertThat(result.created()).isEqualTo(1);
        assertThat(session.turns()).as("the cycle is over").isZero();
    }

    @Test
    void a_survey_is_kept_as_feedback_and_never_recalled() {
        var survey = sessions.survey(
                new Sessions.Ratings(
                        OptionalDouble.of(0.8), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(1)),
                "good",
                List.of("surface architecture earlier"));
        var node = node(survey.address());
        assertThat(isActive(node.address())).isFalse();
        assertThat(node.content())
                .contains(
                        "recall precision=0.80, orientation speed=1.00. good. Requests: surface architecture earlier");
        assertThat(node.meta().json().object("ratings").number("recall_precision", 0))
                .isEqualTo(0.8);
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Sessions.Ratings(
                            OptionalDouble.of(wrong),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("recall_precision must lie between 0 and 1");
        }
    }

    @Test
    void secrets_are_cut_out_and_the_answer_says_so_and_bad_texts_are_refused() {
        claimed("decisions", "JWT");
        var result = sessions.compress("deploy <private>with my own account</private>");
        assertThat(result.redacted()).isNotEmpty();
        assertThat(node(result.address()).content()).doesNotContain("my own account");
        assertThatThrownBy(() -> sessions.compress(" ")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> sessions.checkpoint("", List.of(), List.of())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> sessions.checkpoint("x".repeat(StoredText.CHARS_MAX + 1), List.of(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most " + StoredText.CHARS_MAX);
    }
}

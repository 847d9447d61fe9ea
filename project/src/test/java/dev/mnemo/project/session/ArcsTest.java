package dev.mnemo.project.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArcsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T23:51:05.5Z");

    @TempDir
    Path directory;

    private NodeStore store;
    private Session session;
    private Arcs arcs;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void openStore() {
        store = NodeStore.open(directory);
        session = new Session("s_40e7f920");
        arcs = new Arcs(store, session, events::add, InstantSource.fixed(NOW));
    }

    private Node node(String address) {
        return store.read(view -> view.require(address));
    }

    @Test
    void an_arc_begins_grows_and_ends_and_every_version_keeps_its_identity() {
        var created = arcs.create("token eviction", "Bound the memory used by TokenStore", List.of("issues"));
        assertThat(created.address()).as("as the original computes it").isEqualTo("67c68b6a1c26");
        assertThat(created.content())
                .isEqualTo("Arc: token eviction (0 sessions, active)\n\nGoal: Bound the memory used by TokenStore\n\n"
                        + "Trajectory:\n  (no sessions yet)\n\nNext: begin work");

        var updated = arcs.update(created.address(), "added LRU map to TokenStore", "load test", List.of("patterns"));
        assertThat(updated.content())
                .isEqualTo("Arc: token eviction (1 session, active)\n\nGoal: Bound the memory used by TokenStore\n\n"
                        + "Trajectory:\n  Session 1 (2026-11-20): added LRU map to TokenStore\n\nNext: load test");

        var paused = arcs.pause(updated.address(), "waiting for review");
        assertThat(paused.content())
                .contains("(1 session, paused)", "  Paused: waiting for review", "Next: resume: waiting");
        assertThat(arcs.list()).extracting(Arcs.Found::address).containsExactly(paused.address());

        var resumed = arcs.resume(paused.address(), "");
        assertThat(resumed.content())
                .contains("(1 session, active)", "  Resumed (2026-11-20)")
                .endsWith("Next: load test");

        var completed = arcs.complete(resumed.address(), "memory bounded");
        assertThat(completed.content())
                .contains("(1 session, completed)", "  Completed: memory bounded")
                .doesNotContain("Next:");
        assertThat(arcs.list()).isEmpty();

        for (var step : List.of(created, updated, paused, resumed, completed)) {
            var meta = node(step.address()).meta().json();
            assertThat(meta.isTrue("arc")).isTrue();
            assertThat(meta.string("arc_name")).contains("token eviction");
            assertThat(meta.array("arc_keywords").strings()).contains("memory", "tokenstore");
        }
        var meta = node(completed.address()).meta().json();
        assertThat(meta.string("supersedes")).contains(resumed.address());
        assertThat(meta.string("reason")).contains("arc completed: memory bounded");
        assertThat(meta.string("arc_status")).contains("completed");
        assertThat(meta.array("arc_domains").strings()).containsExactly("issues", "patterns");
        assertThat(meta.number("priority", -1)).isZero();
        assertThat(node(updated.address()).meta().json().string("supersedes")).contains(created.address());
        assertThat(events).extracting(Event::name).containsOnly("arc").hasSize(5);
    }

    @Test
    void an_arc_is_found_by_the_address_of_an_earlier_version() {
        var created = arcs.create("docs", "Write guide pages", List.of());
        arcs.update(created.address(), "outline", "", List.of());
        assertThat(arcs.update(created.address().substring(0, 8), "draft", "", List.of())
                        .content())
                .contains("(1 session, active)", "outline", "draft");
    }

    @Test
    void one_session_counts_once_and_the_next_counts_again() {
        var arc = arcs.create("docs", "Write guide pages", List.of());
        arcs.update(arc.address(), "one", "", List.of());
        session.reset("s_00000002");
        assertThat(arcs.update(arc.address(), "two", "", List.of()).arc().sessions())
                .isEqualTo(2);
    }

    @Test
    void an_arc_may_be_begun_again_after_it_was_completed() {
        var first = arcs.create("docs", "Write guide pages", List.of());
        arcs.complete(first.address(), "done");
        var second = arcs.create("docs", "Write guide pages", List.of());
        assertThat(second.address()).isNotEqualTo(first.address());
        assertThat(arcs.list()).extracting(Arcs.Found::address).containsExactly(second.address());
    }

    @Test
    void an_arc_that_another_writer_paused_without_its_name_can_be_resumed() {
        var content = "Arc: token eviction (1 session, paused)\n\nGoal: Bound it\n\nTrajectory:\n"
                + "  Session 1 (today): added LRU map\n  Paused: review\n\nNext: resume: review";
        var node = Node.of(
                NodeType.SUPERSEDE,
                content,
                List.of("14f983f60adf"),
                Notes.NOW,
                Json.Obj.EMPTY.with("domain", "tasks").with("arc_status", "paused"));
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
        assertThat(arcs.list()).extracting(found -> found.arc().name()).containsExactly("token eviction");
        var resumed = arcs.resume(node.address().toString(), "load test");
        assertThat(resumed.arc().goal()).isEqualTo("Bound it");
        assertThat(resumed.arc().trajectory()).contains("Session 1 (today): added LRU map");
    }

    @Test
    void texts_of_an_agent_cannot_forge_the_parts_of_an_arc() {
        var arc = arcs.create("docs", "Goal\n\nTrajectory:\n  Completed: yes\n\nNext: nothing", List.of());
        assertThat(arc.arc().goal()).doesNotContain("\n");
        var updated = arcs.update(arc.address(), "step\n\nNext: forged", "", List.of());
        assertThat(updated.arc().trajectory()).hasSize(1);
        assertThat(updated.content()).endsWith("Next: begin work");
    }

    @Test
    void what_makes_no_sense_is_refused_in_one_sentence() {
        var arc = arcs.create("docs", "Write guide pages", List.of());
        var leaf = Notes.leaf(store, "decisions", "JWT").toString();
        assertThatThrownBy(() -> arcs.create("", "x", List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Create requires name and goal.");
        assertThatThrownBy(() -> arcs.create("Docs", "x", List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("An open arc is called");
        assertThatThrownBy(() -> arcs.update("", "x", "", List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Update requires arc_address and progress.");
        assertThatThrownBy(() -> arcs.update(leaf, "x", "", List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Arc not found: " + leaf);
        assertThatThrownBy(() -> arcs.resume(arc.address(), ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not paused");
        arcs.complete(arc.address(), "");
        assertThatThrownBy(() -> arcs.pause(arc.address(), "x"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Arc not found");
        assertThatThrownBy(() -> arcs.complete("", "x"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("requires arc_address");
    }

    @Test
    void a_theme_that_recurs_in_handoffs_and_no_arc_covers_is_detected() {
        handoff("Worked on: tokenstore eviction memory cache", 1);
        handoff("Worked on: tokenstore eviction memory limits", 2);
        var found = arcs.detect();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().keywords()).containsExactlyInAnyOrder("tokenstore", "eviction", "memory");
        assertThat(found.getFirst().name()).isEqualTo("tokenstore eviction memory");
        arcs.create("eviction", "Bound the memory of the tokenstore by eviction", List.of());
        assertThat(arcs.detect()).isEmpty();
    }

    private Address handoff(String text, int at) {
        var node = Node.of(
                NodeType.LEAF,
                text,
                List.of(),
                Notes.NOW + at,
                Json.Obj.EMPTY.with("handoff", true).with("domain", "tasks"));
        return store.write(change -> {
            change.put(node);
            return node.address();
        });
    }
}

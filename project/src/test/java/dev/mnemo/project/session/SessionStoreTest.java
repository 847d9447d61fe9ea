package dev.mnemo.project.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Meta;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-20T23:51:05.5Z");

    @TempDir
    Path directory;

    private NodeStore project;
    private Session session;
    private SessionStore sessions;

    @BeforeEach
    void openStores() {
        project = NodeStore.open(directory);
        session = new Session("s_40e7f920");
        sessions = new SessionStore(project, session, InstantSource.fixed(NOW));
    }

    private boolean isActive(NodeStore store, Address address) {
        return store.read(view -> view.isActive(address));
    }

    private Meta meta(Address address) {
        return project.read(view -> view.node(address).orElseThrow().meta());
    }

    @Test
    void nothing_is_made_before_it_is_needed() {
        assertThat(sessions.existing()).isEmpty();
        assertThat(sessions.contents().activeNodes()).isZero();
        assertThat(sessions.promoteAll()).isEmpty();
        assertThat(directory.resolve("sessions")).doesNotExist();
        Notes.leaf(sessions.store(), "decisions", "JWT");
        assertThat(directory.resolve("sessions/s_40e7f920/nodes")).isDirectory();
    }

    @Test
    void a_preliminary_chain_is_promoted_with_its_nodes() {
        var first = Notes.leaf(sessions.store(), "decisions", "JWT over sessions");
        var second = Notes.leaf(sessions.store(), "decisions", "because the app has no cookies");
        Notes.chain(sessions.store(), "ch_d5c5e75cf58c", SessionStore.PRELIMINARY, first, second);
        assertThat(sessions.contents().preliminaryChains())
                .containsExactly(new SessionStore.PreliminaryChain("ch_d5c5e75cf58c", "decisions", "auth design", 2));

        var promoted = sessions.promoteChain("ch_d5c5e75cf58c");

        assertThat(promoted.nodes()).containsExactly(first, second);
        assertThat(isActive(project, first)).isTrue();
        assertThat(isActive(project, second)).isTrue();
        var chain = project.read(view -> view.chains().get("ch_d5c5e75cf58c"));
        assertThat(chain.string("status", "")).isEqualTo("active");
        assertThat(chain.number("promoted_at", 0)).isEqualTo(1795218665.5);
        assertThat(chain.string("promoted_from_session", "")).endsWith("sessions/s_40e7f920");
        assertThat(meta(first).chains()).containsExactly("ch_d5c5e75cf58c");
        assertThat(session.created()).containsExactly(first, second);
        assertThat(session.extendedChains()).containsExactly("ch_d5c5e75cf58c");
        assertThat(sessions.contents().promotedChains()).isEqualTo(1);
        assertThat(sessions.contents().preliminaryChains()).isEmpty();
        assertThatThrownBy(() -> sessions.promoteChain("ch_d5c5e75cf58c"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not preliminary (status: archived)");
        assertThatThrownBy(() -> sessions.promoteChain("ch_000000000000"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Chain not found in session store");
    }

    @Test
    void everything_that_is_left_is_promoted_checkpoints_and_loose_nodes_too() {
        var inChain = Notes.leaf(sessions.store(), "decisions", "in a chain");
        Notes.chain(sessions.store(), "ch_d5c5e75cf58c", SessionStore.PRELIMINARY, inChain);
        var checkpoint =
                Notes.leaf(sessions.store(), "tasks", "Checkpoint: half way", Json.Obj.EMPTY.with("checkpoint", true));
        assertThat(sessions.promoteRest()).isEqualTo(new SessionStore.Rest(1, 1));
        assertThat(isActive(project, inChain)).isTrue();
        assertThat(isActive(project, checkpoint)).isTrue();
        assertThat(sessions.promoteRest()).as("again").isEqualTo(new SessionStore.Rest(0, 0));
    }

    @Test
    void promoting_never_revives_what_was_corrected_and_keeps_what_is_known() {
        var known = Notes.leaf(project, "decisions", "pool size is 5", Json.Obj.EMPTY.with("recall_count", 7L));
        var corrected = Notes.leaf(project, "decisions", "pool size is 6");
        project.write(change -> {
            var correction = Node.of(
                    NodeType.SUPERSEDE, "pool size is 7", List.of(corrected.toString()), Notes.NOW, Json.Obj.EMPTY);
            change.put(correction);
            change.activate(correction.address());
            change.deactivate(corrected);
            return corrected;
        });
        Notes.leaf(sessions.store(), "decisions", "pool size is 5");
        Notes.leaf(sessions.store(), "decisions", "pool size is 6");

        assertThat(sessions.promoteNodes(List.of(known, corrected))).containsExactly(known, corrected);

        assertThat(isActive(project, corrected)).isFalse();
        assertThat(meta(known).recallCount()).isEqualTo(7);
    }

    @Test
    void the_next_session_has_a_store_of_its_own_and_the_last_is_archived() {
        Notes.leaf(sessions.store(), "decisions", "JWT");
        assertThat(sessions.archive()).contains("s_40e7f920_1795218665");
        session.reset("s_00000002");
        assertThat(sessions.existing()).isEmpty();
        assertThat(sessions.contents().sessionId()).isEqualTo("s_00000002");
        assertThat(directory.resolve("session_archive/s_40e7f920_1795218665/nodes"))
                .isDirectory();
        assertThat(sessions.archive()).isEmpty();
    }

    @Test
    void a_store_that_another_process_archived_is_made_anew() {
        var first = sessions.store();
        Notes.leaf(first, "decisions", "JWT");
        new SessionStore(project, session, InstantSource.fixed(NOW)).archive();
        var second = sessions.store();
        assertThat(sessions.contents().activeNodes()).isZero();
        Notes.leaf(second, "decisions", "RS256");
        assertThat(sessions.contents().activeNodes()).isEqualTo(1);
    }

    @Test
    void sessions_that_broke_off_are_settled_unused_ones_removed_and_old_archives_purged() throws IOException {
        var lost = new SessionStore(project, new Session("s_00000001"), InstantSource.fixed(NOW));
        var checkpoint = Notes.leaf(lost.store(), "tasks", "Checkpoint: half way");
        NodeStore.open(directory.resolve("sessions/s_00000002"));
        NodeStore.open(directory.resolve("sessions/s_00000003"));
        NodeStore.open(directory.resolve("sessions/not-a-session"));
        for (var name : List.of("s_0000000a_1", "s_0000000b_1")) {
            NodeStore.open(directory.resolve("session_archive").resolve(name));
        }
        age("sessions/s_00000001", SessionFolders.ABANDONED_AFTER.plusMinutes(1).toSeconds());
        age("sessions/s_00000002", SessionFolders.ABANDONED_AFTER.plusMinutes(1).toSeconds());
        age(
                "sessions/s_00000003",
                SessionFolders.ABANDONED_AFTER.minusMinutes(1).toSeconds());
        age("sessions/not-a-session", 1_000_000);
        age(
                "session_archive/s_0000000a_1",
                SessionFolders.ARCHIVE_KEPT.plusMinutes(1).toSeconds());
        age(
                "session_archive/s_0000000b_1",
                SessionFolders.ARCHIVE_KEPT.minusMinutes(1).toSeconds());

        var events = new ArrayList<Event>();
        sessions.tidy(events::add);

        assertThat(isActive(project, checkpoint)).isTrue();
        assertThat(session.created()).as("the running session made nothing").isEmpty();
        assertThat(events)
                .extracting(Event::summary)
                .containsExactly("session s_00000001 broke off: promoted 0 chains and 1 nodes");
        assertThat(names("sessions")).containsExactly("not-a-session", "s_00000003");
        assertThat(names("session_archive")).containsExactly("s_00000001_1795218665", "s_0000000b_1");
    }

    @Test
    void a_session_that_cannot_be_settled_stays_and_the_rest_goes_on() throws IOException {
        Notes.leaf(NodeStore.open(directory.resolve("sessions/s_00000001")), "tasks", "x");
        Files.writeString(directory.resolve("session_archive"), "a file where a folder must be");
        age("sessions/s_00000001", 1_000_000);
        var events = new ArrayList<Event>();
        sessions.tidy(events::add);
        assertThat(directory.resolve("sessions/s_00000001")).isDirectory();
        assertThat(events).hasSize(1);
    }

    @Test
    void folders_reached_through_a_symbolic_link_are_left_alone() throws IOException {
        var outside = Files.createDirectories(directory.resolve("elsewhere"));
        NodeStore.open(outside).close();
        Files.createDirectories(directory.resolve("sessions"));
        Files.createSymbolicLink(directory.resolve("sessions/s_00000001"), outside);
        Files.createSymbolicLink(directory.resolve("session_archive"), outside);
        sessions.tidy(EventLog.NONE);
        assertThat(outside.resolve("nodes")).isDirectory();
    }

    private void age(String folder, long seconds) throws IOException {
        try (var paths = Files.walk(directory.resolve(folder))) {
            for (var path : paths.toList().reversed()) {
                Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(seconds)));
            }
        }
    }

    private List<String> names(String folder) throws IOException {
        try (var entries = Files.list(directory.resolve(folder))) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

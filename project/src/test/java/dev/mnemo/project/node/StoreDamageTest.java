package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores whose files are damaged and disks that fail.
class StoreDamageTest {
    @TempDir
    private Path project;

    private Path folder;
    private Node one;
    private Node two;

    @BeforeEach
    void twoClaims() {
        folder = project.resolve(".mnemo");
        try (var store = NodeStore.open(folder)) {
            one = Folders.claim(store, "one");
            two = Folders.claim(store, "two");
        }
    }

    private Path file(Node node) {
        return folder.resolve("nodes/" + node.address() + ".json");
    }

    private void expect(Fsck.Kind... kinds) throws IOException {
        try (var store = NodeStore.open(folder)) {
            assertThat(Fsck.check(store).findings())
                    .extracting(Fsck.Finding::kind)
                    .containsExactlyInAnyOrder(kinds);
            assertThat(Fsck.repair(store).isClean()).isTrue();
            assertThat(Fsck.check(store).findings()).isEmpty();
        }
        FormatReader.read(folder);
    }

    private String lost() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder.resolve("lost+found"))) {
            for (var file : files) {
                text.append(Files.readString(file)).append('\n');
            }
        }
        return text.toString();
    }

    private List<Address> active() {
        try (var store = NodeStore.open(folder)) {
            return store.read(
                    view -> view.activeNodes().stream().map(Node::address).toList());
        }
    }

    @Test
    void a_truncated_node_is_restored_and_its_rest_kept() throws IOException {
        Files.writeString(file(one), "{\"type\": \"le");
        expect(Fsck.Kind.DAMAGED_NODE);
        assertThat(active()).containsExactlyInAnyOrder(one.address(), two.address());
        assertThat(Files.readString(file(one))).contains("\"one\"");
        assertThat(lost()).contains("{\"type\": \"le", "damaged");
    }

    @Test
    void a_node_under_a_false_address_is_not_served() throws IOException {
        Files.writeString(file(one), Files.readString(file(one)).replace("\"one\"", "\"none\""));
        Files.delete(folder.resolve("index/snapshot.bin"));
        try (var store = NodeStore.open(folder)) {
            assertThat(store.<Boolean>read(view -> view.node(one.address()).isPresent()))
                    .isFalse();
        }
        expect(Fsck.Kind.WRONG_ADDRESS, Fsck.Kind.ACTIVE_WITHOUT_NODE);
        assertThat(lost()).contains("\"none\"");
    }

    @Test
    void a_misnamed_node_gets_its_name_back() throws IOException {
        Files.move(file(one), folder.resolve("nodes/aaaaaaaaaaaa.json"));
        Files.delete(folder.resolve("index/snapshot.bin"));
        expect(Fsck.Kind.MISNAMED_NODE, Fsck.Kind.ACTIVE_WITHOUT_NODE);
        assertThat(file(one)).exists();
    }

    @Test
    void opening_removes_what_a_killed_process_was_writing() throws IOException {
        long noProcess = 99_999_999;
        var left = Files.writeString(folder.resolve("tmp/changes.jsonl.1." + noProcess), "{\"seq\"");
        var ours = Files.writeString(
                folder.resolve("tmp/changes.jsonl.2." + ProcessHandle.current().pid()), "{\"seq\"");
        var reused = Files.writeString(
                folder.resolve("tmp/changes.jsonl.3." + ProcessHandle.current().pid()), "{\"seq\"");
        var vectors = Files.writeString(folder.resolve("index/meanings.vectors." + noProcess + ".1.tmp"), "");
        Files.setLastModifiedTime(reused, FileTime.from(Instant.EPOCH));
        assertThat(active()).hasSize(2);
        assertThat(left).doesNotExist();
        assertThat(vectors).doesNotExist();
        SideFile.replace(folder, "session_state.json", new byte[] {'{', '}'}, false);
        assertThat(folder.resolve("session_state.json")).hasContent("{}");
        assertThat(reused).as("written before this process began").doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void a_node_edited_in_place_is_taken_over() throws IOException {
        try (var store = NodeStore.open(folder)) {
            Files.writeString(file(one), Files.readString(file(one)).replace("history", "decisions"));
            assertThat(Fsck.check(store).findings())
                    .extracting(Fsck.Finding::kind)
                    .containsExactly(Fsck.Kind.EDITED_IN_PLACE);
            Fsck.repair(store);
            assertThat(store.<Node>read(view -> view.node(one.address()).orElseThrow())
                            .meta()
                            .domain())
                    .isEqualTo("decisions");
        }
    }

    @Test
    void an_untidy_active_list_is_sorted() throws IOException {
        boolean ordered = one.address().compareTo(two.address()) < 0;
        var first = ordered ? one.address() : two.address();
        var second = ordered ? two.address() : one.address();
        Files.writeString(folder.resolve("active.json"), "[\"" + second + "\", \"" + first + "\", \"" + second + "\"]");
        expect(Fsck.Kind.UNTIDY_ACTIVE);
        assertThat(active()).containsExactly(first, second);
    }

    @Test
    void a_damaged_active_list_is_made_up_from_what_else_is_known_and_kept() throws IOException {
        for (boolean snapshot : new boolean[] {true, false}) {
            Files.writeString(folder.resolve("active.json"), "[\"" + one.address());
            if (!snapshot) {
                Files.delete(folder.resolve("index/snapshot.bin"));
            }
            assertThat(active()).containsExactlyInAnyOrder(one.address(), two.address());
            assertThat(lost()).contains("[\"" + one.address());
            expect();
        }
    }

    @Test
    void a_torn_last_line_of_the_log_costs_nothing_that_was_acknowledged() throws IOException {
        var log = folder.resolve("changes.jsonl");
        Files.writeString(log, "{\"seq\":99,\"put\":[{\"ty", StandardOpenOption.APPEND);
        expect();
        assertThat(Files.readString(log)).endsWith("\n");
        Files.writeString(log, "{\"seq\":99,\"put\":[{\"ty}\n", StandardOpenOption.APPEND);
        expect(Fsck.Kind.DAMAGED_LOG);
        Files.writeString(log, "{\"seq\":99,\"put\":[{\"ty", StandardOpenOption.APPEND);
        try (var store = NodeStore.open(folder)) {
            Folders.claim(store, "three");
        }
        assertThat(active()).hasSize(3);
        expect();
    }

    @Test
    void a_log_and_a_snapshot_that_are_gone_or_damaged_are_made_anew() throws IOException {
        Files.delete(folder.resolve("changes.jsonl"));
        assertThat(active()).hasSize(2);
        var bytes = Files.readAllBytes(folder.resolve("index/snapshot.bin"));
        bytes[bytes.length / 2]++;
        Files.write(folder.resolve("index/snapshot.bin"), bytes);
        assertThat(active()).hasSize(2);
        expect();
    }

    @Test
    void links_out_of_the_store_are_neither_read_nor_followed() throws IOException {
        var outside = Files.createDirectories(project.resolve("outside"));
        Files.move(file(one), outside.resolve("one.json"));
        Files.createSymbolicLink(file(one), outside.resolve("one.json"));
        Files.delete(folder.resolve("index/snapshot.bin"));
        assertThat(active()).containsExactly(two.address());
        expect(Fsck.Kind.SYMBOLIC_LINK, Fsck.Kind.ACTIVE_WITHOUT_NODE);
        assertThat(outside.resolve("one.json")).exists();

        var elsewhere = Files.createDirectories(project.resolve("inner"));
        Files.createSymbolicLink(elsewhere.resolve(".mnemo"), folder);
        assertThatThrownBy(() -> NodeStore.open(elsewhere.resolve(".mnemo")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("symbolic link");
    }

    /// A disk with room for so many bytes more.
    private static final class SmallDisk extends Disk {
        private long room;

        SmallDisk(long room) {
            this.room = room;
        }

        @Override
        void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
            int fits = (int) Math.min(room, bytes.remaining());
            super.write(channel, bytes.slice(bytes.position(), fits), position);
            room -= fits;
            if (fits < bytes.remaining()) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void a_full_disk_refuses_a_change_as_a_whole_and_keeps_all_others() throws IOException {
        for (int room = 0; room < 6_000; room += 150) {
            var target = Files.createDirectories(project.resolve("room" + room)).resolve(".mnemo");
            try (var _ = NodeStore.open(Folders.copy(folder, target))) {
                assertThat(target).exists();
            }
            int done = 0;
            try (var store = NodeStore.open(target, new SmallDisk(room))) {
                while (done < 50) {
                    Folders.claim(store, "claim " + done);
                    done++;
                }
            } catch (MnemoException fault) {
                assertThat(fault.fault()).isEqualTo(Fault.DISK_FULL);
            }
            int acknowledged = done;
            try (var store = NodeStore.open(target)) {
                assertThat(store.<Integer>read(view -> view.activeNodes().size()))
                        .as("room " + room)
                        .isEqualTo(2 + acknowledged);
                assertThat(Fsck.check(store).findings()).as("room " + room).isEmpty();
            }
            FormatReader.read(target);
        }
    }

    @Test
    void a_folder_that_may_not_be_written_opens_for_reading() {
        var readOnly = new Disk() {
            @Override
            FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
                throw new AccessDeniedException(file.toString());
            }
        };
        try (var store = NodeStore.open(folder, readOnly)) {
            assertThat(store.<Integer>read(view -> view.activeNodes().size())).isEqualTo(2);
            assertThatThrownBy(() -> Folders.claim(store, "three"))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.STORE_READ_ONLY))
                    .hasMessageContaining("can be read but not written");
            assertThat(Fsck.check(store).findings()).isEmpty();
            assertThat(store.<Integer>read(view -> view.nodes().size())).isEqualTo(2);
        }
    }

    @Test
    void a_log_line_is_valid_only_as_a_whole() {
        var bytes = ChangeLog.bytes(new ChangeLog.Checkpoint(7, FolderStamp.NEVER));
        assertThat(ChangeLog.line(bytes, 0, bytes.length - 1)).contains(new ChangeLog.Checkpoint(7, FolderStamp.NEVER));
        for (int cut = 2; cut < bytes.length; cut++) {
            assertThat(ChangeLog.line(bytes, 0, bytes.length - cut)).isEmpty();
        }
        var text = new String(bytes, StandardCharsets.UTF_8).replace("\"seq\":7", "\"seq\":8");
        assertThat(ChangeLog.line(text.getBytes(StandardCharsets.UTF_8), 0, bytes.length - 1))
                .isEmpty();
    }
}

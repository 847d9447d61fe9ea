package dev.mnemo.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.NewClaim;
import dev.mnemo.project.code.SourceOutline;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Fsck;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.recall.Recall;
import dev.mnemo.project.recall.Search;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is forgotten is gone from every file, and git does not bring it back.
class ForgettingTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));
    private static final String TEXT = "The staging database password is swordfish";

    @TempDir
    Path folder;

    private ProjectMemory open() {
        return ProjectMemory.open(
                new ProjectOptions(
                        folder,
                        folder.resolve(".mnemo"),
                        folder.resolve("global"),
                        folder.resolve("projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        SourceOutline.COMMENTS_ONLY,
                        Optional.empty(),
                        CLOCK,
                        new Random(1)),
                ForgettingTest::log);
    }

    private static EventLog log(Path store) {
        return FileEventLog.open(store.resolve("logs"), CLOCK, () -> ZoneOffset.UTC, new Random(2));
    }

    private static String claim(Project project, String text, boolean preliminary) {
        return project.claims()
                .claim(new ClaimRequest(
                        List.of(NewClaim.of(text, "decisions")), "", "", preliminary ? "draft" : "", preliminary, ""))
                .stored()
                .getFirst()
                .address();
    }

    private List<String> filesThatSay(String word) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) {
                    found.add(folder.relativize(file).toString());
                }
            }
        }
        return found;
    }

    @Test
    void a_forgotten_text_is_in_no_file_of_the_store_its_sessions_or_its_logs() throws IOException {
        String address;
        try (var memory = open()) {
            var project = memory.current();
            address = claim(project, TEXT, true);
            project.sessionStore().promoteAll();
            project.recall().recall(new Recall.Request("what is the database password?", "", 0, false));
            project.search().search(new Search.Request("database password", 10, "all", "", false));
            project.lookup().query(address);
            var wrong = claim(project, "The staging database password is swordfish, says the wiki", false);
            project.claims().update(wrong, "The wiki is out of date", "see " + TEXT, "");
            project.sessions().compress("We looked for the password");
            project.claims().compress("What the wiki said", List.of(address), "");
        }
        assertThat(filesThatSay("swordfish"))
                .anyMatch(file -> file.contains("/logs/"))
                .anyMatch(file -> file.contains("/session_archive/"))
                .anyMatch(file -> file.contains("/index/"));
        try (var memory = open()) {
            var claims = memory.current().claims();
            for (var relative : claims.forget(address, "a secret").relatives()) {
                if (node(memory, relative).content().contains("swordfish")) {
                    claims.forget(relative, "it says the same");
                }
            }
            assertThat(filesThatSay("swordfish")).isEmpty();
            assertThat(Fsck.check(memory.current().store()).findings()).isEmpty();
        }
        assertThat(filesThatSay("swordfish")).isEmpty();
    }

    private static Node node(ProjectMemory memory, String address) {
        return memory.current()
                .store()
                .read(view -> view.node(Address.parse(address).orElseThrow()).orElseThrow());
    }

    @Test
    void a_draft_is_forgotten_where_it_lies() throws IOException {
        try (var memory = open()) {
            var address = claim(memory.current(), TEXT, true);
            assertThat(memory.current().claims().forget(address, "").place()).isEqualTo("session");
            assertThat(filesThatSay("swordfish")).isEmpty();
        }
    }

    /// As git does: the old file is removed and a new one made.
    private static void checkOut(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    @Test
    void files_that_git_brings_back_do_not_bring_the_text_back() throws IOException {
        var store = folder.resolve(".mnemo");
        Path file;
        byte[] node;
        byte[] active;
        String address;
        try (var memory = open()) {
            address = claim(memory.current(), TEXT, false);
            claim(memory.current(), "Something else", false);
            file = store.resolve("nodes/" + address + ".json");
        }
        node = Files.readAllBytes(file);
        active = Files.readAllBytes(store.resolve("active.json"));
        try (var memory = open()) {
            memory.current().claims().forget(address, "");
        }
        // First the node alone, then the node and the list of what is active, while nobody looks and while somebody
        // does.
        for (var files : List.of(1, 2)) {
            for (boolean opened : new boolean[] {false, true}) {
                var before = opened ? Optional.of(open()) : Optional.<ProjectMemory>empty();
                checkOut(file, node);
                if (files == 2) {
                    checkOut(store.resolve("active.json"), active);
                }
                before.ifPresent(memory -> {
                    assertThat(node(memory, address).content()).isEmpty();
                    memory.close();
                });
                try (var memory = open()) {
                    assertThat(node(memory, address).isTombstone()).isTrue();
                    assertThat(memory.current()
                                    .search()
                                    .search(new Search.Request("staging password", 10, "all", "", true))
                                    .hits())
                            .isEmpty();
                    assertThat(memory.current()
                                    .store()
                                    .<Integer>read(view -> view.active().size()))
                            .isEqualTo(1);
                }
                assertThat(filesThatSay("swordfish"))
                        .as(files + " files, opened " + opened)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_tombstone_that_comes_from_another_machine_removes_the_text_here() throws IOException {
        var store = folder.resolve(".mnemo");
        String address;
        try (var memory = open()) {
            address = claim(memory.current(), TEXT, false);
        }
        var text = Files.readAllBytes(store.resolve("nodes/" + address + ".json"));
        byte[] tombstone;
        try (var memory = open()) {
            memory.current().claims().forget(address, "");
        }
        tombstone = Files.readAllBytes(store.resolve("nodes/" + address + ".json"));
        // Another machine, which never forgot it.
        Files.delete(store.resolve("changes.jsonl"));
        Files.delete(store.resolve("index/snapshot.bin"));
        checkOut(store.resolve("nodes/" + address + ".json"), text);
        Files.writeString(store.resolve("active.json"), "[\"" + address + "\"]");
        try (var memory = open()) {
            assertThat(node(memory, address).content()).isEqualTo(TEXT);
        }
        checkOut(store.resolve("nodes/" + address + ".json"), tombstone);
        try (var memory = open()) {
            assertThat(node(memory, address).isTombstone()).isTrue();
            assertThat(memory.current()
                            .store()
                            .<Integer>read(view -> view.active().size()))
                    .isZero();
        }
        assertThat(filesThatSay("swordfish")).allMatch(name -> name.contains("/logs/"));
    }
}

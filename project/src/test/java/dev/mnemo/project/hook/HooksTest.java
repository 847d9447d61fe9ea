package dev.mnemo.project.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.anchor.ContentHash;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.hook.HookEvent.Moment;
import dev.mnemo.project.hook.HookEvent.Tool;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksTest {
    @TempDir
    Path folder;

    private NodeStore store;
    private Hooks hooks;
    private final Session session = new Session("s_00000001");
    private Node issue;
    private final List<Event> events = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/auth.py"), "import jwt\n\nclass TokenStore:\n    items = {}\n");
        store = NodeStore.open(folder.resolve(".mnemo"));
        issue = claim("TokenStore never evicts\nand leaks", "issues", "class TokenStore:\n    items = {}");
        claim("The file begins with jwt", "architecture", "import jwt");
        var root = new ProjectRoot(folder);
        hooks = new Hooks(
                new Anchors(store, root, InstantSource.system()),
                new Retrieval() {
                    @Override
                    public List<Hit> relevant(String text, int limit) {
                        asked.add(text);
                        return text.contains("evict") ? List.of(new Hit(issue, 1, "words")) : List.of();
                    }

                    @Override
                    public List<Hit> search(String query, int limit) {
                        return List.of();
                    }
                },
                root,
                new Hooks.Sitting(store.directory(), session, () -> "Last session: fixed the leak"),
                events::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Node claim(String content, String domain, String lines) {
        var anchor = Json.Obj.EMPTY
                .with("type", "content_hash")
                .with("file", "src/auth.py")
                .with("context_lines", lines)
                .with("content_hash", ContentHash.of(lines));
        var meta = Json.Obj.EMPTY.with("domain", domain).with("anchors", Json.array(List.of(anchor)));
        var node = Node.of(NodeType.LEAF, content, List.of(), 1, meta);
        return store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
    }

    private String respond(Moment moment, Tool tool, String path, String text, boolean fresh) {
        return hooks.respond(new HookEvent(moment, tool, path, text, fresh)).orElse("");
    }

    @Test
    void the_first_reading_of_a_file_tells_everything_and_later_ones_only_what_is_critical() {
        var first = respond(
                Moment.BEFORE_TOOL, Tool.READ, folder.resolve("src/auth.py").toString(), "", false);
        assertThat(first)
                .startsWith("[mnemo] Comprehension for auth.py (visit 1):\n")
                .contains("  [architecture] line 1: The file begins with jwt [")
                .contains("  [issues] line 3: TokenStore never evicts and leaks ["
                        + issue.address().brief() + "]");
        var second = respond(Moment.BEFORE_TOOL, Tool.READ, "src/auth.py", "", false);
        assertThat(second).contains("(visit 2)", "never evicts").doesNotContain("begins with jwt");
        respond(Moment.SESSION_START, Tool.OTHER, "", "", true);
        assertThat(respond(Moment.BEFORE_TOOL, Tool.READ, "src/auth.py", "", false))
                .contains("(visit 1)");
    }

    @Test
    void the_file_that_an_agent_reads_or_changes_is_the_one_in_work() {
        respond(Moment.BEFORE_TOOL, Tool.READ, folder.resolve("src/auth.py").toString(), "", false);
        assertThat(session.focusFile()).isEqualTo("src/auth.py");
        respond(Moment.BEFORE_TOOL, Tool.CHANGE, "src/cart.py", "", false);
        respond(Moment.BEFORE_TOOL, Tool.READ, "/etc/hosts", "", false);
        assertThat(session.focusFile()).isEqualTo("src/cart.py");
    }

    @Test
    void what_is_told_holds_nothing_that_turns_the_reading_direction() {
        issue = claim("never \u202eevict\u202c\u001b[2J anything", "issues", "import jwt");
        assertThat(respond(Moment.PROMPT, Tool.OTHER, "", "how do we evict?", false))
                .contains("never evict anything");
    }

    @Test
    void a_change_that_moves_the_code_on_is_told_and_logged() throws Exception {
        Files.writeString(
                folder.resolve("src/auth.py"), "import jwt\n\nclass TokenStore:\n    items = LruCache(100)\n");
        var answer = respond(Moment.AFTER_TOOL, Tool.CHANGE, "src/auth.py", "", false);
        assertThat(answer).contains("may have made this stale", issue.address().brief());
        assertThat(events).anyMatch(event -> event.name().equals("anchor_drift"));
        boolean drifted = store.read(
                view -> view.node(issue.address()).orElseThrow().meta().drifted());
        assertThat(drifted).isTrue();
    }

    @Test
    void a_change_asks_with_the_longest_parts_of_its_identifiers() {
        var text = "def evictExpiredEntries(self, refreshTokens): return [t for t in refreshTokens if not t.expired]";
        assertThat(respond(Moment.BEFORE_TOOL, Tool.CHANGE, "src/auth.py", text, false))
                .startsWith("[mnemo] Relevant context for auth.py:\n  [issues] TokenStore never evicts");
        assertThat(asked.getLast())
                .contains("expired", "refresh", "tokens", "entries", "evict")
                .doesNotContain("return");
    }

    @Test
    void a_session_begins_oriented_a_prompt_recalls_and_a_failure_is_looked_up() {
        assertThat(respond(Moment.SESSION_START, Tool.OTHER, "", "", true)).isEqualTo("Last session: fixed the leak");
        assertThat(respond(Moment.PROMPT, Tool.OTHER, "", "how do we evict?", false))
                .contains("never evicts");
        assertThat(respond(Moment.AFTER_FAILURE, Tool.OTHER, "", "MemoryError in evict()", false))
                .contains("a failure like this");
    }

    @Test
    void there_is_silence_when_there_is_nothing_to_say() {
        assertThat(respond(Moment.PROMPT, Tool.OTHER, "", "ok", false)).isEmpty();
        assertThat(respond(Moment.BEFORE_TOOL, Tool.READ, "src/unknown.py", "", false))
                .isEmpty();
        assertThat(respond(Moment.BEFORE_TOOL, Tool.READ, "/etc/passwd", "", false))
                .isEmpty();
        assertThat(respond(Moment.BEFORE_TOOL, Tool.READ, "a\0b", "", false)).isEmpty();
        assertThat(respond(Moment.BEFORE_TOOL, Tool.OTHER, "src/auth.py", "", false))
                .isEmpty();
        assertThat(respond(Moment.AFTER_TOOL, Tool.CHANGE, "src/auth.py", "", false))
                .isEmpty();
        assertThat(respond(Moment.STOP, Tool.OTHER, "", "", false)).isEmpty();
    }
}

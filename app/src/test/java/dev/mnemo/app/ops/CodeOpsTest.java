package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeOpsTest {
    private static final String AUTH = """
            import jwt


            class TokenStore:
                \"""Keeps refresh tokens in memory.\"""

                def put(self, user, token):
                    self.items[user] = token
            """;

    @TempDir
    Path folder;

    private ProjectMemory memory;

    @BeforeEach
    void open() throws IOException {
        var shop = Files.createDirectories(folder.resolve("shop/app")).getParent();
        Files.writeString(shop.resolve("app/auth.py"), AUTH);
        memory = TestMemory.open(shop, folder);
        claim(
                "TokenStore in app/auth.py leaks memory because refresh tokens are never evicted",
                "issues",
                Anchor.passage(
                        "app/auth.py",
                        "class TokenStore:\n    \"\"\"Keeps refresh tokens in memory.\"\"\"",
                        "class",
                        4));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void a_session_with_the_code_tools_reads_well() {
        assertThat(call("memory_read", "{\"file\": \"app/auth.py\"}"))
                .contains(
                        "## app/auth.py (8 lines)",
                        "[issues] TokenStore in app/auth.py leaks",
                        "  4: class TokenStore:")
                .contains("Shown: 8 of 8 lines");
        assertThat(
                        call(
                                "memory_edit",
                                "{\"path\": \"app/auth.py\", \"old_string\": \"Keeps refresh\", \"new_string\": \"Holds refresh\"}"))
                .contains("Edited: app/auth.py (1 replacement)", "  - Keeps refresh", "  + Holds refresh")
                .contains("⚠ 1 stale anchor", "(drifted)", "Claimed: [");
        assertThat(call("memory_verify", "{}"))
                .contains(
                        "Anchor failures (1 of 2 anchored nodes):", "✗ content_hash: DRIFTED in app/auth.py at line 4");
        assertThat(call("memory_read", "{\"file\": \"app/auth.py\", \"offset\": 3, \"limit\": 2}"))
                .startsWith("⚠ 1 stale anchor")
                .contains("critical ones", "Lines 4-5 of 8", "[DRIFTED, needs an update]", "memory_read with offset=5");
        assertThat(call("memory_write", "{\"path\": \"notes/a.txt\", \"content\": \"hello\"}"))
                .startsWith("Wrote: notes/a.txt (5 bytes, new file)");
        assertThat(call("memory_glob", "{\"pattern\": \"**/*.{py,txt}\"}"))
                .contains("app/auth.py", "██", "2 nodes", "Tree coverage: 2/2 files known (100%)");
        assertThat(call(
                        "memory_grep",
                        "{\"pattern\": \"class \\\\w+\", \"intent\": \"where are refresh tokens kept\"}"))
                .contains("## What the memory already knows", "app/auth.py (exists)", "## Matches (1 in 1 file)")
                .contains("  4: class TokenStore:");
        assertThat(call("memory_explore", "{\"topic\": \"refresh tokens leak memory\", \"deep\": true}"))
                .contains(
                        "## What the memory knows", "app/auth.py (✓)", "## Code matches", "## Passages of app/auth.py")
                .contains("⚡", "content_hash: DRIFTED");
        assertThat(call("memory_plan", "{\"task\": \"evict expired refresh tokens in TokenStore\"}"))
                .contains("## Risks", "## Affected files", "app/auth.py (exists) from: ", "## Potential blockers");
    }

    @Test
    void verify_of_one_node_lists_every_anchor() {
        var node =
                claim("jwt signs tokens", "decisions", Json.parseObject("{\"type\":\"dependency\",\"name\":\"jwt\"}"));
        assertThat(call("memory_verify", "{\"address\": \"" + node.address().brief() + "\"}"))
                .isEqualTo("Verify " + node.address().brief()
                        + ": 1/1 passed\n  ✓ dependency: 'jwt' imported in app/auth.py");
        assertThat(call("memory_verify", "{}")).isEqualTo("All 2 anchored claim(s) verified successfully.");
    }

    @Test
    void mistakes_are_refused_with_one_sentence() {
        refused("memory_read", "{\"file\": \"../../etc/passwd\"}", "outside the project");
        refused("memory_write", "{\"path\": \"/tmp/x\", \"content\": \"\"}", "outside the project");
        refused("memory_grep", "{\"pattern\": \"(\", \"intent\": \"x\"}", "Invalid regex");
        refused("memory_glob", "{\"pattern\": \"{a\"}", "not closed");
        refused("memory_verify", "{\"address\": \"../../evil\"}", "is no address");
    }

    private void refused(String tool, String arguments, String part) {
        assertThatThrownBy(() -> call(tool, arguments))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part);
    }

    private Node claim(String content, String domain, Json.Obj anchor) {
        var meta = Json.Obj.EMPTY.with("domain", domain).with("anchors", Json.array(List.of(anchor)));
        var node = Node.of(
                NodeType.LEAF, content, List.of(), InstantSource.system().millis() / 1000.0, meta);
        return memory.current().store().write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
    }

    private String call(String tool, String arguments) {
        return CodeOps.of(memory).stream()
                .filter(row -> row.name().equals(tool))
                .findFirst()
                .orElseThrow()
                .answer(Json.parseObject(arguments), Progress.NONE)
                .text();
    }
}

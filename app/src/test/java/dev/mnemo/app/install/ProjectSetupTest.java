package dev.mnemo.app.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Fsck;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSetupTest {
    @TempDir
    Path root;

    private List<String> run() {
        return new ProjectSetup(root, "# Use the memory").run();
    }

    @Test
    void a_bare_git_repository_gets_everything() throws IOException {
        Files.createDirectories(root.resolve(".git"));
        assertThat(run()).hasSize(5).allMatch(line -> line.startsWith("Created"));
        assertThat(root.resolve(".gitignore")).hasContent("# mnemo project memory\n.mnemo/\n");
        assertThat(root.resolve("CLAUDE.md")).hasContent("@.monet\n");
        assertThat(root.resolve(".monet")).hasContent("# Use the memory\n");
        assertThat(root.resolve("AGENTS.md")).content().contains("memory_recall");
    }

    @Test
    void running_again_changes_nothing() throws IOException {
        Files.createDirectories(root.resolve(".git"));
        run();
        var before = Files.readString(root.resolve("AGENTS.md"));
        assertThat(run())
                .noneMatch(line -> line.startsWith("Created") || line.startsWith("Added") || line.startsWith("Up"));
        assertThat(root.resolve("AGENTS.md")).hasContent(before);
    }

    @Test
    void what_people_wrote_stays() throws IOException {
        Files.writeString(root.resolve(".gitignore"), "target/");
        Files.writeString(root.resolve("CLAUDE.md"), "Be brief.");
        Files.writeString(
                root.resolve("AGENTS.md"), "Run the tests.\n\n<!-- mnemo -->\nold\n<!-- /mnemo -->\n\nAnd lint.\n");
        run();
        assertThat(root.resolve(".gitignore")).hasContent("target/\n\n# mnemo project memory\n.mnemo/\n");
        assertThat(root.resolve("CLAUDE.md")).hasContent("Be brief.\n\n@.monet\n");
        assertThat(root.resolve("AGENTS.md"))
                .content()
                .contains("Run the tests.", "And lint.", "memory_recall")
                .doesNotContain("old");
    }

    @Test
    void a_store_that_travels_by_git_opens_complete_and_brings_nothing_of_the_machine() throws Exception {
        var there = root.resolve("there");
        Files.createDirectories(there);
        var tokens = Node.of(NodeType.LEAF, "Tokens live for 900 seconds", List.of(), 1, Json.Obj.EMPTY);
        var links = Json.array(
                List.of(Json.Obj.EMPTY.with("addr", tokens.address().toString()).with("rel", "depends_on")));
        var store = Node.of(NodeType.LEAF, "TokenStore evicts", List.of(), 2, Json.Obj.EMPTY.with("links", links));
        try (var nodes = NodeStore.open(there.resolve(".mnemo"))) {
            nodes.write(change -> {
                for (var node : List.of(tokens, store)) {
                    change.put(node);
                    change.activate(node.address());
                }
                change.putChain("ch_000000000001", Json.Obj.EMPTY.with("members", Json.array(List.of())));
                change.addRoot(tokens.address());
                return 0;
            });
            Files.createDirectories(there.resolve(".mnemo/logs"));
            Files.writeString(there.resolve(".mnemo/logs/x.log"), "{}\n");
        }
        new ProjectSetup(there, "# Use the memory").run();
        try (var git = Git.init().setDirectory(there.toFile()).call()) {
            git.add().addFilepattern(".").call();
            assertThat(git.status().call().getAdded())
                    .filteredOn(path -> path.startsWith(".mnemo/"))
                    .containsExactlyInAnyOrder(
                            ".mnemo/.gitignore",
                            ".mnemo/active.json",
                            ".mnemo/chains.json",
                            ".mnemo/roots.json",
                            ".mnemo/nodes/" + tokens.address() + ".json",
                            ".mnemo/nodes/" + store.address() + ".json");
            git.commit()
                    .setMessage("share")
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .setSign(false)
                    .call();
        }
        var here = root.resolve("here");
        Git.cloneRepository()
                .setURI(there.toUri().toString())
                .setDirectory(here.toFile())
                .call()
                .close();
        try (var nodes = NodeStore.open(here.resolve(".mnemo"))) {
            assertThat(nodes.<List<Json>>read(view ->
                            view.activeNodes().stream().<Json>map(Node::toJson).toList()))
                    .containsExactlyInAnyOrder(tokens.toJson(), store.toJson());
            assertThat(nodes.<Integer>read(
                            view -> view.chains().size() + view.roots().size()))
                    .isEqualTo(2);
            assertThat(nodes.<Integer>read(
                            view -> view.linksTo(tokens.address()).size()))
                    .isEqualTo(1);
            assertThat(Fsck.check(nodes).findings()).isEmpty();
        }
    }

    @Test
    void examples_of_what_was_learned_say_something_and_come_from_different_parts() {
        var nodes = List.of(
                claim("a/b/One.java One: Keeps one thing.", 0.7),
                claim("a/b/Two.java Two: Keeps two things, and says a little more about them.", 0.7),
                claim("c/Three.java: declares class A, class B, class C, class D, class E", 0.5),
                claim("d/Four.java Four: " + "Long. ".repeat(40), 0.7),
                claim("README.md: A shop.", 0.7));
        assertThat(InitCommand.examples(nodes))
                .containsExactly(
                        "a/b/Two.java Two: Keeps two things, and says a little more about them.",
                        "README.md: A shop.",
                        Plain.line("d/Four.java Four: " + "Long. ".repeat(40), 110),
                        "a/b/One.java One: Keeps one thing.");
    }

    private static Node claim(String content, double confidence) {
        return Node.of(
                NodeType.LEAF,
                content,
                List.of(),
                1,
                Json.Obj.EMPTY.with("domain", "architecture").with("confidence", confidence));
    }

    @Test
    void without_git_there_is_nothing_to_ignore() {
        run();
        assertThat(root.resolve(".gitignore")).doesNotExist();
    }
}

package dev.mnemo.project.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorsTest {
    private static final String STORE = """
            import redis


            class TokenStore:
                \"""Keeps refresh tokens in memory with a sliding expiry.\"""

                def put(self, user, token):
                    self.items[user] = token


            def login(user, password):
                \"""Check the password hash and hand out a signed token.\"""
                return digest(password)[:8]
            """;
    private static final String PASSAGE =
            "class TokenStore:\n    \"\"\"Keeps refresh tokens in memory with a sliding expiry.\"\"\"";

    @TempDir
    Path folder;

    private NodeStore store;
    private Anchors anchors;

    @BeforeEach
    void open() {
        store = NodeStore.open(folder.resolve(".mnemo"));
        anchors =
                new Anchors(store, new ProjectRoot(folder), InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_passage_that_reads_as_it_did_is_found_wherever_it_moved() {
        file("app/auth.py", "# licence\n\n\n" + STORE.replace("    ", "\t").replace("\n", "\r\n"));
        var node = claim("tokens live in a dict", Anchor.passage("app/auth.py", PASSAGE, "class", 4));
        assertThat(anchors.forFile("app/auth.py")).singleElement().satisfies(anchored -> {
            assertThat(anchored.node()).isEqualTo(node);
            assertThat(anchored.line()).isEqualTo(7);
            assertThat(anchored.state()).isEqualTo(AnchorState.OK);
        });
        assertThat(anchors.verifyAll().failed()).isZero();
    }

    @Test
    void an_edited_passage_has_drifted_and_is_marked_until_the_code_is_back() {
        file("app/auth.py", STORE);
        var node = claim("tokens live in a dict", Anchor.passage("app/auth.py", PASSAGE, "class", 4));
        file("app/auth.py", STORE.replace("Keeps refresh tokens", "Holds refresh tokens"));
        assertThat(anchors.detectDrift("app/auth.py")).singleElement().satisfies(anchored -> {
            assertThat(anchored.state()).isEqualTo(AnchorState.DRIFTED);
            assertThat(anchored.line()).isEqualTo(4);
        });
        var marked = anchorOf(node);
        assertThat(marked.isTrue("drifted")).isTrue();
        assertThat(marked.string("drift_hash")).hasValue(ContentHash.of(PASSAGE.replace("Keeps", "Holds")));
        assertThat(marked.number("drift_detected")).hasValue(1_800_000_000.0);
        boolean drifted = store.read(
                view -> view.node(node.address()).orElseThrow().meta().drifted());
        assertThat(drifted).isTrue();

        file("app/auth.py", STORE);
        assertThat(anchors.detectDrift("app/auth.py")).isEmpty();
        assertThat(anchorOf(node)).isEqualTo(node.meta().anchors().getFirst());
    }

    @Test
    void lines_added_inside_a_passage_are_drift_and_a_removed_passage_is_missing() {
        var put = "def put(self, user, token):\n    self.items[user] = token";
        var login = "def login(user, password):\n    \"\"\"Check the password hash and hand out a signed token.\"\"\"";
        claim("puts", Anchor.passage("app/auth.py", put, "function", 7));
        claim("logs in", Anchor.passage("app/auth.py", login, "function", 11));
        file(
                "app/auth.py",
                STORE.substring(0, STORE.indexOf("def login"))
                        .replace("token):\n", "token):\n        self.evict()\n        self.count += 1\n"));
        assertThat(anchors.forFile("app/auth.py"))
                .extracting(anchored -> anchored.node().content(), Anchored::line, Anchored::state)
                .containsExactly(tuple("logs in", 0, AnchorState.MISSING), tuple("puts", 7, AnchorState.DRIFTED));
        remove("app/auth.py");
        assertThat(anchors.stale("app/auth.py"))
                .extracting(Anchored::state)
                .containsOnly(AnchorState.MISSING)
                .hasSize(2);
    }

    @Test
    void a_sibling_that_looks_alike_is_not_taken_for_a_removed_passage() {
        var getters = new StringBuilder();
        for (var name : List.of("alpha", "beta", "gamma", "delta")) {
            getters.append("def get_%s(self):\n    return self.%s\n\n".formatted(name, name));
        }
        file("g.py", getters.toString());
        claim("epsilon", Anchor.passage("g.py", "def get_epsilon(self):\n    return self.epsilon", "function", 13));
        assertThat(anchors.forFile("g.py")).extracting(Anchored::state).containsExactly(AnchorState.MISSING);
    }

    @Test
    void of_equal_passages_the_one_nearest_to_the_hint_is_meant() {
        file("a.js", "function f() {\n}\n" + "x\n".repeat(20) + "function f() {\n}\n" + "y\n".repeat(20));
        claim("second", Anchor.passage("a.js", "function f() {\n}", "function", 21));
        claim("first", Anchor.passage("a.js", "function f() {\n}", "function", 0));
        assertThat(anchors.forFile("a.js"))
                .extracting(anchored -> anchored.node().content(), Anchored::line)
                .containsExactly(tuple("first", 1), tuple("second", 23));
    }

    @Test
    void a_file_is_the_same_by_any_path_and_never_its_namesake() {
        file("a/util.py", "one\n");
        file("b/util.py", "two\n");
        claim("about a", Anchor.passage(folder.resolve("a/util.py").toString(), "one", "", 1));
        claim("about b", Anchor.file("./b/util.py"));
        assertThat(contents("a/util.py")).containsExactly("about a");
        assertThat(contents(folder.resolve("a/../a/util.py").toString())).containsExactly("about a");
        assertThat(contents("b/util.py")).containsExactly("about b");
        assertThat(contents("c/util.py")).isEmpty();
        assertThat(contents("util.py")).isEmpty();
        assertThat(anchors.counts(List.of("b/util.py", "c/util.py"))).containsExactly(1, 0);
    }

    @Test
    void one_node_on_two_namesakes_shows_each_its_own_line() {
        file("a/util.py", "x\none\n");
        file("b/util.py", "two\n");
        claim("both", Anchor.passage("a/util.py", "one", "", 2), Anchor.passage("b/util.py", "two", "", 1));
        assertThat(anchors.forFile("a/util.py")).extracting(Anchored::line).containsExactly(2);
        assertThat(anchors.forFile("b/util.py")).extracting(Anchored::line).containsExactly(1);
    }

    @Test
    void a_moved_file_is_known_by_its_name_as_long_as_that_is_unique() {
        file("new/tokens.py", "x\n");
        claim("tokens", Anchor.file("old/tokens.py"));
        assertThat(contents("new/tokens.py")).containsExactly("tokens");
        file("old/tokens.py", "x\n");
        assertThat(contents("new/tokens.py")).isEmpty();
        assertThat(contents("tokens.py")).containsExactly("tokens");
    }

    @Test
    void the_index_follows_every_change_of_the_store() {
        file("f.py", "x\n");
        var node = claim("one", Anchor.file("f.py"));
        assertThat(contents("f.py")).containsExactly("one");
        var plain = claim("two");
        store.write(change -> {
            change.put(plain.editMeta(meta -> meta.with("anchors", Json.array(List.of(Anchor.file("f.py"))))));
            change.deactivate(node.address());
            return 0;
        });
        assertThat(contents("f.py")).containsExactly("two");
        store.write(change -> {
            change.activate(node.address());
            change.put(plain);
            return 0;
        });
        assertThat(contents("f.py")).containsExactly("one");
        assertThat(anchors.counts(List.of("f.py"))).containsExactly(1);
    }

    @Test
    void verify_says_of_each_anchor_what_it_found() {
        file("app/auth.py", STORE);
        file("requirements.txt", "fastapi==0.110\n# celery\n");
        var node = claim(
                "everything",
                Anchor.file("app/auth.py"),
                Json.parseObject("{\"type\":\"grep\",\"pattern\":\"class TokenStore\",\"path\":\"app/auth.py\"}"),
                Json.parseObject("{\"type\":\"dependency\",\"name\":\"fastapi\"}"),
                Anchor.passage("app/auth.py", PASSAGE, "class", 4),
                Json.parseObject("{\"type\":\"grep\",\"pattern\":\"self.items[\"}"),
                Json.parseObject("{\"type\":\"dependency\",\"name\":\"redis\"}"),
                Json.parseObject("{\"type\":\"dependency\",\"name\":\"celery\"}"),
                Json.parseObject("{\"type\":\"grep\",\"pattern\":\"no such text\"}"),
                Anchor.file("gone.py"),
                Anchor.file("../outside.py"),
                Json.parseObject("{\"type\":\"moon\"}"));
        var check = anchors.verify(node.address().brief()).nodes().getFirst();
        assertThat(check.checks())
                .extracting(Verification.Check::detail)
                .satisfiesExactly(
                        detail -> assertThat(detail).isEqualTo("file: app/auth.py exists"),
                        detail -> assertThat(detail).isEqualTo("grep: 'class TokenStore' in app/auth.py found"),
                        detail -> assertThat(detail).isEqualTo("dependency: 'fastapi' found in requirements.txt"),
                        detail -> assertThat(detail).isEqualTo("content_hash: ok in app/auth.py at line 4"),
                        detail -> assertThat(detail).isEqualTo("grep: 'self.items[' found in app/auth.py"),
                        detail -> assertThat(detail).isEqualTo("dependency: 'redis' imported in app/auth.py"),
                        detail -> assertThat(detail).startsWith("dependency: 'celery' not found"),
                        detail -> assertThat(detail).isEqualTo("grep: 'no such text' NOT FOUND in any source file"),
                        detail -> assertThat(detail).isEqualTo("file: gone.py NOT FOUND"),
                        detail -> assertThat(detail).startsWith("path REJECTED").contains("outside the project"),
                        detail -> assertThat(detail).contains("unknown").contains("moon"));
        assertThat(check.passed()).isEqualTo(6);
    }

    @Test
    void verify_marks_what_drifted_and_clears_what_came_back() {
        file("app/auth.py", STORE.replace("Keeps", "Holds"));
        var node = claim("tokens", Anchor.passage("app/auth.py", PASSAGE, "class", 4));
        claim("fine", Anchor.file("app/auth.py"));
        claim("not anchored");
        var first = anchors.verifyAll();
        assertThat(first.anchored()).isEqualTo(2);
        assertThat(first.failed()).isEqualTo(1);
        assertThat(first.marked()).isEqualTo(1);
        assertThat(first.nodes().getFirst().checks().getFirst().detail()).startsWith("content_hash: DRIFTED in");
        assertThat(anchors.verifyAll().marked()).isZero();
        file("app/auth.py", STORE);
        assertThat(anchors.verify(node.address().toString()).cleared()).isEqualTo(1);
        assertThat(anchorOf(node).has("drifted")).isFalse();
    }

    @Test
    void verify_refuses_what_has_no_anchors_or_does_not_exist() {
        var node = claim("plain");
        assertThatThrownBy(() -> anchors.verify(node.address().toString()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has no anchors");
        assertThatThrownBy(() -> anchors.verify("../../evil")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> anchors.verify("0123456789ab")).isInstanceOf(Refusal.class);
    }

    @Test
    void dependencies_are_known_in_ten_ecosystems() {
        file(
                "pom.xml",
                "<dependency><groupId>org.jdbi</groupId><artifactId>jdbi3-core</artifactId></dependency>"
                        + "<!-- <artifactId>guava</artifactId> -->");
        file("web/package.json", "{\"dependencies\": {\"@scope/kit\": \"1\", \"left-pad\": \"2\"}}");
        file("Cargo.toml", "[dependencies]\nserde_json = \"1\"\n");
        file("go.mod", "require github.com/gorilla/mux v1.8.0 // indirect\n");
        file("composer.json", "{\"require\": {\"monolog/monolog\": \"3\"}}");
        file("Gemfile", "gem 'sidekiq'\n");
        file("App.csproj", "<PackageReference Include=\"Newtonsoft.Json\" Version=\"13\" />");
        file("build.gradle.kts", "implementation(\"io.ktor:ktor-server:3\")\n");
        file("pyproject.toml", "dependencies = [\"httpx>=0.2\"]\n");
        file("src/a.cpp", "#include <fmt/core.h>\n");
        file("src/A.java", "import com.google.gson.Gson;\n");
        file("src/a.ts", "import { z } from 'zod';\n");
        file("src/a.rs", "use tokio::net;\n");
        file("src/a.rb", "require 'nokogiri'\n");
        file("src/a.php", "use Carbon\\Carbon;\n");
        file("src/A.cs", "using Dapper;\n");
        file("src/a.go", "import (\n\t\"go.uber.org/zap\"\n)\n");
        file("src/A.kt", "import arrow.core.Either\n");
        for (var name : List.of(
                "jdbi3-core",
                "org.jdbi:jdbi3-core",
                "left-pad",
                "@scope/kit",
                "serde-json",
                "mux",
                "monolog",
                "sidekiq",
                "Newtonsoft.Json",
                "ktor-server",
                "httpx",
                "fmt",
                "com.google.gson",
                "zod",
                "tokio",
                "nokogiri",
                "carbon",
                "dapper",
                "zap",
                "arrow")) {
            assertThat(dependency(name).passed()).as(name).isTrue();
        }
        for (var name : List.of("guava", "jdbi3", "left", "pad", "json5", "gson2", "zo", "kit2")) {
            assertThat(dependency(name).passed()).as(name).isFalse();
        }
    }

    private Verification.Check dependency(String name) {
        var node =
                claim("needs " + name, Json.Obj.EMPTY.with("type", "dependency").with("name", name));
        return anchors.verify(node.address().toString())
                .nodes()
                .getFirst()
                .checks()
                .getFirst();
    }

    private List<String> contents(String path) {
        return anchors.forFile(path).stream()
                .map(anchored -> anchored.node().content())
                .toList();
    }

    private Json.Obj anchorOf(Node node) {
        return store.read(
                view -> view.node(node.address()).orElseThrow().meta().anchors().getFirst());
    }

    private Node claim(String content, Json.Obj... anchorObjects) {
        var meta = Json.Obj.EMPTY.with("domain", "patterns").with("anchors", Json.array(List.of(anchorObjects)));
        var node = Node.of(NodeType.LEAF, content, List.of(), 1_700_000_000, meta);
        return store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
    }

    private void file(String name, String content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), content);
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }

    private void remove(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }
}

package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.recall.Rankings;
import dev.mnemo.project.recall.Recipe;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the first implementation of the format answered about the shop, with its ranking and its clock.
class CodeGoldenTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_767_225_600L));

    @TempDir
    Path folder;

    private Json.Obj expected;
    private NodeStore store;
    private ProjectRoot root;
    private Anchors anchors;

    @BeforeEach
    void open() throws IOException, URISyntaxException {
        var golden = Path.of(CodeGoldenTest.class
                        .getResource("/golden/expected.json")
                        .toURI())
                .getParent();
        expected = Json.parseObject(Files.readAllBytes(golden.resolve("expected.json")));
        try (var files = Files.walk(golden.resolve("shop"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target =
                        folder.resolve(golden.resolve("shop").relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        store = NodeStore.open(folder.resolve(".mnemo"));
        root = new ProjectRoot(folder);
        anchors = new Anchors(store, root, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void every_anchor_of_the_shop_holds() {
        assertThat(expected.array("verify_failures").items()).isEmpty();
        var verification = anchors.verifyAll();
        assertThat(verification.failed()).isZero();
        assertThat(verification.anchored()).isPositive();
        assertThat(verification.marked()).isZero();
    }

    @Test
    void the_passages_of_a_file_are_those_that_were_always_found() {
        var pairs = new ArrayList<List<String>>();
        for (var pair : expected.array("anchors_for_tokens_py").items()) {
            var items = ((Json.Arr) pair).items();
            pairs.add(List.of(((Json.Str) items.get(0)).value(), Long.toString(((Json.Num) items.get(1)).longValue())));
        }
        assertThat(anchors.forFile("src/auth/tokens.py").stream().filter(one -> one.line() > 0))
                .extracting(one -> List.of(one.node().address().toString(), Integer.toString(one.anchorIndex())))
                .isEqualTo(pairs);
        assertThat(anchors.forFile("src/auth/tokens.py"))
                .filteredOn(one -> one.line() > 0)
                .extracting(Anchored::line)
                .containsExactly(9);
    }

    @Test
    void a_plan_names_the_nodes_files_and_blockers_that_it_always_named() {
        var text = expected.string("plan_text", "");
        var rankings = new Rankings(Recipe.CLASSIC, Optional.empty(), EventLog.NONE, CLOCK);
        var planning = new Planning(root, new Knowledge(rankings.of(store), anchors), EventLog.NONE);
        var plan = planning.plan("evict expired tokens in TokenStore");
        assertThat(brief(plan.architecture())).isEqualTo(addresses(text, "## Architecture"));
        assertThat(brief(plan.constraints())).isEqualTo(addresses(text, "## Constraints"));
        assertThat(brief(plan.risks())).isEqualTo(addresses(text, "## Risks"));
        assertThat(brief(plan.state())).isEqualTo(addresses(text, "## Current state"));
        assertThat(brief(plan.blockers())).isEqualTo(addresses(text, "## Potential blockers"));
        assertThat(plan.others()).isEqualTo(3);
        assertThat(plan.consulted()).isEqualTo(12);
        assertThat(plan.history()).isEmpty();
        assertThat(plan.files())
                .extracting(file -> "  " + file.path() + (file.exists() ? " (exists)" : " (MISSING)") + " -- from: "
                        + String.join(
                                ", ",
                                file.nodes().stream()
                                        .map(address -> address.substring(0, Address.DIGITS_SHOWN))
                                        .toList()))
                .isEqualTo(section(text, "## Affected files")
                        .lines()
                        .filter(line -> line.contains("-- from:"))
                        .toList());
    }

    private static List<String> brief(List<KnownNode> nodes) {
        return nodes.stream()
                .map(node -> node.address().substring(0, Address.DIGITS_SHOWN))
                .toList();
    }

    /// The addresses that a section of the expected text lists.
    private static List<String> addresses(String text, String heading) {
        return section(text, heading)
                .lines()
                .map(line -> java.util.regex.Pattern.compile(
                                "^  (?:! )?(?:\\[([0-9a-f]{8})] |\\[[a-z]+] ([0-9a-f]{8}))")
                        .matcher(line))
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
    }

    private static String section(String text, String heading) {
        int from = text.indexOf(heading);
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }
}

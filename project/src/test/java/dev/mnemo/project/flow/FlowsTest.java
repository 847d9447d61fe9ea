package dev.mnemo.project.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.project.claim.Desk;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.session.Session;
import dev.mnemo.project.session.SessionStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    @TempDir
    Path directory;

    private NodeStore store;
    private Flows flows;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> drifted = new LinkedHashSet<>();

    /// Finds nodes that hold a word of the text; search needs the whole text.
    private final class ByWord implements Retrieval {
        @Override
        public List<Hit> relevant(String text, int limit) {
            return hits(List.of(text.split(" ")), limit);
        }

        @Override
        public List<Hit> search(String query, int limit) {
            return hits(List.of(query), limit);
        }

        private List<Hit> hits(List<String> wanted, int limit) {
            return store.read(view -> view.activeNodes().stream()
                    .filter(node -> !node.type().equals(NodeType.PIPELINE)
                            && !node.type().equals(NodeType.VECTOR))
                    .filter(node -> wanted.stream().anyMatch(node.content()::contains))
                    .limit(limit)
                    .map(node -> new Hit(node, 1, "a word"))
                    .toList());
        }
    }

    @BeforeEach
    void openStore() {
        store = NodeStore.open(directory.resolve(".mnemo"));
        var session = new Session("s_00000001");
        var drafts = new SessionStore(store, session, CLOCK);
        var stores = new Stores(
                store, NodeStore.open(directory.resolve("global")), drafts::store, drafts::existing, _ -> store);
        var claims = new Claims(
                new Desk(stores, new ProjectRoot(directory), session, drafts, events::add, CLOCK, new Random(1)));
        flows = new Flows(
                store,
                new ByWord(),
                file -> store.read(view -> view.activeNodes().stream()
                        .filter(node -> node.content().contains(file))
                        .toList()),
                node -> drifted.contains(node.address().toString()),
                claims,
                events::add,
                CLOCK);
    }

    private String claimed(String domain, String content, Map<String, Json> meta) {
        var all = Json.Obj.EMPTY.with("domain", domain);
        for (var entry : meta.entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        var node = Node.of(NodeType.LEAF, content, List.of(), 1_000, all);
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
        return node.address().toString();
    }

    private String claimed(String domain, String content) {
        return claimed(domain, content, Map.of());
    }

    private static List<Json.Obj> steps(String... steps) {
        return Arrays.stream(steps).map(Json::parseObject).toList();
    }

    private List<String> run(String name, String parameters) {
        var outcome = flows.run(name, Json.parseObject(parameters));
        assertThat(outcome.errors()).isEmpty();
        return outcome.nodes().stream().map(Flows.Found::content).toList();
    }

    private boolean isActive(String address) {
        return store.read(view -> view.isActive(view.require(address).address()));
    }

    private List<String> contents() {
        return store.read(view -> view.activeNodes().stream().map(Node::content).toList());
    }

    private List<Link> links(String address) {
        return store.read(view -> view.require(address).meta().links());
    }

    private static Json link(String target, String relation) {
        return Json.array(List.of(Json.Obj.EMPTY.with("addr", target).with("rel", relation)));
    }

    @Test
    void the_four_built_in_pipelines_run_and_change_nothing() {
        var anchor = Map.<String, Json>of(
                "anchors",
                Json.array(List.of(Json.Obj.EMPTY.with("type", "file").with("path", "a.py"))));
        var store1 = claimed("architecture", "TokenStore keeps tokens", anchor);
        var issue = claimed("issues", "TokenStore leaks in a.py", Map.of("links", link(store1, "caused_by")));
        var before = store.read(view -> List.copyOf(view.active()));

        assertThat(run("session-orient", "{\"input\": \"tokens leaks\"}"))
                .containsExactly("orientation: tokens leaks: [architecture] TokenStore keeps tokens");
        assertThat(run("file-context", "{\"input\": \"a.py\"}"))
                .containsExactly("TokenStore leaks in a.py", "TokenStore keeps tokens");
        assertThat(flows.run("issue-cluster", Json.Obj.EMPTY).nodes())
                .containsExactly(new Flows.Found("", "issues", "known issues: [issues] TokenStore leaks in a.py"));
        assertThat(run("drift-check", "{}")).as("nothing has drifted").isEmpty();
        drifted.add(store1);
        assertThat(run("drift-check", "{}")).containsExactly("TokenStore keeps tokens");

        var after = store.read(view -> List.copyOf(view.active()));
        assertThat(after).isEqualTo(before);
        assertThat(isActive(issue)).isTrue();
    }

    @Test
    void a_summary_is_stored_only_when_the_step_says_so() {
        var one = claimed("issues", "first");
        claimed("issues", "second");
        flows.pipeline(
                "fold",
                steps(
                        "{\"op\": \"active\", \"domain\": \"issues\"}",
                        "{\"op\": \"compress\", \"label\": \"all\", \"store\": true}"),
                "");
        var outcome = flows.run("fold", Json.Obj.EMPTY);
        assertThat(outcome.nodes()).hasSize(1);
        assertThat(isActive(outcome.nodes().getFirst().address())).isTrue();
        assertThat(isActive(one)).isFalse();
    }

    @Test
    void every_step_does_what_it_says() {
        var a = claimed("decisions", "alpha", Map.of("priority", Json.of(0.9), "confidence", Json.of(0.4)));
        var b = claimed("issues", "beta word", Map.of("links", link(a, "blocks")));
        var c = claimed("issues", "gamma word", Map.of("links", link(b, "caused_by"), "priority", Json.of(0.5)));
        flows.pipeline("search", steps("{\"op\": \"search\", \"query\": \"gamma word\"}"), "");
        flows.pipeline("recall", steps("{\"op\": \"recall\", \"query\": \"gamma word\", \"max_nodes\": 5}"), "");
        assertThat(run("search", "{}")).as("search is no recall").containsExactly("gamma word");
        assertThat(run("recall", "{}")).containsExactlyInAnyOrder("beta word", "gamma word");

        flows.pipeline(
                "walk",
                steps(
                        "{\"op\": \"search\", \"query\": \"gamma\"}",
                        "{\"op\": \"traverse\", \"depth\": 2, \"direction\": \"out\"}"),
                "");
        assertThat(run("walk", "{}")).containsExactly("gamma word", "beta word", "alpha");
        flows.pipeline(
                "walk",
                steps(
                        "{\"op\": \"search\", \"query\": \"alpha\"}",
                        "{\"op\": \"traverse\", \"direction\": \"in\", \"rel_types\": [\"blocks\"]}"),
                "");
        assertThat(run("walk", "{}")).containsExactly("alpha", "beta word");

        flows.pipeline(
                "sorted",
                steps(
                        "{\"op\": \"active\"}",
                        "{\"op\": \"sort\", \"by\": \"priority\"}",
                        "{\"op\": \"pipe\"}",
                        "{\"op\": \"limit\", \"n\": 2}"),
                "");
        assertThat(run("sorted", "{}")).containsExactly("alpha", "gamma word");
        flows.pipeline(
                "kept",
                steps(
                        "{\"op\": \"active\"}",
                        "{\"op\": \"filter\", \"min_confidence\": 0.5, \"domain\": \"issues\", \"min_priority\": 0.5, \"has_anchors\": false, \"type\": \"leaf\"}"),
                "");
        assertThat(run("kept", "{}")).containsExactly("gamma word");

        flows.pipeline(
                "note",
                steps(
                        "{\"op\": \"search\", \"query\": \"beta\"}",
                        "{\"op\": \"claim\", \"content\": \"looked at {topic}\", \"domain\": \"context\"}",
                        "{\"op\": \"link\", \"target\": \"" + c + "\", \"rel\": \"enables\"}"),
                "");
        assertThat(run("note", "{\"topic\": \"beta\"}")).containsExactly("beta word");
        assertThat(contents()).contains("looked at beta");
        assertThat(links(b)).extracting(Link::relation).containsExactly("blocks", "enables");
    }

    @Test
    void mistakes_are_refused_when_a_pipeline_is_stored() {
        for (var wrong : List.of(
                "{\"op\": \"bogus\"}",
                "{\"query\": \"x\"}",
                "{\"op\": \"recall\", \"quary\": \"x\"}",
                "{\"op\": \"recall\", \"max_nodes\": 100000}",
                "{\"op\": \"limit\", \"n\": \"three\"}",
                "{\"op\": \"sort\", \"by\": \"beauty\"}",
                "{\"op\": \"traverse\", \"rel_types\": \"loves\"}",
                "{\"op\": \"link\", \"target\": \"ffffffffffff\"}",
                "{\"op\": \"link\", \"target\": \"{x}\", \"rel\": \"loves\"}",
                "{\"op\": \"link\"}",
                "{\"op\": \"claim\"}",
                "{\"op\": \"run\", \"pipeline\": \"mine\"}")) {
            assertThatThrownBy(() -> flows.pipeline("mine", steps("{\"op\": \"active\"}", wrong), ""))
                    .as(wrong)
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> flows.pipeline("mine", steps("{\"op\": \"active\"}", "{\"op\": \"bogus\"}"), ""))
                .hasMessageStartingWith("In step 1 the op 'bogus' is unknown. Valid: pipe, recall, search");
        assertThatThrownBy(() -> flows.pipeline("mine", List.of(), "")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> flows.pipeline(" ", steps("{\"op\": \"pipe\"}"), ""))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> flows.pipeline("file-context", steps("{\"op\": \"pipe\"}"), ""))
                .hasMessageContaining("is built in");
        assertThatThrownBy(() -> flows.pipeline(
                        "mine",
                        IntStream.range(0, 51)
                                .mapToObj(_ -> Json.parseObject("{\"op\": \"pipe\"}"))
                                .toList(),
                        ""))
                .hasMessage("There are 51 steps; at most 50 are allowed.");
        assertThat(flows.pipelines()).as("nothing was stored").hasSize(4);
    }

    @Test
    void two_definitions_of_one_description_stand_side_by_side_and_a_new_one_replaces_its_old() {
        var first = flows.pipeline("one", steps("{\"op\": \"active\"}"), "same words");
        var second = flows.pipeline("two", steps("{\"op\": \"pipe\"}"), "same words");
        assertThat(first.address()).isNotEqualTo(second.address());
        assertThat(flows.pipeline("one", steps("{\"op\": \"active\"}"), "same words")
                        .state())
                .isEqualTo("unchanged");
        var changed = flows.pipeline("one", steps("{\"op\": \"pipe\"}", "{\"op\": \"dedupe\"}"), "same words");
        assertThat(changed.state()).isEqualTo("changed");
        assertThat(isActive(first.address())).isFalse();
        assertThat(flows.pipelines())
                .extracting(Pipeline::name)
                .endsWith("one", "two")
                .hasSize(6);
        assertThat(flows.run("one", Json.Obj.EMPTY).of()).isEqualTo(2);
        var back = flows.pipeline("one", steps("{\"op\": \"active\"}"), "same words");
        assertThat(isActive(back.address())).isTrue();
        assertThat(flows.run(back.address().substring(0, 8), Json.Obj.EMPTY).name())
                .isEqualTo("one");
    }

    @Test
    void vectors_merge_in_every_way_and_report_what_is_missing() {
        claimed("decisions", "x first");
        claimed("decisions", "x and z");
        claimed("decisions", "z last");
        flows.pipeline(
                "find",
                steps("{\"op\": \"search\", \"query\": \"{word}\"}", "{\"op\": \"sort\", \"reverse\": false}"),
                "");
        flows.pipeline(
                "keep", steps("{\"op\": \"filter\", \"domain\": \"decisions\"}", "{\"op\": \"limit\", \"n\": 1}"), "");
        var both = steps(
                "{\"pipeline\": \"find\", \"params\": {\"word\": \"x\"}}",
                "{\"pipeline\": \"find\", \"params\": {\"word\": \"{other}\"}}");
        List<String> x = flows.run("find", Json.parseObject("{\"word\": \"x\"}")).nodes().stream()
                .map(Flows.Found::content)
                .toList();
        List<String> y = flows.run("find", Json.parseObject("{\"word\": \"z\"}")).nodes().stream()
                .map(Flows.Found::content)
                .toList();
        var union = new LinkedHashSet<>(x);
        union.addAll(y);
        var other = "{\"other\": \"z\"}";
        for (var merge : List.of("dedupe", "union")) {
            flows.vector(merge, both, merge, List.of(), "");
            assertThat(run(merge, other)).containsExactlyElementsOf(union);
        }
        flows.vector("intersect", both, "intersect", List.of(), "");
        assertThat(run("intersect", other)).containsExactly("x and z");
        flows.vector("ranked", both, "ranked", steps("{\"op\": \"limit\", \"n\": 2}"), "");
        assertThat(run("ranked", other))
                .containsExactlyElementsOf(new LinkedHashSet<>(List.of(x.get(0), y.get(0), x.get(1), y.get(1)))
                        .stream().limit(2).toList());
        flows.vector(
                "sequential",
                steps("{\"pipeline\": \"find\", \"params\": {\"word\": \"x\"}}", "{\"pipeline\": \"keep\"}"),
                "sequential",
                List.of(),
                "");
        assertThat(run("sequential", "{}")).containsExactly(x.getFirst());

        flows.vector(
                "partly",
                steps("{\"pipeline\": \"find\", \"params\": {\"word\": \"x\"}}", "{\"pipeline\": \"nowhere\"}"),
                "dedupe",
                List.of(),
                "");
        var outcome = flows.run("partly", Json.Obj.EMPTY);
        assertThat(outcome.run()).isEqualTo(1);
        assertThat(outcome.of()).isEqualTo(2);
        assertThat(outcome.errors()).containsExactly("component 1: pipeline 'nowhere' not found");
        assertThat(flows.vectors())
                .extracting(Vector::name)
                .containsExactly("dedupe", "intersect", "partly", "ranked", "sequential", "union");
        assertThatThrownBy(() -> flows.vector("v", both, "average", List.of(), ""))
                .hasMessageStartingWith("Unknown merge 'average'. Valid: dedupe, union");
        assertThatThrownBy(() -> flows.vector("v", List.of(), "dedupe", List.of(), ""))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> flows.vector("v", steps("{}"), "dedupe", List.of(), ""))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> flows.vector("find", both, "dedupe", List.of(), ""))
                .hasMessageContaining("A pipeline is called 'find'");
    }

    @Test
    void a_step_that_fails_is_named_and_the_rest_goes_on() {
        claimed("decisions", "alpha");
        flows.pipeline(
                "ask",
                steps("{\"op\": \"active\"}", "{\"op\": \"search\", \"query\": \"{input}\"}", "{\"op\": \"dedupe\"}"),
                "");
        var outcome = flows.run("ask", Json.Obj.EMPTY);
        assertThat(outcome.errors())
                .containsExactly("step 1 (search): the parameter 'input' is missing; give params={\"input\": \"…\"}");
        assertThat(outcome.nodes()).hasSize(1);
        assertThat(flows.run("ask", Json.parseObject("{\"input\": \"" + "x".repeat(9_000) + "\"}"))
                        .errors()
                        .getFirst())
                .contains("at most " + Interpolation.TEXT_CHARS_MAX);
        assertThatThrownBy(() -> flows.run("nope", Json.Obj.EMPTY)).hasMessageStartingWith("'nope' not found.");
    }

    @Test
    void a_stored_step_of_another_writer_that_is_unknown_is_reported_when_run() {
        var node = Node.of(
                NodeType.PIPELINE,
                "x",
                List.of(),
                1,
                Json.parseObject(
                        "{\"pipeline\": {\"name\": \"theirs\", \"steps\": [{\"op\": \"bogus\"}, {\"op\": \"active\"}]}}"));
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
        assertThat(flows.run("theirs", Json.Obj.EMPTY).errors()).containsExactly("step 0: unknown op 'bogus'");
    }

    @Test
    void pipelines_that_run_each_other_end() {
        flows.pipeline("a", steps("{\"op\": \"pipe\"}"), "");
        flows.pipeline("b", steps("{\"op\": \"run\", \"pipeline\": \"a\"}"), "");
        flows.pipeline("a", steps("{\"op\": \"run\", \"pipeline\": \"b\"}"), "");
        assertThat(flows.run("a", Json.Obj.EMPTY).errors())
                .containsExactly("step 0 (run): pipeline 'a' runs itself: a → b → a");
        for (int i = 0; i < 10; i++) {
            flows.pipeline(
                    "deep" + i,
                    steps(i == 0 ? "{\"op\": \"active\"}" : "{\"op\": \"run\", \"pipeline\": \"deep" + (i - 1) + "\"}"),
                    "");
        }
        assertThat(flows.run("deep9", Json.Obj.EMPTY).errors())
                .singleElement()
                .asString()
                .contains("more than 8 deep");
        assertThat(flows.run("deep7", Json.Obj.EMPTY).errors()).isEmpty();
        flows.pipeline(
                "wide",
                IntStream.range(0, 50)
                        .mapToObj(_ -> Json.parseObject("{\"op\": \"pipe\"}"))
                        .toList(),
                "");
        flows.pipeline(
                "wider",
                IntStream.range(0, 50)
                        .mapToObj(_ -> Json.parseObject("{\"op\": \"run\", \"pipeline\": \"wide\"}"))
                        .toList(),
                "");
        assertThat(flows.run("wider", Json.Obj.EMPTY).errors().getFirst())
                .contains("more than " + Runner.STEPS_RUN_MAX + " steps");
    }

    @Test
    void a_chain_teaches_a_pipeline_and_its_head_is_linked_once() {
        var first = claimed("decisions", "JWT", Map.of("recall_count", Json.of(2L)));
        var second = claimed("issues", "leak", Map.of("links", link(first, "caused_by")));
        store.write(change -> {
            change.putChain(
                    "ch_467ca89be07c",
                    Json.Obj.EMPTY
                            .with("members", Json.strings(List.of(first, second)))
                            .with("summary", "auth design thread")
                            .with("status", "active"));
            return first;
        });
        var learned = flows.learn("ch_467ca89be07c", "", true);
        assertThat(learned.name()).isEqualTo("learned-ch_467ca");
        assertThat(learned.steps())
                .extracting(step -> step.string("op", ""))
                .containsExactly("recall", "traverse", "dedupe");
        flows.learn("ch_467ca", "", true);
        assertThat(links(second))
                .extracting(link -> link.target().toString())
                .containsExactly(first, learned.address());
        var renamed = flows.learn("ch_467ca", "mine", false);
        assertThat(renamed.address()).isEmpty();
        assertThat(flows.pipelines()).extracting(Pipeline::name).doesNotContain("mine");
        assertThatThrownBy(() -> flows.learn("ch_none", "", true))
                .hasMessage("Chain 'ch_none' not found or too short to extract a pattern.");
    }

    @Test
    void a_secret_in_a_definition_is_cut_out() {
        flows.pipeline("s", steps("{\"op\": \"claim\", \"content\": \"<private>my salary</private> rose\"}"), "");
        assertThat(flows.pipelines().getLast().steps().getFirst().line())
                .contains("redacted")
                .doesNotContain("salary");
    }
}

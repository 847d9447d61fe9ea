package dev.mnemo.project.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.claim.Bench;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookupTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    Path directory;

    private Bench bench;
    private Lookup lookup;
    private Json.Obj expected;

    @BeforeEach
    void openGoldenStore() throws IOException {
        try (var files = Files.walk(GOLDEN.resolve("shop"))) {
            for (var file : files.toList()) {
                var copy = directory.resolve(
                        GOLDEN.resolve("shop").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        bench = new Bench(directory);
        lookup = new Lookup(bench.stores, bench.events::add, bench.clock());
        expected = Json.parseObject(Files.readString(GOLDEN.resolve("expected.json")));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_graph_follows_links_as_the_golden_data_say() {
        var golden = expected.object("graph_leak_depth3");
        var graph = lookup.graph("4de5de0de081", 3, "", "both");
        var edges = graph.edges().stream()
                .map(edge -> List.of(edge.source(), edge.target(), edge.relation(), String.valueOf(edge.hop())))
                .toList();
        var goldenEdges = golden.array("edges").items().stream()
                .map(edge -> ((Json.Arr) edge)
                        .items().stream()
                                .map(item -> item instanceof Json.Str(var text) ? text : item.compact())
                                .toList())
                .toList();
        assertThat(edges).isEqualTo(goldenEdges);
        assertThat(graph.nodes()).isEqualTo(golden.array("nodes").items().size() - 1);
        assertThat(graph.edges().get(1).content())
                .as("a link followed backwards shows what was found, not the root again")
                .startsWith("Refresh tokens rotate");
    }

    @Test
    void a_graph_refuses_what_it_does_not_know_and_clamps_the_depth() {
        assertThatThrownBy(() -> lookup.graph("4de5de0de081", 2, "foo", "both"))
                .hasMessageContaining("blocks, caused_by");
        assertThatThrownBy(() -> lookup.graph("4de5de0de081", 2, "", "up"))
                .hasMessageContaining("forward, reverse or both");
        assertThat(lookup.graph("4de5de0de081", 99, "", "both").edges()).isNotEmpty();
        assertThat(lookup.graph("4de5de0de081", 1, "caused_by", "forward").edges())
                .hasSize(1);
    }

    @Test
    void links_to_corrected_nodes_lead_to_their_corrections_from_both_ends() {
        var source = bench.claim("the gate needs the lock", "architecture");
        var target = bench.claim("the lock is a file", "architecture");
        bench.claims.link(source, target, "depends_on");
        bench.claims.link(target, source, "enables");
        var corrected = bench.claims.update(target, "the lock is a row", "", "").address();
        var graph = lookup.graph(source, 1, "", "both");
        assertThat(graph.edges()).extracting(Graphed.Edge::target).contains(corrected);
        assertThat(graph.edges()).extracting(Graphed.Edge::content).contains("the lock is a row");
        assertThat(lookup.graph(corrected, 1, "depends_on", "reverse").edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.content()).isEqualTo("the gate needs the lock"));
        assertThat(lookup.graph(target, 1, "", "both").note()).contains("replaced by");
        bench.claims.unlink(source, target, "");
        assertThat(lookup.graph(corrected, 1, "depends_on", "reverse").edges()).isEmpty();
    }

    @Test
    void provenance_walks_the_inputs_as_the_golden_data_say() {
        var names = List.of("svc3", "cmp1");
        var roots = List.of("fafd31dbd466", "607fdf17ad93");
        for (int at = 0; at < names.size(); at++) {
            assertThat(lookup.provenance(roots.get(at)).nodes().stream()
                            .map(Lineage.Origin::address)
                            .toList())
                    .isEqualTo(expected.array("provenance_" + names.get(at)).strings());
        }
    }

    @Test
    void the_soul_document_reads_as_the_golden_one() {
        var golden = expected.string("soul", "").replaceFirst("Generated: [^*]*", "Generated: 2026-01-01 00:00");
        assertThat(lookup.soul().text()).isEqualTo(golden);
    }

    @Test
    void the_active_nodes_read_as_the_golden_ones() {
        assertThat(lookup.active().text()).isEqualTo(expected.string("active_context", ""));
    }

    @Test
    void repetitions_are_those_of_the_golden_data() {
        var golden = expected.array("jaccard_0.5").objects().getFirst();
        var found = lookup.pruneCandidates(0.5);
        assertThat(found.pairs()).hasSize(1);
        assertThat(found.pairs().getFirst().old()).isEqualTo(golden.string("old", ""));
        assertThat(found.pairs().getFirst().young()).isEqualTo(golden.string("new", ""));
        assertThat(found.pairs().getFirst().similarity()).isEqualTo(golden.number("similarity", 0));
        assertThat(lookup.pruneCandidates(0.2).count()).isEqualTo((int) expected.number("jaccard_0.2_count", -1));
        assertThat(lookup.similar("6f3484116c34", 0.8).pairs())
                .extracting(Repeated.Pair::young)
                .containsExactly(expected.array("similar").objects().getFirst().string("addr", ""));
        assertThatThrownBy(() -> lookup.pruneCandidates(0)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> lookup.pruneCandidates(Double.NaN)).isInstanceOf(Refusal.class);
    }

    @Test
    void repetitions_are_exactly_those_that_comparing_all_pairs_finds() {
        long seed = 7;
        var random = new Random(seed);
        var nodes = new ArrayList<Node>();
        for (int at = 0; at < 300; at++) {
            var text = new StringBuilder();
            int words = random.nextInt(12);
            for (int word = 0; word < words; word++) {
                text.append("w").append(random.nextInt(1 + random.nextInt(25))).append(word % 3 == 0 ? "\u00a0" : " ");
            }
            nodes.add(Node.of(NodeType.LEAF, text + "#" + (words > 0 ? "" : at), List.of(), at, Json.Obj.EMPTY));
        }
        var likeness = new AlikePairs(nodes);
        for (double threshold : new double[] {0.05, 0.2, 0.5, 0.75, 1}) {
            int brute = 0;
            for (int one = 0; one < nodes.size(); one++) {
                for (int other = 0; other < one; other++) {
                    brute += jaccard(nodes.get(one).content(), nodes.get(other).content()) >= threshold ? 1 : 0;
                }
            }
            assertThat(likeness.pairs(threshold, 10).count())
                    .as("seed %d, threshold %s", seed, threshold)
                    .isEqualTo(brute);
            assertThat(likeness.pairs(threshold, 10).best()).hasSizeLessThanOrEqualTo(10);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void repetitions_are_followed_one_change_at_a_time(long seed) {
        var random = new Random(seed);
        var living = new ArrayList<Node>();
        for (int at = 0; at < 40; at++) {
            living.add(repetitive(random, at));
        }
        var followed = new PairCount(living, 0.5);
        for (int step = 0; step < 200; step++) {
            if (!living.isEmpty() && random.nextInt(5) < 2) {
                followed.remove(living.remove(random.nextInt(living.size())).address());
            } else {
                living.add(repetitive(random, 100 + step));
                followed.add(living.getLast());
            }
            assertThat(followed.pairs())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(new AlikePairs(living).pairs(0.5, 1).count());
        }
        assertThat(followed.size()).isEqualTo(living.size());
    }

    private static Node repetitive(Random random, int at) {
        var words = new StringBuilder("n" + at);
        for (int word = random.nextInt(8); word > 0; word--) {
            words.append(" W").append(random.nextInt(6));
        }
        return Node.of(NodeType.LEAF, words.toString(), List.of(), at, Json.Obj.EMPTY);
    }

    private static double jaccard(String left, String right) {
        var a = new HashSet<>(List.of(left.toLowerCase().strip().split("[\\s\u00a0]+")));
        var b = new HashSet<>(List.of(right.toLowerCase().strip().split("[\\s\u00a0]+")));
        var both = new HashSet<>(a);
        both.retainAll(b);
        a.addAll(b);
        return (double) both.size() / a.size();
    }

    @Test
    void a_query_says_whether_a_node_is_current_and_what_took_its_place() {
        var current = lookup.query("fafd31db");
        assertThat(current.state()).isEqualTo("active");
        assertThat(current.linkedFrom()).hasSize(3);
        var old = lookup.query("3b7d661650d6");
        assertThat(old.state()).isEqualTo("superseded");
        assertThat(old.by()).isEqualTo("fafd31dbd466");
        assertThat(lookup.query("f8805fc44454").state()).isEqualTo("compressed");
        assertThat(lookup.query("607fdf17ad93").preserved()).hasSize(3);
        assertThat(lookup.query("4de5de0de081").anchors()).isNotEmpty();
        assertThat(lookup.query("f660c3e4b621").state()).isEqualTo("root");
        assertThatThrownBy(() -> lookup.query("zzzz")).isInstanceOf(Refusal.class);
    }

    @Test
    void the_status_counts_and_names_what_should_be_looked_at() {
        var status = lookup.status();
        assertThat(status.project().activeNodes()).isEqualTo(37);
        assertThat(status.contextChars())
                .isEqualTo(expected.string("active_context", "").length());
        assertThat(status.project().root()).isEqualTo("6c45374a5e01");
        assertThat(status.project().roots()).isEqualTo(2);
        assertThat(status.chains()).isEqualTo(4);
        assertThat(status.chainsStashed()).isEqualTo(1);
        assertThat(status.health()).anyMatch(note -> note.startsWith("1 redundant pair"));
    }

    @Test
    void a_domain_is_large_by_what_was_said_and_not_by_what_the_code_says() {
        for (int i = 0; i < Health.DOMAIN_LARGE; i++) {
            var address = bench.claim("Class number " + i + " holds part " + i, "api");
            bench.project.write(change -> {
                change.put(change.node(Bench.address(address))
                        .orElseThrow()
                        .editMeta(meta -> meta.with("source", "scan")));
                return 0;
            });
            bench.claim("Task number " + i + " is about part " + i, "errands");
        }
        var large = lookup.status().health().stream()
                .filter(note -> note.contains("compressing"))
                .toList();
        assertThat(large).singleElement().asString().startsWith("errands has 25 nodes");
    }

    @Test
    void roots_chain_and_the_difference_names_what_took_the_place_of_what_went() {
        assertThat(lookup.reroot("architecture: tokens\nand stores\ndecisions: JWT")
                        .previous())
                .isEqualTo("6c45374a5e01");
        assertThat(lookup.diff().added()).isEmpty();
        var unchanged = lookup.reroot("architecture: tokens\nand stores\ndecisions: JWT");
        assertThat(unchanged.changed()).isFalse();
        assertThat(bench.number(view -> view.roots().size())).isEqualTo(3);
        assertThat(bench.node(unchanged.address()).content())
                .isEqualTo("## architecture\ntokens\nand stores\n## decisions\nJWT");

        var now = bench.claims
                .update("99b5f31c57c3", "The csv parser is exact", "", "")
                .address();
        var diff = lookup.diff();
        assertThat(diff.added()).extracting(Difference.Added::address).containsExactly(now);
        assertThat(diff.removed()).singleElement().satisfies(removed -> {
            assertThat(removed.address()).isEqualTo("99b5f31c57c3");
            assertThat(removed.state()).isEqualTo("superseded");
            assertThat(removed.by()).isEqualTo(now);
        });
        assertThatThrownBy(() -> lookup.reroot("no domain here")).hasMessageContaining("architecture:");
    }
}

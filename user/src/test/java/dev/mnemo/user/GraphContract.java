package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.graph.Edge;
import dev.mnemo.user.graph.EdgeType;
import dev.mnemo.user.graph.GraphRows;
import dev.mnemo.user.graph.GraphWalk.Around;
import dev.mnemo.user.graph.GraphWalk.Direction;
import dev.mnemo.user.graph.NewEdge;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.graph.Triple;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Source;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.Store;
import dev.mnemo.user.store.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is related to whom, as the door shows it and as recall uses it.
abstract class GraphContract {
    private static final String CAROLINE = "Caroline_0 / 凯洛";
    private static final NodeKey GOOGLE = new NodeKey(NodeType.ORGANIZATION, "Google");

    private TestStore test;
    private Store store;
    private NeuroMemory memory;
    private Graph graph;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = test.builder(new Random(5)).open();
        graph = memory.graph();
        store = test.open();
    }

    @AfterEach
    void close() {
        memory.close();
        store.close();
        test.close();
    }

    private static NodeKey person(String name) {
        return new NodeKey(NodeType.PERSON, name);
    }

    private void relate(String subject, String relation, String object, boolean single, Optional<Instant> from) {
        store.write(new Owner(Owner.TENANT_DEFAULT, CAROLINE), person -> {
            GraphRows.relate(
                    person,
                    new Triple(
                            subject.equals("user") ? "user" : "person",
                            subject,
                            relation,
                            "entity",
                            object,
                            subject + " " + relation + " " + object,
                            0.9,
                            Optional.empty(),
                            from,
                            single));
            return true;
        });
        test.clock.advance(Duration.ofHours(1));
    }

    private void relate(String subject, String relation, String object) {
        relate(subject, relation, object, EdgeType.of(relation).isSingleValued(), Optional.empty());
    }

    private List<String> lines(String question) {
        return memory.recall(CAROLINE, question).found().relations().stream()
                .map(Relation::line)
                .toList();
    }

    @Test
    void a_second_hobby_stays_and_a_new_employer_ends_the_old_one() {
        relate("user", "hobby", "chess");
        relate("user", "hobby", "climbing");
        relate("user", "teaches", "physics");
        relate("user", "admires", "Curie");
        relate("user", "works_at", "Google");
        var then = test.clock.instant();
        test.clock.advance(Duration.ofHours(1));
        relate("user", "works_at", "Meta");
        relate("user", "works_at", "Meta");
        assertThat(lines("What do I do?"))
                .containsExactlyInAnyOrder(
                        "user -> hobby -> chess",
                        "user -> hobby -> climbing",
                        "user -> teaches -> physics",
                        "user -> admires -> Curie",
                        "user -> works_at -> Meta");
        var past = graph.getNeighbors(
                CAROLINE, NodeKey.USER, Around.DEFAULT.withAsOf(then).withEdgeTypes(Set.of(EdgeType.WORKS_AT)));
        assertThat(past).extracting(one -> one.node().name()).containsExactly("Google");
    }

    @Test
    void a_rollback_takes_relations_back_and_can_be_undone() {
        relate("user", "works_at", "Google");
        var google = test.clock.instant();
        test.clock.advance(Duration.ofHours(1));
        relate("user", "works_at", "Meta");
        relate("user", "hobby", "chess");
        var back = memory.rollbackMemories(CAROLINE, google);
        assertThat(back.relations()).isEqualTo(3);
        assertThat(lines("me")).containsExactly("user -> works_at -> Google");
        memory.rollbackMemories(CAROLINE, back.undo());
        assertThat(lines("me")).containsExactlyInAnyOrder("user -> works_at -> Meta", "user -> hobby -> chess");
    }

    @Test
    void what_was_so_earlier_and_is_learned_later_is_a_thing_of_the_past() {
        relate("user", "lives_in", "Porto", true, Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
        relate("user", "lives_in", "Berlin", true, Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(lines("me")).containsExactly("user -> lives_in -> Porto");
    }

    @Test
    void names_are_found_whole_in_any_case_script_and_with_spaces() {
        relate("Al", "knows", "New York Times");
        relate("Bob Smith", "lives_in", "New York");
        relate("小明", "likes", "火锅");
        relate("Zoë O'Neil", "uses", "C++");
        relate("Иван", "owns", "Ёлка");
        assertThat(lines("Which animal is normal?")).isEmpty();
        assertThat(lines("Who reads the new york times, by the way")).containsExactly("Al -> knows -> New York Times");
        assertThat(lines("What is BOB SMITH's address?")).containsExactly("Bob Smith -> lives_in -> New York");
        assertThat(lines("你知道小明喜欢吃什么吗？")).containsExactly("小明 -> likes -> 火锅");
        assertThat(lines("who writes C++ here")).containsExactly("Zoë O'Neil -> uses -> C++");
        assertThat(lines("and zoë o'neil?")).containsExactly("Zoë O'Neil -> uses -> C++");
        assertThat(lines("что есть у Иван")).containsExactly("Иван -> owns -> Ёлка");
        graph.addAlias(CAROLINE, person("Bob Smith"), "Bobby");
        assertThat(lines("how is bobby")).containsExactly("Bob Smith -> lives_in -> New York");
        relate("Bobby", "owns", "a boat");
        assertThat(graph.getNode(CAROLINE, person("bobby"))).isEmpty();
        assertThat(lines("Bob Smith")).hasSize(2);
        assertThat(lines("?! \" ' () * : -")).isEmpty();
    }

    @Test
    void two_spellings_in_one_batch_are_one_node_and_nonsense_is_passed_over() {
        relate("user", "works_at", "Google");
        relate("user", "uses", " google ");
        relate("", "uses", "x");
        relate("y", " ", "x");
        relate("z".repeat(300), "uses", "x");
        store.write(new Owner(Owner.TENANT_DEFAULT, CAROLINE), person -> {
            for (double confidence : new double[] {0.3, Double.NaN, 7}) {
                GraphRows.relate(
                        person,
                        new Triple(
                                "person",
                                "q",
                                "knows",
                                "person",
                                "r",
                                "",
                                confidence,
                                Optional.empty(),
                                Optional.empty(),
                                false));
            }
            return true;
        });
        var nodes = graph.listNodes(CAROLINE, Optional.empty(), 100, 0);
        assertThat(nodes.items()).extracting(node -> node.key().id()).containsExactlyInAnyOrder("user", "google");
        assertThat(memory.stats(CAROLINE).activeEntities()).isEqualTo(2);
    }

    @Test
    void nodes_and_edges_are_made_changed_and_removed_by_hand() {
        graph.createNode(
                CAROLINE, NodeType.PERSON, "Ann Lee", Json.parseObject("{\"age\":3,\"password\":\"hunter2!\"}"));
        graph.createNode(CAROLINE, NodeType.ORGANIZATION, "Google", Json.Obj.EMPTY);
        assertThatThrownBy(() -> graph.createNode(CAROLINE, NodeType.PERSON, "ann  LEE", Json.Obj.EMPTY))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("already");
        var ann = graph.updateNode(CAROLINE, person("Ann Lee"), Json.parseObject("{\"age\":4,\"city\":\"Porto\"}"));
        assertThat(ann.name()).isEqualTo("Ann Lee");
        assertThat(ann.properties().number("age", 0)).isEqualTo(4);
        assertThat(ann.properties().string("password", "")).doesNotContain("hunter2");
        var edge = graph.createEdge(CAROLINE, NewEdge.of(person("ann lee"), "Works at", GOOGLE));
        assertThat(edge.type()).isEqualTo(EdgeType.WORKS_AT);
        assertThat(graph.createEdge(CAROLINE, NewEdge.of(person("ann lee"), "works_at", GOOGLE)))
                .isEqualTo(edge);
        assertThatThrownBy(() -> graph.createEdge(CAROLINE, NewEdge.of(person("nobody"), "knows", GOOGLE)))
                .isInstanceOf(Refusal.class);
        var ended = graph.updateEdge(
                CAROLINE, edge.id(), Optional.of(test.clock.instant()), Json.parseObject("{\"why\":\"moved\"}"));
        assertThat(graph.getEdge(CAROLINE, edge.id())).contains(ended);
        test.clock.advance(Duration.ofHours(1));
        assertThat(graph.getNeighbors(CAROLINE, GOOGLE, Around.DEFAULT)).isEmpty();
        assertThat(graph.deleteEdge(CAROLINE, edge.id())).isTrue();
        assertThat(graph.deleteEdge(CAROLINE, edge.id())).isFalse();
        graph.createEdge(CAROLINE, NewEdge.of(person("ann lee"), "uses", GOOGLE));
        assertThat(graph.deleteNode(CAROLINE, GOOGLE)).isTrue();
        assertThat(graph.deleteNode(CAROLINE, GOOGLE)).isFalse();
        assertThat(graph.getNeighbors(CAROLINE, person("Ann Lee"), Around.DEFAULT))
                .isEmpty();
        assertThatThrownBy(() -> graph.updateNode("nobody", GOOGLE, Json.Obj.EMPTY))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Around.DEFAULT.withDepth(11)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> person(" \n ")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_removed_memory_takes_its_relations_along() {
        var fact = memory.memories().add(CAROLINE, NewMemory.of(MemoryType.FACT, "Works at Google"));
        store.write(new Owner(Owner.TENANT_DEFAULT, CAROLINE), person -> {
            GraphRows.relate(
                    person,
                    new Triple(
                            "user",
                            "user",
                            "works_at",
                            "company",
                            "Google",
                            "",
                            1,
                            Optional.of(fact.id()),
                            Optional.empty(),
                            true));
            return true;
        });
        assertThat(lines("Google")).hasSize(1);
        memory.memories().delete(CAROLINE, fact.id());
        assertThat(lines("Google")).isEmpty();
    }

    @Test
    void recall_shows_relations_and_prefers_memories_that_speak_of_them() {
        relate("Bob Smith", "owns", "Blue Heron");
        memory.memories().add(CAROLINE, NewMemory.of(MemoryType.FACT, "The Blue Heron leaks again"));
        memory.memories().add(CAROLINE, NewMemory.of(MemoryType.FACT, "The kitchen tap leaks again"));
        var hits = memory.recall(CAROLINE, "What of Bob Smith leaks?").merged();
        assertThat(hits)
                .filteredOn(hit -> hit.source() == Source.GRAPH)
                .extracting(Hit::text)
                .containsExactly("Bob Smith -> owns -> Blue Heron");
        var memories =
                hits.stream().filter(hit -> hit.source() == Source.MEMORY).toList();
        assertThat(memories.getFirst().text()).isEqualTo("The Blue Heron leaks again");
        assertThat(memories.getFirst().factors().graphBoost()).isPositive();
        assertThat(memories.getLast().factors().graphBoost()).isZero();
    }

    @Test
    void nobody_reaches_the_graph_of_somebody_else() {
        relate("user", "works_at", "Google");
        var edge = graph.getNeighbors(CAROLINE, NodeKey.USER, Around.DEFAULT)
                .getFirst()
                .edge();
        record Stranger(Graph door, String user) {}
        for (var one : List.of(
                new Stranger(graph, "caroline_0 / 凯洛"),
                new Stranger(graph, "%"),
                new Stranger(memory.tenant("acme").graph(), CAROLINE))) {
            var stranger = one.door();
            var user = one.user();
            assertThat(stranger.getEdge(user, edge.id())).isEmpty();
            assertThat(stranger.deleteEdge(user, edge.id())).isFalse();
            assertThat(stranger.deleteNode(user, NodeKey.USER)).isFalse();
            assertThat(stranger.getNeighbors(user, NodeKey.USER, Around.DEFAULT))
                    .isEmpty();
            assertThat(stranger.findEntityFacts(user, "Google", Optional.empty(), 10))
                    .isEmpty();
            assertThatThrownBy(() -> stranger.updateEdge(user, edge.id(), Optional.empty(), Json.Obj.EMPTY))
                    .isInstanceOf(Refusal.class);
        }
        assertThat(graph.getEdge(CAROLINE, edge.id())).contains(edge);
    }

    /// Against a breadth-first search over a map.
    @Test
    void paths_and_neighbours_are_those_of_a_plain_search() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int nodes = 40;
        var ways = new HashMap<Integer, Set<Integer>>();
        var out = new HashMap<Integer, Set<Integer>>();
        for (int i = 0; i < nodes; i++) {
            graph.createNode(CAROLINE, NodeType.PERSON, "p" + i, Json.Obj.EMPTY);
        }
        for (int i = 0; i < 45; i++) {
            int from = random.nextInt(nodes);
            int to = random.nextInt(nodes);
            graph.createEdge(CAROLINE, NewEdge.of(person("p" + from), "knows", person("p" + to)));
            ways.computeIfAbsent(from, _ -> new HashSet<>()).add(to);
            ways.computeIfAbsent(to, _ -> new HashSet<>()).add(from);
            out.computeIfAbsent(from, _ -> new HashSet<>()).add(to);
        }
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(nodes);
            int to = random.nextInt(nodes);
            int depth = random.nextInt(1, 6);
            var where = "seed " + seed + " from " + from + " to " + to + " depth " + depth;
            var expected = Optional.ofNullable(distances(ways, from).get(to)).filter(steps -> steps <= depth);
            var path = graph.findPath(CAROLINE, person("p" + from), person("p" + to), depth);
            assertThat(path.map(one -> one.edges().size())).as(where).isEqualTo(expected);
            path.ifPresent(one -> {
                assertThat(one.nodes()).hasSize(one.edges().size() + 1);
                for (int step = 0; step < one.edges().size(); step++) {
                    Edge edge = one.edges().get(step);
                    assertThat(List.of(edge.source(), edge.target()))
                            .as(where)
                            .contains(
                                    one.nodes().get(step).key(),
                                    one.nodes().get(step + 1).key());
                }
            });
            var around = Around.DEFAULT.withLimit(1000).withDepth(depth).withDirection(Direction.OUT);
            var near = new ArrayList<String>();
            distances(out, from).forEach((node, steps) -> {
                if (steps > 0 && steps <= depth) {
                    near.add("p" + node + " " + steps);
                }
            });
            assertThat(graph.getNeighbors(CAROLINE, person("p" + from), around))
                    .as(where)
                    .extracting(one -> one.node().name() + " " + one.depth())
                    .containsExactlyInAnyOrderElementsOf(near);
        }
    }

    private static Map<Integer, Integer> distances(Map<Integer, Set<Integer>> ways, int from) {
        var distances = new HashMap<Integer, Integer>();
        distances.put(from, 0);
        var queue = new ArrayDeque<>(List.of(from));
        while (!queue.isEmpty()) {
            int at = queue.remove();
            for (int next : ways.getOrDefault(at, Set.of())) {
                if (distances.putIfAbsent(next, distances.get(at) + 1) == null) {
                    queue.add(next);
                }
            }
        }
        return distances;
    }
}

package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random changes through two stores of one folder, checked against plain maps after every step.
class NodeStoreModelTest {
    private static final int STEPS = 120;
    private static final String[] FILES = {"src/A.java", "src/B.java", "c.py"};

    private final TreeMap<Address, Node> nodes = new TreeMap<>();
    private final TreeSet<Address> active = new TreeSet<>();
    private final LinkedHashMap<String, Json.Obj> chains = new LinkedHashMap<>();
    private final List<Address> roots = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 7), LongStream.of(System.nanoTime()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_store_is_what_plain_maps_would_be(long seed, @TempDir Path directory) {
        var random = new Random(seed);
        var folder = directory.resolve(".mnemo");
        var first = NodeStore.open(folder);
        var second = NodeStore.open(folder);
        for (int step = 0; step < STEPS; step++) {
            var where = "seed " + seed + " step " + step;
            var store = random.nextBoolean() ? first : second;
            if (random.nextInt(8) == 0) {
                fail(store, random);
            } else {
                store.write(change -> change(change, random));
            }
            check(store, where, step % 8 == 0);
            if (random.nextInt(10) == 0) {
                check(store == first ? second : first, where + " from the other side", true);
            }
            if (random.nextInt(25) == 0) {
                first.close();
                first = NodeStore.open(folder);
                check(first, where + " reopened", true);
            }
        }
        first.close();
        second.close();
        try (var again = NodeStore.open(folder)) {
            check(again, "seed " + seed + " at the end", true);
            again.rebuild();
            check(again, "seed " + seed + " rebuilt", true);
        }
    }

    private int change(StoreChange change, Random random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    var node = claim(random);
                    change.put(node);
                    nodes.put(node.address(), node);
                    change.activate(node.address());
                    active.add(node.address());
                }
                case 3 ->
                    any(random).ifPresent(node -> {
                        change.deactivate(node.address());
                        active.remove(node.address());
                    });
                case 4 ->
                    any(random).ifPresent(node -> {
                        change.activate(node.address());
                        active.add(node.address());
                    });
                case 5, 6 ->
                    any(random).ifPresent(node -> {
                        var changed = node.withMeta(meta(random));
                        change.put(changed);
                        nodes.put(changed.address(), changed);
                    });
                case 7 -> {
                    var id = "ch_%012x".formatted(random.nextInt(4));
                    var chain = Json.Obj.EMPTY.with("chain_id", id).with("score", random.nextInt(9) / 2.0);
                    change.putChain(id, chain);
                    chains.put(id, chain);
                }
                default ->
                    any(random).ifPresent(node -> {
                        change.addRoot(node.address());
                        roots.add(node.address());
                    });
            }
        }
        return 0;
    }

    /// A writer that does something and then throws leaves nothing behind.
    private void fail(NodeStore store, Random random) {
        try {
            store.write(change -> {
                var node = claim(random);
                change.put(node);
                change.activate(node.address());
                change.putChain("ch_ffffffffffff", Json.Obj.EMPTY);
                change.addRoot(node.address());
                active.stream().findFirst().ifPresent(change::deactivate);
                throw new IllegalArgumentException("on purpose");
            });
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessage("on purpose");
        }
    }

    private Node claim(Random random) {
        var inputs = random.nextInt(3) > 0 || nodes.isEmpty()
                ? List.<String>of()
                : List.of(any(random).orElseThrow().address().toString());
        var type = inputs.isEmpty() ? NodeType.LEAF : NodeType.SUPERSEDE;
        return Node.of(type, "claim " + random.nextInt(80) + " größe", inputs, random.nextInt(99), meta(random));
    }

    private Json.Obj meta(Random random) {
        var meta = Json.Obj.EMPTY.with("domain", "d" + random.nextInt(3));
        if (random.nextInt(3) == 0) {
            meta = meta.with(
                    "anchors",
                    Json.array(List.of(Json.Obj.EMPTY
                            .with("type", "content_hash")
                            .with("file", FILES[random.nextInt(FILES.length)]))));
        }
        if (random.nextInt(3) == 0 && !nodes.isEmpty()) {
            var target = any(random).orElseThrow().address().toString();
            meta = meta.with(
                    "links",
                    Json.array(List.of(Json.Obj.EMPTY.with("addr", target).with("rel", "enables"))));
        }
        return meta;
    }

    private java.util.Optional<Node> any(Random random) {
        return nodes.values().stream()
                .skip(nodes.isEmpty() ? 0 : random.nextInt(nodes.size()))
                .findFirst();
    }

    private void check(NodeStore store, String where, boolean indexesToo) {
        store.read(view -> {
            assertThat(view.nodes().stream().map(Node::toJson))
                    .as(where)
                    .containsExactlyElementsOf(
                            nodes.values().stream().map(Node::toJson).toList());
            assertThat(view.active()).as(where).containsExactlyElementsOf(active);
            assertThat(view.activeNodes().stream().map(Node::address)).as(where).containsExactlyElementsOf(active);
            assertThat(view.chains()).as(where).isEqualTo(chains);
            assertThat(view.roots()).as(where).isEqualTo(roots);
            for (var node : indexesToo ? nodes.values() : List.<Node>of()) {
                checkIndexes(view, node, where);
            }
            return 0;
        });
    }

    private void checkIndexes(StoreView view, Node node, String where) {
        var text = node.address().toString();
        assertThat(view.node(node.address()).orElseThrow().toJson()).as(where).isEqualTo(node.toJson());
        assertThat(view.withPrefix(text.substring(0, 5), 9))
                .as(where)
                .extracting(found -> found.address().toString())
                .containsExactlyElementsOf(nodes.keySet().stream()
                        .map(Address::toString)
                        .filter(other -> other.startsWith(text.substring(0, 5)))
                        .toList());
        assertThat(view.linksTo(node.address()))
                .as(where)
                .extracting(ReverseLink::source)
                .containsExactlyInAnyOrderElementsOf(nodes.values().stream()
                        .filter(other -> other.meta().links().stream()
                                .anyMatch(link -> link.target().equals(node.address())))
                        .map(Node::address)
                        .toList());
        assertThat(view.descendants(node.address()))
                .as(where)
                .extracting(Node::address)
                .containsExactlyElementsOf(nodes.values().stream()
                        .filter(other -> other.inputs().contains(text))
                        .map(Node::address)
                        .toList());
        for (var file : FILES) {
            assertThat(view.anchorsByFile().getOrDefault(file, List.of()))
                    .as(where)
                    .extracting(FileAnchor::address)
                    .containsExactlyInAnyOrderElementsOf(active.stream()
                            .filter(address -> nodes.get(address).meta().anchors().stream()
                                    .anyMatch(
                                            anchor -> anchor.string("file", "").equals(file)))
                            .toList());
        }
    }
}

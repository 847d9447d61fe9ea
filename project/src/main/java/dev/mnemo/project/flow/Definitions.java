package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import dev.mnemo.project.node.StoreView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Pipelines and vectors as nodes. A name stands for one active definition: storing it again corrects the one before.
final class Definitions {
    static final String PIPELINE = "pipeline";
    static final String VECTOR = "vector";

    private final NodeStore store;

    Definitions(NodeStore store) {
        this.store = store;
    }

    /// A definition that was stored.
    ///
    /// @param node its node
    /// @param state `new`, `changed` or `unchanged`
    record Stored(Node node, String state) {}

    /// Stores a definition.
    ///
    /// @param kind {@link #PIPELINE} or {@link #VECTOR}, the key of the definition in the meta
    /// @param fallback what the node says if there is no description
    /// @throws Refusal if the name belongs to something else
    Stored store(NodeType type, String kind, Json.Obj definition, String fallback, double now) {
        var name = definition.string("name", "");
        var description = definition.string("description", "");
        var content = kind + " " + name + ": " + (description.isEmpty() ? fallback : description);
        return store.write(change -> {
            checkName(change, kind, name);
            var before = newest(change, kind, name);
            if (before.isPresent()
                    && before.get().content().equals(content)
                    && before.get().meta().json().object(kind).equals(definition)) {
                return new Stored(before.get(), "unchanged");
            }
            var meta = Json.Obj.EMPTY
                    .with("domain", "context")
                    .with(kind, definition)
                    .with("source", "pipeline");
            var node = node(change, type, content, before, meta, now);
            all(change, kind)
                    .filter(old -> nameOf(old, kind).equals(name))
                    .map(Node::address)
                    .toList()
                    .forEach(change::deactivate);
            change.put(node);
            change.activate(node.address());
            return new Stored(node, before.isPresent() ? "changed" : "new");
        });
    }

    private static Node node(
            StoreChange change, NodeType type, String content, Optional<Node> before, Json.Obj meta, double now) {
        if (before.isPresent()) {
            var old = before.get().address().toString();
            return Node.of(type, content, List.of(old), now, meta.with("supersedes", old));
        }
        var first = Node.of(type, content, List.of(), now, meta);
        // A definition that was withdrawn once keeps its node; the new one stands beside it.
        return change.node(first.address()).isEmpty()
                ? first
                : Node.of(type, content, List.of(first.address().toString()), now, meta);
    }

    private static void checkName(StoreView view, String kind, String name) {
        if (BuiltIn.named(name).isPresent()) {
            throw new Refusal("'" + name + "' is built in; choose another name.");
        }
        var other = kind.equals(PIPELINE) ? VECTOR : PIPELINE;
        if (newest(view, other, name).isPresent()) {
            throw new Refusal("A " + other + " is called '" + name + "' already; choose another name.");
        }
    }

    private static Stream<Node> all(StoreView view, String kind) {
        return view.activeNodes().stream()
                .filter(node -> node.meta().json().has(kind))
                .sorted(Comparator.comparingDouble(Node::created).reversed());
    }

    private static Optional<Node> newest(StoreView view, String kind, String name) {
        return all(view, kind).filter(node -> nameOf(node, kind).equals(name)).findFirst();
    }

    private static String nameOf(Node node, String kind) {
        return node.meta().json().object(kind).string("name", "");
    }

    /// The stored pipelines by name; of several with one name, the newest.
    List<Pipeline> pipelines() {
        return store.read(
                view -> newestByName(view, PIPELINE).map(Definitions::pipeline).toList());
    }

    /// The stored vectors by name; of several with one name, the newest.
    List<Vector> vectors() {
        return store.read(
                view -> newestByName(view, VECTOR).map(Definitions::vector).toList());
    }

    private static Stream<Node> newestByName(StoreView view, String kind) {
        var seen = new java.util.HashSet<String>();
        return all(view, kind)
                .filter(node -> seen.add(nameOf(node, kind)))
                .sorted(Comparator.comparing(node -> nameOf(node, kind)));
    }

    /// The pipeline with a name, or with the address of its node.
    Optional<Pipeline> pipeline(String nameOrAddress) {
        return BuiltIn.named(nameOrAddress)
                .or(() -> find(PIPELINE, nameOrAddress).map(Definitions::pipeline));
    }

    /// The vector with a name, or with the address of its node.
    Optional<Vector> vector(String nameOrAddress) {
        return find(VECTOR, nameOrAddress).map(Definitions::vector);
    }

    private Optional<Node> find(String kind, String nameOrAddress) {
        return store.read(view -> newest(view, kind, nameOrAddress).or(() -> byAddress(view, kind, nameOrAddress)));
    }

    private static Optional<Node> byAddress(StoreView view, String kind, String text) {
        boolean address = text.matches("[0-9a-f]{4," + Address.DIGITS + "}");
        return Optional.of(text)
                .filter(_ -> address)
                .map(prefix -> view.withPrefix(prefix, 2))
                .filter(found -> found.size() == 1)
                .map(List::getFirst)
                .filter(node -> node.meta().json().has(kind));
    }

    private static Pipeline pipeline(Node node) {
        var definition = node.meta().json().object(PIPELINE);
        return new Pipeline(
                definition.string("name", node.address().brief()),
                node.address().toString(),
                definition.string("description", ""),
                definition.array("steps").objects());
    }

    private static Vector vector(Node node) {
        var definition = node.meta().json().object(VECTOR);
        return new Vector(
                definition.string("name", node.address().brief()),
                node.address().toString(),
                definition.string("description", ""),
                definition.array("components").objects(),
                definition.string("merge", Merge.DEDUPE.text()),
                definition.array("post").objects());
    }
}

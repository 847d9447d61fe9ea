package dev.mnemo.project.lookup;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Relation;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.recall.ActiveText;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers questions about what is stored. Changes nothing but roots.
public final class Lookup {
    /// Pairs that {@link #pruneCandidates} lists; all are counted.
    public static final int PAIRS_MAX = 200;

    private static final Set<NodeType> COMPARED = Set.of(NodeType.LEAF, NodeType.COMPRESS, NodeType.SUPERSEDE);

    private final Redundancy redundancy = new Redundancy();
    private final Stores stores;
    private final EventLog events;
    private final InstantSource clock;
    private final Roots roots;

    /// @param stores where to look
    /// @param events learns what was asked
    /// @param clock what time it is
    public Lookup(Stores stores, EventLog events, InstantSource clock) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
        this.roots = new Roots(stores.project());
    }

    /// Everything about one node, whether or not it is active.
    ///
    /// @throws Refusal if no node or more than one has an address that begins so
    public Queried query(String address) {
        var located = stores.locate(address);
        var queried = located.store()
                .read(view -> Query.of(
                        view,
                        view.node(located.address()).orElseThrow(),
                        located.place().text(),
                        Moment.now(clock)));
        emit(Event.Layer.CONSCIOUS, "query", queried.content(), List.of(queried.address()), Json.Obj.EMPTY);
        return queried;
    }

    /// What is linked to a node.
    ///
    /// @param depth how many steps, 1 to {@link GraphWalk#DEPTH_MAX}; others are clamped
    /// @param relations the relations to follow, separated by commas; empty for all
    /// @param direction `forward`, `reverse` or `both`
    public Graphed graph(String address, int depth, String relations, String direction) {
        var wanted = Arrays.stream(relations.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> Relation.parse(name).text())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var way = GraphWalk.Direction.parse(direction);
        var located = stores.locate(address);
        var graphed = located.store().read(view -> {
            var asked = view.node(located.address()).orElseThrow();
            var root = view.successor(located.address()).orElse(asked);
            var found = GraphWalk.from(view, root, wanted, way, depth, GraphWalk.NODES_MAX);
            return graphed(asked, root, found);
        });
        emit(
                Event.Layer.CONSCIOUS,
                "graph",
                graphed.content(),
                List.of(graphed.root()),
                Json.Obj.EMPTY
                        .with("depth", depth)
                        .with("nodes", graphed.nodes())
                        .with("edges", graphed.edges().size()));
        return graphed;
    }

    private static Graphed graphed(Node asked, Node root, GraphWalk.Found found) {
        var byAddress = found.nodes().stream().collect(Collectors.toMap(Node::address, node -> node));
        var edges = new ArrayList<Graphed.Edge>();
        for (var edge : found.edges()) {
            var end = byAddress.get(edge.reversed() ? edge.source() : edge.target());
            if (end != null) {
                edges.add(new Graphed.Edge(
                        edge.hop(),
                        edge.source().toString(),
                        edge.relation(),
                        edge.target().toString(),
                        edge.reversed(),
                        end.meta().domain(),
                        end.content()));
            }
        }
        return new Graphed(
                root.address().toString(),
                root.meta().domain(),
                root.content(),
                asked.address().equals(root.address())
                        ? ""
                        : asked.address().brief() + " was replaced by "
                                + root.address().brief(),
                found.nodes().size() - 1,
                edges,
                found.truncated());
    }

    /// What a node was made from, nearest first.
    public Lineage provenance(String address) {
        var located = stores.locate(address);
        var lineage = located.store().read(view -> {
            var origins = new ArrayList<Lineage.Origin>();
            for (var node : ancestors(view, view.node(located.address()).orElseThrow())) {
                var meta = node.meta().json();
                origins.add(new Lineage.Origin(
                        node.address().toString(),
                        node.type().name(),
                        view.isActive(node.address()),
                        node.inputs().size(),
                        meta.number("coverage_score", -1),
                        meta.array("preserved_values").items().size(),
                        node.content()));
            }
            return new Lineage(origins);
        });
        emit(
                Event.Layer.CONSCIOUS,
                "provenance",
                lineage.nodes().size() + " nodes",
                List.of(lineage.nodes().getFirst().address()),
                Json.Obj.EMPTY);
        return lineage;
    }

    /// The node and everything it was made from, breadth first through the inputs in their order. Old stores hold
    /// inputs that are only the first digits of an address; these are followed too if they are unambiguous.
    public static List<Node> ancestors(StoreView view, Node node) {
        var seen = new LinkedHashSet<Node>();
        var open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            var one = open.removeFirst();
            if (!seen.add(one)) {
                continue;
            }
            for (var input : one.inputs()) {
                var exact = Address.parse(input).flatMap(view::node);
                if (exact.isPresent()) {
                    open.add(exact.get());
                } else if (input.length() < Address.DIGITS && input.matches("[0-9a-f]{4,}")) {
                    var found = view.withPrefix(input, 2);
                    if (found.size() == 1) {
                        open.add(found.getFirst());
                    }
                }
            }
        }
        return List.copyOf(seen);
    }

    /// The active nodes by domain, newest first.
    public ActiveNodes active() {
        return stores.project()
                .read(view -> new ActiveNodes(view.active().size(), ActiveText.of(view, Moment.now(clock))));
    }

    /// How the memory is: what it holds and what should be looked at.
    public StoreStatus status() {
        var status = new Health(stores, redundancy, Moment.now(clock)).status();
        emit(Event.Layer.SYSTEM, "status", status.project().activeNodes() + " active nodes", List.of(), Json.Obj.EMPTY);
        return status;
    }

    /// What changed since the last root.
    public Difference diff() {
        var diff = roots.diff(Moment.now(clock));
        emit(
                Event.Layer.SYSTEM,
                "diff",
                diff.added().size() + " added, " + diff.removed().size() + " removed",
                List.of(),
                Json.Obj.EMPTY);
        return diff;
    }

    /// The project's knowledge as one document.
    public SoulText soul() {
        var soul = roots.soul(clock.instant());
        emit(Event.Layer.SYSTEM, "soul", "root " + soul.root(), List.of(), Json.Obj.EMPTY);
        return soul;
    }

    /// Pictures the active set as a new root that names the one before it.
    ///
    /// @param summaries lines `domain: text`; further lines continue a text; empty for a picture without
    ///     summaries
    public Rerooted reroot(String summaries) {
        var rerooted = roots.reroot(summaries, Moment.now(clock));
        emit(
                Event.Layer.SYSTEM,
                "reroot",
                "root " + rerooted.address(),
                List.of(rerooted.address()),
                Json.Obj.EMPTY.with("active_count", rerooted.activeNodes()));
        return rerooted;
    }

    /// Active nodes that say nearly the same, so that one could replace the other.
    ///
    /// @param threshold how alike they must be, {@link AlikePairs#THRESHOLD_MIN} to 1
    public Repeated pruneCandidates(double threshold) {
        if (!(threshold >= AlikePairs.THRESHOLD_MIN && threshold <= 1)) {
            throw new Refusal(
                    "The threshold must be a number from " + AlikePairs.THRESHOLD_MIN + " to 1, is " + threshold + ".");
        }
        var repeated = stores.project().read(view -> {
            var nodes = compared(view);
            var pairs = new AlikePairs(nodes).pairs(threshold, PAIRS_MAX);
            return new Repeated(
                    pairs.count(),
                    pairs.best().stream().map(pair -> repeated(nodes, pair)).toList());
        });
        emit(Event.Layer.SYSTEM, "prune", repeated.count() + " pairs", List.of(), Json.Obj.EMPTY);
        return repeated;
    }

    static List<Node> compared(StoreView view) {
        return view.activeNodes().stream().filter(Lookup::isCompared).toList();
    }

    static boolean isCompared(Node node) {
        return COMPARED.contains(node.type());
    }

    private static Repeated.Pair repeated(List<Node> nodes, AlikePairs.Pair pair) {
        var first = nodes.get(pair.first());
        var second = nodes.get(pair.second());
        boolean firstIsYoung = first.created() >= second.created();
        var young = firstIsYoung ? first : second;
        var old = firstIsYoung ? second : first;
        return new Repeated.Pair(
                Math.rint(pair.similarity() * 1_000) / 1_000,
                old.address().toString(),
                old.content(),
                young.address().toString(),
                young.content());
    }

    /// The active nodes of the same type that say nearly the same as one, most alike first.
    ///
    /// @param threshold how alike they must be, 0..1
    public Repeated similar(String address, double threshold) {
        var located = stores.locate(address);
        return located.store().read(view -> {
            var node = view.node(located.address()).orElseThrow();
            var nodes = new ArrayList<Node>(List.of(node));
            view.activeNodes().stream()
                    .filter(other ->
                            other.type().equals(node.type()) && !other.address().equals(node.address()))
                    .forEach(nodes::add);
            var found = new AlikePairs(nodes).like(0, threshold);
            return new Repeated(
                    found.size(),
                    found.stream()
                            .map(pair -> new Repeated.Pair(
                                    Math.rint(pair.similarity() * 1_000) / 1_000,
                                    node.address().toString(),
                                    node.content(),
                                    nodes.get(pair.second()).address().toString(),
                                    nodes.get(pair.second()).content()))
                            .toList());
        });
    }

    private void emit(Event.Layer layer, String event, String summary, List<String> addresses, Json.Obj detail) {
        events.emit(new Event(layer, event, summary, addresses, "", detail));
    }
}

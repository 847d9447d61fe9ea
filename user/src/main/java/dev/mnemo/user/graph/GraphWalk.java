package dev.mnemo.user.graph;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.graph.EdgeRows.End;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.store.PersonTx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Questions about who is related to whom. Each step away costs two queries, however many nodes there are.
public final class GraphWalk {
    /// Steps away from where a walk began.
    public static final int DEPTH_MAX = 10;

    /// Nodes that one walk looks at.
    public static final int NODES_MAX = 10_000;

    private static final int EDGES_PER_STEP_MAX = 20_000;

    private GraphWalk() {}

    /// Which way relations are followed.
    public enum Direction {
        /// From source to target.
        OUT,
        /// From target to source.
        IN,
        BOTH
    }

    /// How far to look and at what.
    ///
    /// @param depth steps, 1 to 10
    /// @param edgeTypes only relations of these types are followed; all if empty
    /// @param nodeTypes only nodes of these types are told; all if empty
    /// @param asOf the moment at which relations must have been held; now, if empty
    /// @param limit of the nodes told, 1 to 1,000
    public record Around(
            Direction direction,
            int depth,
            Set<EdgeType> edgeTypes,
            Set<NodeType> nodeTypes,
            Optional<Instant> asOf,
            int limit) {
        /// One step in both directions, now, ten nodes.
        public static final Around DEFAULT = new Around(Direction.BOTH, 1, Set.of(), Set.of(), Optional.empty(), 10);

        public Around {
            if (depth < 1 || depth > DEPTH_MAX) {
                throw new Refusal("The depth is " + depth + "; it is 1 to " + DEPTH_MAX + ".");
            }
            Page.limit(limit);
            edgeTypes = Set.copyOf(edgeTypes);
            nodeTypes = Set.copyOf(nodeTypes);
        }

        /// The same, so many steps away.
        public Around withDepth(int steps) {
            return new Around(direction, steps, edgeTypes, nodeTypes, asOf, limit);
        }

        /// The same in one direction.
        public Around withDirection(Direction way) {
            return new Around(way, depth, edgeTypes, nodeTypes, asOf, limit);
        }

        /// The same as of a moment.
        public Around withAsOf(Instant moment) {
            return new Around(direction, depth, edgeTypes, nodeTypes, Optional.of(moment), limit);
        }

        /// The same for so many nodes.
        public Around withLimit(int nodes) {
            return new Around(direction, depth, edgeTypes, nodeTypes, asOf, nodes);
        }

        /// The same along relations of some types.
        public Around withEdgeTypes(Set<EdgeType> types) {
            return new Around(direction, depth, types, nodeTypes, asOf, limit);
        }
    }

    /// A node near another one.
    ///
    /// @param edge the relation by which it was reached
    /// @param direction out, if the relation leads to the node, else in
    /// @param depth steps from where the walk began
    public record Neighbour(Node node, Edge edge, Direction direction, int depth) {}

    private record Reached(
            NodeKey key, @Nullable NodeKey from, @Nullable Edge edge, Direction direction, int depth) {}

    /// The nodes around one, nearest and surest first.
    public static List<Neighbour> neighbours(PersonTx person, NodeKey start, Around around) {
        var found = new ArrayList<Reached>();
        walk(person, start, around, reached -> {
            if (around.nodeTypes().isEmpty()
                    || around.nodeTypes().contains(reached.key().type())) {
                found.add(reached);
            }
            return found.size() < around.limit();
        });
        var nodes = NodeRows.all(person, found.stream().map(Reached::key).toList());
        var told = new ArrayList<Neighbour>();
        for (var reached : found) {
            var node = nodes.get(reached.key());
            if (node != null && reached.edge() != null) {
                told.add(new Neighbour(node, reached.edge(), reached.direction(), reached.depth()));
            }
        }
        return told;
    }

    /// A way from one node to another.
    ///
    /// @param nodes from the one to the other
    /// @param edges one fewer
    public record Path(List<Node> nodes, List<Edge> edges) {
        public Path {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    /// A shortest way between two nodes, whichever way its relations point; empty if there is none so short.
    ///
    /// @param around how far and along what; direction, node types and limit are not looked at
    /// @throws Refusal if more than 10,000 nodes lie between
    public static Optional<Path> path(PersonTx person, NodeKey start, NodeKey goal, Around around) {
        if (NodeRows.all(person, List.of(start, goal)).size() < (start.equals(goal) ? 1 : 2)) {
            return Optional.empty();
        }
        var reached = new HashMap<NodeKey, Reached>();
        reached.put(start, new Reached(start, null, null, Direction.OUT, 0));
        if (!start.equals(goal)) {
            walk(person, start, around.withDirection(Direction.BOTH), one -> {
                reached.put(one.key(), one);
                return !one.key().equals(goal);
            });
        }
        return reached.containsKey(goal) ? Optional.of(path(person, goal, reached)) : Optional.empty();
    }

    private static Path path(PersonTx person, NodeKey goal, Map<NodeKey, Reached> reached) {
        var keys = new ArrayDeque<NodeKey>();
        var edges = new ArrayDeque<Edge>();
        for (var at = reached.get(goal); at != null; at = at.from() == null ? null : reached.get(at.from())) {
            keys.addFirst(at.key());
            if (at.edge() != null) {
                edges.addFirst(at.edge());
            }
        }
        var nodes = NodeRows.all(person, keys);
        return new Path(
                keys.stream()
                        .flatMap(key -> Optional.ofNullable(nodes.get(key)).stream())
                        .toList(),
                List.copyOf(edges));
    }

    private interface Visitor {
        /// Returns whether to go on.
        boolean visit(Reached reached);
    }

    private static void walk(PersonTx person, NodeKey start, Around around, Visitor visitor) {
        var seen = new HashSet<NodeKey>();
        seen.add(start);
        Set<NodeKey> frontier = Set.of(start);
        for (int depth = 1; depth <= around.depth() && !frontier.isEmpty(); depth++) {
            var next = new LinkedHashSet<NodeKey>();
            for (var reached : step(person, frontier, around, depth)) {
                if (seen.add(reached.key())) {
                    next.add(reached.key());
                    if (!visitor.visit(reached)) {
                        return;
                    }
                }
            }
            if (seen.size() > NODES_MAX) {
                throw new Refusal("More than " + NODES_MAX + " nodes are that near; ask for a smaller depth.");
            }
            frontier = next;
        }
    }

    private static List<Reached> step(PersonTx person, Collection<NodeKey> frontier, Around around, int depth) {
        var reached = new ArrayList<Reached>();
        for (var end : End.values()) {
            var direction = end == End.SOURCE ? Direction.OUT : Direction.IN;
            if (around.direction() == Direction.BOTH || around.direction() == direction) {
                EdgeRows.touching(person, frontier, end, around.edgeTypes(), around.asOf(), EDGES_PER_STEP_MAX)
                        .forEach(edge ->
                                reached.add(new Reached(end.other(edge), end.of(edge), edge, direction, depth)));
            }
        }
        reached.sort(Comparator.comparingDouble(
                        (Reached one) -> one.edge() == null ? 0 : -one.edge().confidence())
                .thenComparing(Comparator.comparingLong(
                        (Reached one) -> one.edge() == null ? 0 : -one.edge().seq())));
        return reached;
    }

    /// A relation with the names of its ends.
    public record Told(Edge edge, String subject, String object) {}

    /// The relations of whoever and whatever a text names, now or at a moment: those with both ends in the text
    /// first, then the surest.
    public static List<Told> named(PersonTx person, String text, Optional<Instant> asOf, int limit) {
        var named = namedIn(person, text);
        if (named.isEmpty()) {
            return List.of();
        }
        var edges = new LinkedHashSet<Edge>();
        for (var end : End.values()) {
            edges.addAll(EdgeRows.touching(person, named, end, Set.of(), asOf, limit));
        }
        var best = edges.stream()
                .sorted(Comparator.comparingInt((Edge edge) -> -ends(edge, named))
                        .thenComparingDouble(edge -> -edge.confidence())
                        .thenComparingLong(edge -> -edge.seq()))
                .limit(limit)
                .toList();
        var keys = new HashSet<NodeKey>();
        best.forEach(edge -> keys.addAll(List.of(edge.source(), edge.target())));
        var nodes = NodeRows.all(person, keys);
        return best.stream()
                .map(edge -> new Told(edge, name(nodes, edge.source()), name(nodes, edge.target())))
                .toList();
    }

    private static int ends(Edge edge, Set<NodeKey> named) {
        return (named.contains(edge.source()) ? 1 : 0) + (named.contains(edge.target()) ? 1 : 0);
    }

    private static String name(Map<NodeKey, Node> nodes, NodeKey key) {
        var node = nodes.get(key);
        return node == null ? key.id() : node.name();
    }

    /// Of names within names the longest counts: "New York" is not York.
    private static Set<NodeKey> namedIn(PersonTx person, String text) {
        var candidates = Names.candidates(text);
        var forms = candidates.stream().map(Names.Candidate::form).distinct().toList();
        var byForm = new HashMap<String, List<NodeKey>>();
        NodeRows.withAliases(person, forms)
                .forEach(one -> byForm.computeIfAbsent(one.alias(), _ -> new ArrayList<>())
                        .add(one.key()));
        var taken = new ArrayList<Names.Candidate>();
        var named = new LinkedHashSet<NodeKey>();
        for (var candidate : candidates) {
            var keys = byForm.get(candidate.form());
            if (keys != null && taken.stream().noneMatch(candidate::overlaps)) {
                taken.add(candidate);
                named.addAll(keys);
            }
        }
        if (Names.namesUser(text)) {
            named.add(NodeKey.USER);
        }
        return named;
    }
}

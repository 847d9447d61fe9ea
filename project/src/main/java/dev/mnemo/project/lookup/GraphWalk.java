package dev.mnemo.project.lookup;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows links, nearest first. A link that points at a corrected or summarised node is followed to what took
/// its place, and a node answers for the links that point at its earlier wordings. Cycles do no harm: every
/// node is looked at once, every edge named once.
public final class GraphWalk {
    /// The most steps away from the root.
    public static final int DEPTH_MAX = 5;

    /// The most nodes found unless the caller says otherwise.
    public static final int NODES_MAX = 40;

    private final StoreView view;
    private final Set<String> relations;
    private final Direction direction;
    private final int nodesMax;
    private final Map<Address, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Edge> edges = new LinkedHashMap<>();
    private final ArrayDeque<Node> next = new ArrayDeque<>();

    /// Which way links are followed.
    public enum Direction {
        /// From a node to what it names.
        FORWARD,
        /// From a node to what names it.
        REVERSE,
        /// Both.
        BOTH;

        /// Reads a direction.
        ///
        /// @throws Refusal naming the valid ones
        public static Direction parse(String text) {
            return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
                case "", "both" -> BOTH;
                case "forward", "out", "outgoing" -> FORWARD;
                case "reverse", "backward", "in", "incoming" -> REVERSE;
                default ->
                    throw new Refusal("The direction must be forward, reverse or both, is '"
                            + dev.mnemo.kernel.text.Plain.line(text, 40) + "'.");
            };
        }
    }

    /// One link that was followed.
    ///
    /// @param source where it begins
    /// @param target where it points today
    /// @param relation what it says
    /// @param hop how many steps from the root, from 1
    /// @param reversed whether it was followed against its direction, so that the source is what was found
    public record Edge(Address source, Address target, String relation, int hop, boolean reversed) {}

    /// What was found.
    ///
    /// @param nodes the root, then the nodes in the order in which they were found
    /// @param edges the links in the order in which they were found
    /// @param truncated whether more nodes are there than the limit allows
    public record Found(List<Node> nodes, List<Edge> edges, boolean truncated) {
        public Found {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    private GraphWalk(StoreView view, Set<String> relations, Direction direction, int nodesMax) {
        this.view = view;
        this.relations = Set.copyOf(relations);
        this.direction = direction;
        this.nodesMax = nodesMax;
    }

    /// Walks from a node.
    ///
    /// @param relations the relations to follow; empty for all
    /// @param depth how many steps, 1 to {@link #DEPTH_MAX}; others are clamped
    /// @param nodesMax how many nodes at most, the root included
    public static Found from(
            StoreView view, Node root, Set<String> relations, Direction direction, int depth, int nodesMax) {
        return new GraphWalk(view, relations, direction, nodesMax).walk(root, Math.clamp(depth, 1, DEPTH_MAX));
    }

    private Found walk(Node root, int depth) {
        nodes.put(root.address(), root);
        next.add(root);
        boolean complete = true;
        for (int hop = 1; hop <= depth && !next.isEmpty(); hop++) {
            var frontier = List.copyOf(next);
            next.clear();
            for (var node : frontier) {
                complete &= direction == Direction.REVERSE || forward(node, hop);
                complete &= direction == Direction.FORWARD || reverse(node, hop);
            }
        }
        return new Found(List.copyOf(nodes.values()), List.copyOf(edges.values()), !complete);
    }

    private boolean forward(Node node, int hop) {
        boolean complete = true;
        for (var link : node.meta().links()) {
            if (!follows(link.relation())) {
                continue;
            }
            var target = view.successor(link.target());
            if (target.isPresent() && !target.get().address().equals(node.address())) {
                complete &= add(node, target.get(), link.relation(), hop, false);
            }
        }
        return complete;
    }

    private boolean reverse(Node node, int hop) {
        boolean complete = true;
        for (var wording : wordings(node)) {
            for (var link : view.linksTo(wording)) {
                var holder = view.node(link.source());
                if (!follows(link.relation())
                        || holder.isEmpty()
                        || !holder.get().meta().links().contains(new Link(wording, link.relation()))) {
                    continue;
                }
                var source = view.successor(link.source());
                if (source.isPresent() && !source.get().address().equals(node.address())) {
                    complete &= add(source.get(), node, link.relation(), hop, true);
                }
            }
        }
        return complete;
    }

    private boolean add(Node source, Node target, String relation, int hop, boolean reversed) {
        var found = reversed ? source : target;
        if (!nodes.containsKey(found.address())) {
            if (nodes.size() >= nodesMax) {
                return false;
            }
            nodes.put(found.address(), found);
            next.add(found);
        }
        edges.putIfAbsent(
                source.address() + relation + target.address(),
                new Edge(source.address(), target.address(), relation, hop, reversed));
        return true;
    }

    private boolean follows(String relation) {
        return relations.isEmpty() || relations.contains(relation);
    }

    /// A node and what it corrected or summarises, however far back.
    private Set<Address> wordings(Node node) {
        var found = new LinkedHashSet<Address>();
        var seen = new HashSet<Address>();
        var open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            var one = open.removeFirst();
            found.add(one.address());
            if (!one.type().equals(NodeType.SUPERSEDE) && !one.type().equals(NodeType.COMPRESS)) {
                continue;
            }
            for (var input : new ArrayList<>(one.inputs())) {
                Address.parse(input)
                        .filter(address -> seen.add(address) && !view.isActive(address))
                        .flatMap(view::node)
                        .ifPresent(open::add);
            }
        }
        return found;
    }
}

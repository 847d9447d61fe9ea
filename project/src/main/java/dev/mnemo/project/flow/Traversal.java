package dev.mnemo.project.flow;

import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows links from one node, breadth first, over active nodes only.
///
/// @param depth how many links far
/// @param relations the relations to follow; empty means all
/// @param forward whether to follow links of a node
/// @param backward whether to follow links to a node
/// @param nodesMax how many nodes at most
record Traversal(int depth, Set<String> relations, boolean forward, boolean backward, int nodesMax) {

    /// The nodes reached, nearest first, without the start.
    List<Node> from(StoreView view, Node start) {
        Map<Address, Node> reached = new LinkedHashMap<>();
        reached.put(start.address(), start);
        var frontier = new ArrayDeque<>(List.of(start));
        for (int hop = 0; hop < depth && !frontier.isEmpty(); hop++) {
            var next = new ArrayDeque<Node>();
            for (var node : frontier) {
                for (var neighbour : neighbours(view, node)) {
                    if (reached.size() <= nodesMax && reached.putIfAbsent(neighbour.address(), neighbour) == null) {
                        next.add(neighbour);
                    }
                }
            }
            frontier = next;
        }
        return reached.values().stream().skip(1).toList();
    }

    private List<Node> neighbours(StoreView view, Node node) {
        var addresses = new ArrayList<Address>();
        if (forward) {
            node.meta().links().stream()
                    .filter(link -> follows(link.relation()))
                    .forEach(link -> addresses.add(link.target()));
        }
        if (backward) {
            view.linksTo(node.address()).stream()
                    .filter(link -> follows(link.relation()))
                    .forEach(link -> addresses.add(link.source()));
        }
        return addresses.stream()
                .filter(view::isActive)
                .flatMap(address -> view.node(address).stream())
                .toList();
    }

    private boolean follows(String relation) {
        return relations.isEmpty() || relations.contains(relation);
    }
}

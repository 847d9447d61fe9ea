package dev.mnemo.project.recall;

import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.util.Set;

/// Which active nodes are knowledge about the project, and which serve something else: handoffs and arcs are told
/// when a sitting begins, pipelines and vectors are run, surveys are read by those who improve the memory.
final class Ordinary {
    private static final Set<NodeType> TOOLS =
            Set.of(NodeType.PIPELINE, NodeType.VECTOR, NodeType.ROOT, NodeType.TOMBSTONE);

    private Ordinary() {}

    /// Whether recall may show the node among the knowledge.
    static boolean isKnowledge(Node node) {
        var meta = node.meta();
        return !TOOLS.contains(node.type())
                && !meta.flag("handoff")
                && !meta.flag("arc")
                && !meta.source().equals("survey")
                && !meta.json().has("pipeline")
                && !meta.json().has("vector");
    }

    /// Whether the node is in question: its code has moved on, or a correction nearby may concern it.
    static boolean isInQuestion(Node node) {
        return node.meta().drifted() || node.meta().json().has("potentially_stale");
    }
}

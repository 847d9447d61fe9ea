package dev.mnemo.project.code;

import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.recall.Retrieval;
import java.util.List;

/// The two ways in which code tools ask the memory: by meaning and by place.
///
/// @param retrieval finds the nodes that matter for a text
/// @param anchors knows the nodes that speak of a file
public record Knowledge(Retrieval retrieval, Anchors anchors) {
    /// The nodes that matter for a text, best first.
    List<Node> relevant(String text, int limit) {
        return retrieval.relevant(text, limit).stream().map(Retrieval.Hit::node).toList();
    }
}

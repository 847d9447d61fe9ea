package dev.mnemo.project.anchor;

import dev.mnemo.project.node.Node;

/// A node that speaks of a file, and how it stands to the file now.
///
/// @param node the node
/// @param anchorIndex the place of the anchor in the node's list, from 0
/// @param anchor the anchor that names the file
/// @param line the line where its passage begins now, from 1; 0 if it has none or it is missing
/// @param state whether the code is as the anchor says
/// @param currentHash the content hash of the passage as it is now, or empty
public record Anchored(Node node, int anchorIndex, Anchor anchor, int line, AnchorState state, String currentHash) {
    /// Whether the node may describe code that has changed.
    public boolean isStale() {
        return state != AnchorState.OK;
    }
}

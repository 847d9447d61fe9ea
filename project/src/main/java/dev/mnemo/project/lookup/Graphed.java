package dev.mnemo.project.lookup;

import java.util.List;

/// What is linked to a node.
///
/// @param root the node walked from
/// @param domain its domain, or empty
/// @param content what it says
/// @param note that the node asked for was replaced by the root, or empty
/// @param nodes how many other nodes were found
/// @param edges the links in the order in which they were found
/// @param truncated whether there are more than could be shown
public record Graphed(
        String root, String domain, String content, String note, int nodes, List<Edge> edges, boolean truncated) {
    public Graphed {
        edges = List.copyOf(edges);
    }

    /// One link.
    ///
    /// @param hop how many steps from the root, from 1
    /// @param source where it begins
    /// @param relation what it says
    /// @param target where it points
    /// @param reversed whether the source is what was found
    /// @param domain the domain of the node found
    /// @param content what the node found says
    public record Edge(
            int hop, String source, String relation, String target, boolean reversed, String domain, String content) {}
}

package dev.mnemo.project.lookup;

import java.util.List;

/// What a node was made from, nearest first.
///
/// @param nodes the node itself, then its origins
public record Lineage(List<Origin> nodes) {
    public Lineage {
        nodes = List.copyOf(nodes);
    }

    /// One node of a lineage.
    ///
    /// @param address its full address
    /// @param type what kind of node it is
    /// @param active whether recall may surface it
    /// @param inputs how many nodes it was made from
    /// @param coverage how much of them a summary keeps; -1 if it is none
    /// @param preserved how many of their clauses a summary keeps word for word
    /// @param content what it says
    public record Origin(
            String address, String type, boolean active, int inputs, double coverage, int preserved, String content) {}
}

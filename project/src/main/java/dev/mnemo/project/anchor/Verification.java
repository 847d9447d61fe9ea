package dev.mnemo.project.anchor;

import java.util.List;

/// What a verification of anchors found.
///
/// @param anchored how many nodes with anchors were looked at
/// @param failed how many of them have an anchor that does not hold
/// @param marked how many anchors were marked as drifted by this verification
/// @param cleared how many marks were taken away, because the code is again as the anchor says
/// @param nodes one node if one was asked for; otherwise those that failed, in ascending order of address
public record Verification(int anchored, int failed, int marked, int cleared, List<NodeCheck> nodes) {
    public Verification {
        nodes = List.copyOf(nodes);
    }

    /// The anchors of one node.
    ///
    /// @param address the node, 12 digits
    /// @param content what it says
    /// @param active whether recall may surface it
    /// @param passed how many anchors hold
    /// @param checks one for each anchor, in order
    public record NodeCheck(String address, String content, boolean active, int passed, List<Check> checks) {
        public NodeCheck {
            checks = List.copyOf(checks);
        }
    }

    /// One anchor.
    ///
    /// @param passed whether it holds
    /// @param detail what was looked for and what was found
    public record Check(boolean passed, String detail) {}
}

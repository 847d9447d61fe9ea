package dev.mnemo.project.lookup;

import java.util.List;

/// What changed since the last root.
///
/// @param root the root, or empty if there is none
/// @param rootNodes how many nodes were active then
/// @param added active nodes that were not active then; without a root, all
/// @param removed nodes that were active then and are not now
/// @param unchanged how many are active then and now
public record Difference(String root, int rootNodes, List<Added> added, List<Removed> removed, int unchanged) {
    public Difference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /// A node that came.
    ///
    /// @param address its full address
    /// @param domain its domain, or empty
    /// @param ageDays days since it was made
    /// @param content what it says
    public record Added(String address, String domain, int ageDays, String content) {}

    /// A node that went.
    ///
    /// @param address its full address
    /// @param domain its domain, or empty
    /// @param state what became of it, as {@link Queried} says it
    /// @param by what took its place, or empty
    /// @param content what it said
    public record Removed(String address, String domain, String state, String by, String content) {}
}

package dev.mnemo.project.claim;

import java.util.List;

/// The nodes that may no longer hold because another one changed.
///
/// @param address the node that changed
/// @param content what it says
/// @param dryRun whether they were only listed and not flagged
/// @param dependents the nodes, those with the strongest tie first
public record Rebased(String address, String content, boolean dryRun, List<Dependent> dependents) {
    public Rebased {
        dependents = List.copyOf(dependents);
    }

    /// One node that may no longer hold.
    ///
    /// @param address its full address
    /// @param agent who claimed it, or empty
    /// @param content what it says
    /// @param reasons what ties it to the node that changed
    public record Dependent(String address, String agent, String content, List<String> reasons) {
        public Dependent {
            reasons = List.copyOf(reasons);
        }
    }
}

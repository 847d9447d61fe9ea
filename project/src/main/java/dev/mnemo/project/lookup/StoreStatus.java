package dev.mnemo.project.lookup;

import java.util.List;

/// How the memory is.
///
/// @param project how the project's store is
/// @param contextChars how long the text of {@link ActiveNodes} is
/// @param health what should be looked at, one sentence each; none if all is well
/// @param chainsActive chains that take part in recall
/// @param chainsStashed chains kept back
/// @param chains all chains
/// @param global how the global store is
public record StoreStatus(
        Store project,
        int contextChars,
        List<String> health,
        int chainsActive,
        int chainsStashed,
        int chains,
        Store global) {
    public StoreStatus {
        health = List.copyOf(health);
    }

    /// How one store is.
    ///
    /// @param path its folder
    /// @param activeNodes nodes that recall may surface
    /// @param allNodes all nodes, history included
    /// @param root the current root, or empty
    /// @param roots how many roots there are
    /// @param domains active nodes by domain, in the order of the alphabet
    public record Store(String path, int activeNodes, int allNodes, String root, int roots, List<DomainCount> domains) {
        public Store {
            domains = List.copyOf(domains);
        }
    }

    /// How many active nodes a domain has.
    public record DomainCount(String domain, int nodes) {}
}

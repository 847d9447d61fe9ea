package dev.mnemo.project.claim;

import java.util.List;

/// Chains of a session that became part of the project.
///
/// @param chains the chains; none if none was waiting
public record Promoted(List<Chain> chains) {
    public Promoted {
        chains = List.copyOf(chains);
    }

    /// One chain.
    ///
    /// @param chainId its id
    /// @param summary what it is about
    /// @param nodes how many of its nodes stand in the project now
    public record Chain(String chainId, String summary, int nodes) {}
}

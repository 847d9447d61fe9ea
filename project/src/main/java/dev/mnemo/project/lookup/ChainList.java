package dev.mnemo.project.lookup;

import java.util.List;

/// Chains, plans first, then the ones that grew last.
///
/// @param total how many there are
/// @param chains the first of them
public record ChainList(int total, List<Row> chains) {
    public ChainList {
        chains = List.copyOf(chains);
    }

    /// One chain.
    ///
    /// @param id its id
    /// @param plan whether it is a plan
    /// @param domain its domain, or empty
    /// @param status `preliminary`, `active`, `stashed`, `archived` or `superseded`
    /// @param agent who leads it, or empty
    /// @param nodes how many nodes it has
    /// @param ageDays days since it last grew
    /// @param place `project` or `session`
    /// @param summary what it is about, or empty
    /// @param lastExtended when it last grew, epoch seconds
    /// @param team of a plan: who works on it as what, or empty
    /// @param target of a plan: what it is to bring about, or empty
    /// @param friction of a plan: how many places it expects trouble at
    public record Row(
            String id,
            boolean plan,
            String domain,
            String status,
            String agent,
            int nodes,
            int ageDays,
            String place,
            String summary,
            double lastExtended,
            String team,
            String target,
            int friction) {}
}

package dev.mnemo.project.lookup;

import java.util.List;

/// What was stored, newest first.
///
/// @param total how many nodes fit
/// @param byChains whether they are to be grouped by chain
/// @param entries the newest of them
public record Logged(int total, boolean byChains, List<Entry> entries) {
    public Logged {
        entries = List.copyOf(entries);
    }

    /// One node.
    ///
    /// @param address its full address
    /// @param created when it was made, epoch seconds
    /// @param agent who claimed it, or empty
    /// @param domain its domain, or empty
    /// @param type what kind of node it is
    /// @param state what became of it, as {@link Queried} says it
    /// @param chain its first chain, or empty
    /// @param chainSummary what that is about, or empty
    /// @param content what it says
    public record Entry(
            String address,
            double created,
            String agent,
            String domain,
            String type,
            String state,
            String chain,
            String chainSummary,
            String content) {}
}

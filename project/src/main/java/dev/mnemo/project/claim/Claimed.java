package dev.mnemo.project.claim;

import java.util.List;

/// What became of claims.
///
/// @param stored the claims that are stored now, in the order given
/// @param skipped one sentence for each claim that was not stored
/// @param chainId the chain they joined, or empty
/// @param chainSummary its name, or empty
/// @param chainNew whether the chain was started for them
public record Claimed(
        List<Stored> stored, List<String> skipped, String chainId, String chainSummary, boolean chainNew) {
    public Claimed {
        stored = List.copyOf(stored);
        skipped = List.copyOf(skipped);
    }

    /// One stored claim.
    ///
    /// @param address its full address
    /// @param domain its domain
    /// @param place `project`, `global`, `session` or the name of another project
    /// @param state `new`, `merged` (the text was known; what is new was added) or `revived` (known but
    ///     inactive)
    /// @param content what it says, as stored
    /// @param notes what the claimer should know: what was redacted, which anchors were ignored, an odd domain
    public record Stored(
            String address, String domain, String place, String state, String content, List<String> notes) {
        public Stored {
            notes = List.copyOf(notes);
        }
    }
}

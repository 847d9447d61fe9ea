package dev.mnemo.project.claim;

/// What became of something that another memory knew.
///
/// @param state what was done
/// @param reason why it was not taken over, one sentence; empty if it was or was known
public record Adoption(State state, String reason) {
    /// What can be done.
    public enum State {
        /// It was not known and is now.
        NEW,
        /// It was known already.
        KNOWN,
        /// It was known here and corrected, summarised, stashed or forgotten since; it stays so.
        KEPT_AWAY,
        /// It cannot be a claim.
        REFUSED
    }
}

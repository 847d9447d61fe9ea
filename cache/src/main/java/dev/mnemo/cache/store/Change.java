package dev.mnemo.cache.store;

/// One line of the change log, which tells the processes that share a store what happened to it.
///
/// @param sequence place in the log, see {@link Store#changesSince}
/// @param kind what happened
/// @param id of the entry, or of the feedback
/// @param namespace of the entry, or of the feedback
public record Change(long sequence, Kind kind, long id, String namespace) {
    /// What happened.
    public enum Kind {
        /// An entry was stored or replaced: read it again, its vector may be another one.
        PUT,
        /// An entry is gone.
        REMOVED,
        /// Feedback was added.
        FEEDBACK
    }
}

package dev.mnemo.cache.store;

import java.util.List;

/// A stretch of the change log.
///
/// @param changes what happened, oldest first
/// @param complete whether nothing is missing between the sequence that was asked for and the first change
public record Changes(List<Change> changes, boolean complete) {
    public Changes {
        changes = List.copyOf(changes);
    }
}

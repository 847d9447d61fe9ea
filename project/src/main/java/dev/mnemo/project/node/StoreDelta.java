package dev.mnemo.project.node;

import java.util.List;
import java.util.Set;

/// What changed in a store, for whoever keeps something derived from it.
///
/// @param everything the store was read anew; the lists are empty and nothing derived may be kept
/// @param put nodes stored or with changed meta
/// @param activated addresses that became active
/// @param deactivated addresses that are no longer active
public record StoreDelta(boolean everything, List<Node> put, Set<Address> activated, Set<Address> deactivated) {
    /// The delta that says: read everything anew.
    public static final StoreDelta EVERYTHING = new StoreDelta(true, List.of(), Set.of(), Set.of());

    public StoreDelta {
        put = List.copyOf(put);
        activated = Set.copyOf(activated);
        deactivated = Set.copyOf(deactivated);
    }
}

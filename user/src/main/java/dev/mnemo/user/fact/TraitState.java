package dev.mnemo.user.fact;

import java.time.Instant;
import java.util.Optional;

/// How sure a trait is. Belongs to memories of type `trait`.
///
/// @param stage trend, candidate, emerging, established, core or dissolved
/// @param subtype behavior, preference or core
/// @param parent the trait that this one became part of
/// @param reinforcements how often it was confirmed
/// @param contradictions how often it was contradicted
/// @param window when a trend must have been confirmed by
public record TraitState(
        String stage,
        String subtype,
        Optional<String> parent,
        int reinforcements,
        int contradictions,
        Optional<Instant> reinforcedAt,
        Optional<Instant> firstObservedAt,
        Optional<Window> window) {
    /// A stretch of time in which a trend is watched.
    public record Window(Instant start, Instant end) {}
}

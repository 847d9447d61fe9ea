package dev.mnemo.user.digest;

import dev.mnemo.user.fact.Memory;
import java.util.List;

/// What somebody who looked at new memories wants of traits. Ids name memories and traits that there are.
sealed interface TraitChange {
    /// Something shows that may become a trait.
    record Begin(Traits.Idea idea, String quality) implements TraitChange {}

    /// More speaks for a trait.
    record Reinforce(String traitId, List<String> evidence, String quality) implements TraitChange {}

    /// Something speaks against a trait.
    record Contradict(String traitId, List<String> evidence) implements TraitChange {}

    /// Several traits are one deeper one.
    record Deepen(List<String> traitIds, String content) implements TraitChange {}

    /// What new memories and traits there are.
    record Seen(List<Memory> memories, List<Memory> traits) {}
}

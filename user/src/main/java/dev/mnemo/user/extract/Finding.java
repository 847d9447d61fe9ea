package dev.mnemo.user.extract;

import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.fact.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that an extractor found in what was said.
public sealed interface Finding {
    /// Something that is so, or happened, or is planned. If its slot is filled, it replaces what fills it.
    ///
    /// @param memory what is to be kept
    /// @param tie the same as an edge of the graph
    /// @param replaces id of the memory that it corrects, if the extractor saw it
    record Learned(NewMemory memory, Optional<Tie> tie, Optional<String> replaces) implements Finding {}

    /// Something that is no longer so.
    ///
    /// @param slot what it was about, if that is known
    /// @param value a part of the words of the memory that ends; empty for whatever fills the slot
    /// @param memoryId the memory that ends, if the extractor saw it
    /// @param at since when it is no longer so
    record Ended(
            Optional<Slot> slot, String value, Optional<String> memoryId, Optional<Instant> at, List<String> sources)
            implements Finding {
        public Ended {
            sources = List.copyOf(sources);
        }
    }

    /// Two people or things that have to do with each other.
    ///
    /// @param subjectType `user`, `person`, `organization`, `location`, `skill` or `entity`
    /// @param subject its name; `user` for the person
    /// @param relation such as `works_at`
    /// @param objectType as `subjectType`
    /// @param singleValued whether a subject has one object of this relation at a time
    record Tie(
            String subjectType,
            String subject,
            String relation,
            String objectType,
            String object,
            boolean singleValued) {}
}

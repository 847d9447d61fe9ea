package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.MemoryType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What something about a person is, where a source tells more than a sentence.
sealed interface Personal {
    /// Something believed.
    ///
    /// @param importance 1 to 10
    record Belief(MemoryType type, int importance) implements Personal {}

    /// Something said, by somebody in some conversation.
    record Utterance(String role, String session) implements Personal {}

    /// A value of the application.
    record Value(String namespace, String key, Json value) implements Personal {}

    /// A file; the item's content is its text, which may be empty.
    ///
    /// @param objectKey where its bytes are in the source's object storage
    record Paper(String filename, String category, List<String> tags, String objectKey) implements Personal {}

    /// Somebody or something that the person knows; the item's content is the name.
    ///
    /// @param type the source's word for what it is
    record Thing(String type, Json.Obj properties) implements Personal {}

    /// A relation between two things; the item's content is the sentence that it was learned from.
    ///
    /// @param relation the source's word for it
    /// @param ended when it ended, if it did
    record Tie(
            End source,
            String relation,
            End target,
            Optional<Instant> from,
            Optional<Instant> ended,
            Json.Obj properties)
            implements Personal {}

    /// One end of a relation.
    record End(String type, String name) {}
}

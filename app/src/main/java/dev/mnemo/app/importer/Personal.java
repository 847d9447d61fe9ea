package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.MemoryType;

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
}

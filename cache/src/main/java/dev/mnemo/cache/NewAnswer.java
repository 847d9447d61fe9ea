package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.kernel.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// An answer to be stored and what goes with it.
///
/// @param answer what the model said
/// @param metadata what the caller wants back with a hit
/// @param lifetime how long it may be given out
/// @param tags labels by which it can be invalidated
/// @param sourceVersion version of the knowledge it rests on, empty if there is none
public record NewAnswer(
        Answer answer, Json.Obj metadata, Lifetime lifetime, SortedSet<String> tags, String sourceVersion) {
    public NewAnswer {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /// A text and nothing else.
    public static NewAnswer of(String response) {
        return of(Answer.of(response));
    }

    /// An answer and nothing else.
    public static NewAnswer of(Answer answer) {
        return new NewAnswer(answer, Json.Obj.EMPTY, Lifetime.standard(), new TreeSet<>(), "");
    }

    /// The same, of another answer.
    public NewAnswer with(Answer other) {
        return new NewAnswer(other, metadata, lifetime, tags, sourceVersion);
    }

    /// This answer with metadata.
    public NewAnswer withMetadata(Json.Obj given) {
        return new NewAnswer(answer, given, lifetime, tags, sourceVersion);
    }

    /// This answer with a lifetime.
    public NewAnswer withLifetime(Lifetime given) {
        return new NewAnswer(answer, metadata, given, tags, sourceVersion);
    }

    /// This answer with labels.
    public NewAnswer withTags(String... labels) {
        return new NewAnswer(answer, metadata, lifetime, new TreeSet<>(List.of(labels)), sourceVersion);
    }

    /// This answer with the version of what it rests on; the tags say which source.
    public NewAnswer madeFrom(String version) {
        return new NewAnswer(answer, metadata, lifetime, tags, version);
    }
}

package dev.mnemo.cache.store;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was learnt about giving one entry's answer to one question: a caller's word, or the outcome of an audit. The
/// store keeps it and reads nothing into it.
///
/// @param id given by the store; 0 for feedback that was not stored yet
/// @param entryId the entry that was given out or compared
/// @param namespace the entry's namespace
/// @param partition the entry's partition
/// @param kind what kind of word it is, such as `reject` or `confirm`
/// @param query the question that was asked
/// @param vector its vector, empty if there was none
/// @param at when
/// @param details scores and whatever else the reader of the feedback needs
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Feedback(
        long id,
        long entryId,
        String namespace,
        String partition,
        String kind,
        String query,
        float[] vector,
        Instant at,
        Json.Obj details) {

    public Feedback {
        vector = vector.clone();
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /// A copy of the vector.
    @Override
    public float[] vector() {
        return vector.clone();
    }

    /// The same feedback with the id that a store gave it.
    public Feedback withId(long given) {
        return new Feedback(given, entryId, namespace, partition, kind, query, vector, at, details);
    }

    /// The same feedback about the entry under another id.
    public Feedback about(long otherEntryId) {
        return new Feedback(id, otherEntryId, namespace, partition, kind, query, vector, at, details);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Feedback feedback
                && id == feedback.id
                && entryId == feedback.entryId
                && namespace.equals(feedback.namespace)
                && partition.equals(feedback.partition)
                && kind.equals(feedback.kind)
                && query.equals(feedback.query)
                && Arrays.equals(vector, feedback.vector)
                && at.equals(feedback.at)
                && details.equals(feedback.details);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, entryId, kind);
    }
}

package dev.mnemo.user.fact;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// One version of something believed about a person.
///
/// @param id names this version
/// @param seq its number among the person's rows, in the order of writing
/// @param content the memory in words
/// @param category what it is about, such as `work`; `general` if nobody said
/// @param importance from 1, casual, to 10, core of a life; 5 if nobody said
/// @param confidence from 0 to 1
/// @param event when it happened, for what happened
/// @param saidAt when it was said
/// @param knownFrom since when the memory held it
/// @param knownUntil until when; empty while it is current
/// @param endedAt when it stopped being so in the world
/// @param temporality current, prospective or historical
/// @param slot what a newer fact must be about to replace it
/// @param version its place in the chain of versions
/// @param sessionId the conversation it was drawn from
/// @param chunk the part of a file it is
/// @param context work, personal, social, learning, general or unspecified
/// @param trait how sure a trait is
/// @param metadata whatever else the application or the extraction says
/// @param usage how often recall returned it
public record Memory(
        String id,
        long seq,
        MemoryType type,
        String content,
        String category,
        int importance,
        double confidence,
        Optional<Emotion> emotion,
        Optional<EventTime> event,
        Instant saidAt,
        Instant knownFrom,
        Optional<Instant> knownUntil,
        Optional<Instant> endedAt,
        String temporality,
        Optional<Slot> slot,
        Version version,
        Optional<String> sessionId,
        Optional<Chunk> chunk,
        String context,
        Optional<TraitState> trait,
        Json.Obj metadata,
        Usage usage,
        Instant createdAt,
        Instant updatedAt) {

    /// A place in a chain of versions.
    ///
    /// @param chain the id of the first version
    /// @param number counts from 1
    /// @param supersededBy the version that replaced this one
    public record Version(String chain, int number, Optional<String> supersededBy) {}

    /// A part of a file.
    ///
    /// @param number counts from 0
    public record Chunk(String documentId, int number) {}

    /// How often recall returned a memory, and when last. Counted in batches, so it may lag by some seconds.
    public record Usage(long count, Optional<Instant> last) {}

    /// The same, as sure as this.
    public Memory withConfidence(double sure) {
        return new Memory(
                id,
                seq,
                type,
                content,
                category,
                importance,
                sure,
                emotion,
                event,
                saidAt,
                knownFrom,
                knownUntil,
                endedAt,
                temporality,
                slot,
                version,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                usage,
                createdAt,
                updatedAt);
    }

    /// Whether the memory holds it now.
    public boolean isCurrent() {
        return knownUntil.isEmpty();
    }

    /// Whether the memory held it at a moment.
    public boolean wasKnownAt(Instant moment) {
        return !knownFrom.isAfter(moment)
                && knownUntil.filter(until -> !until.isAfter(moment)).isEmpty();
    }
}

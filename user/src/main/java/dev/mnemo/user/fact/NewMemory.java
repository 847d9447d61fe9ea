package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A memory that is to be kept. Everything but type and content has a default: see {@link #of}.
///
/// @param importance 1 to 10
/// @param confidence 0 to 1
/// @param saidAt when it was said; empty for now
/// @param sources ids of the messages it was drawn from
public record NewMemory(
        MemoryType type,
        String content,
        String category,
        int importance,
        double confidence,
        Optional<Emotion> emotion,
        Optional<EventTime> event,
        Optional<Instant> saidAt,
        Optional<Instant> endedAt,
        String temporality,
        Optional<Slot> slot,
        Optional<String> sessionId,
        Optional<Memory.Chunk> chunk,
        String context,
        Optional<TraitState> trait,
        Json.Obj metadata,
        List<String> sources) {
    /// Characters of a memory; a chunk of a file is shorter.
    public static final int CONTENT_CHARS_MAX = 20_000;

    /// The importance of a memory if nobody says.
    public static final int IMPORTANCE_DEFAULT = 5;

    /// The category of a memory if nobody says.
    public static final String CATEGORY_DEFAULT = "general";

    /// Characters of a memory's metadata, written as JSON.
    public static final int METADATA_CHARS_MAX = 65_536;

    private static final int WORD_CHARS_MAX = 100;
    private static final int SOURCES_MAX = 1_000;

    public NewMemory {
        if (content.isBlank() || content.length() > CONTENT_CHARS_MAX) {
            throw new Refusal("A memory has 1 to " + CONTENT_CHARS_MAX + " characters, not " + content.length()
                    + (content.isBlank() ? " (it is blank)." : "."));
        }
        if (importance < 1 || importance > 10) {
            throw new Refusal("The importance is " + importance + "; it is a whole number from 1 to 10.");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new Refusal("The confidence is " + confidence + "; it is between 0 and 1.");
        }
        for (var word : new String[] {category, temporality, context}) {
            if (word.isBlank() || word.length() > WORD_CHARS_MAX) {
                throw new Refusal("Category, temporality and context of a memory have 1 to " + WORD_CHARS_MAX
                        + " characters each.");
            }
        }
        if (metadata.compact().length() > METADATA_CHARS_MAX) {
            throw new Refusal("The metadata of a memory has at most " + METADATA_CHARS_MAX + " characters as JSON.");
        }
        if (sources.size() > SOURCES_MAX) {
            throw new Refusal("A memory has at most " + SOURCES_MAX + " source messages.");
        }
        sources = sources.stream().distinct().toList();
    }

    /// A memory with defaults for the rest.
    public static NewMemory of(MemoryType type, String content) {
        return new NewMemory(
                type,
                content,
                CATEGORY_DEFAULT,
                IMPORTANCE_DEFAULT,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "current",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "unspecified",
                Optional.empty(),
                Json.Obj.EMPTY,
                List.of());
    }

    /// The same with another slot: what a newer fact must be about to replace it.
    public NewMemory withSlot(String subject, String attribute) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                emotion,
                event,
                saidAt,
                endedAt,
                temporality,
                Optional.of(new Slot(subject, attribute)),
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                sources);
    }

    /// The same, said at a moment.
    public NewMemory withSaidAt(Instant moment) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                emotion,
                event,
                Optional.of(moment),
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                sources);
    }

    /// The same, having happened at a time.
    public NewMemory withEvent(EventTime time) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                emotion,
                Optional.of(time),
                saidAt,
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                sources);
    }

    /// The same with an importance from 1 to 10.
    public NewMemory withImportance(int of10) {
        return new NewMemory(
                type,
                content,
                category,
                of10,
                confidence,
                emotion,
                event,
                saidAt,
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                sources);
    }

    /// The same with a feeling.
    public NewMemory withEmotion(Emotion feeling) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                Optional.of(feeling),
                event,
                saidAt,
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                sources);
    }

    /// The same with metadata.
    public NewMemory withMetadata(Json.Obj values) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                emotion,
                event,
                saidAt,
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                values,
                sources);
    }

    /// The same, drawn from messages.
    public NewMemory withSources(List<String> messageIds) {
        return new NewMemory(
                type,
                content,
                category,
                importance,
                confidence,
                emotion,
                event,
                saidAt,
                endedAt,
                temporality,
                slot,
                sessionId,
                chunk,
                context,
                trait,
                metadata,
                messageIds);
    }
}

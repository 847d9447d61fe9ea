package dev.mnemo.user.fact;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /// What is to be kept when a memory gets a next version and all stays as it is.
    public static NewMemory again(Memory old, List<String> sources) {
        return new NewMemory(
                old.type(),
                old.content(),
                old.category(),
                old.importance(),
                old.confidence(),
                old.emotion(),
                old.event(),
                Optional.of(old.saidAt()),
                old.endedAt(),
                old.temporality(),
                old.slot(),
                old.sessionId(),
                old.chunk(),
                old.context(),
                old.trait(),
                old.metadata(),
                sources);
    }

    /// The same with another slot: what a newer fact must be about to replace it.
    public NewMemory withSlot(String subject, String attribute) {
        return with(draft -> draft.slot = Optional.of(new Slot(subject, attribute)));
    }

    /// The same, filed and weighed.
    ///
    /// @param filedUnder the category
    /// @param of10 the importance from 1 to 10
    /// @param sure the confidence from 0 to 1
    public NewMemory about(String filedUnder, int of10, double sure) {
        return with(draft -> {
            draft.category = filedUnder;
            draft.importance = of10;
            draft.confidence = sure;
        });
    }

    /// The same, drawn from what was said in a session.
    public NewMemory withOrigin(String session, Instant moment, List<String> messageIds) {
        return with(draft -> {
            draft.sessionId = Optional.of(session);
            draft.saidAt = Optional.of(moment);
            draft.sources = messageIds;
        });
    }

    /// The same, from a part of life: work, personal, social, learning, general or unspecified.
    public NewMemory withContext(String part) {
        return with(draft -> draft.context = part);
    }

    /// The same with a temporality: current, prospective or historical.
    public NewMemory withTemporality(String time) {
        return with(draft -> draft.temporality = time);
    }

    /// The same, said at a moment.
    public NewMemory withSaidAt(Instant moment) {
        return with(draft -> draft.saidAt = Optional.of(moment));
    }

    /// The same, having happened at a time.
    public NewMemory withEvent(EventTime time) {
        return with(draft -> draft.event = Optional.of(time));
    }

    /// The same with an importance from 1 to 10.
    public NewMemory withImportance(int of10) {
        return with(draft -> draft.importance = of10);
    }

    /// The same with a feeling.
    public NewMemory withEmotion(Emotion feeling) {
        return with(draft -> draft.emotion = Optional.of(feeling));
    }

    /// The same with metadata.
    public NewMemory withMetadata(Json.Obj values) {
        return with(draft -> draft.metadata = values);
    }

    /// The same as a trait that is as sure as this.
    public NewMemory withTrait(TraitState state, double sure) {
        return with(draft -> {
            draft.trait = Optional.of(state);
            draft.confidence = sure;
        });
    }

    /// The same, as something that stopped being so; it fills no slot.
    ///
    /// @param end when
    /// @param time `historical`
    public NewMemory ended(Instant end, String time) {
        return with(draft -> {
            draft.endedAt = Optional.of(end);
            draft.temporality = time;
            draft.slot = Optional.empty();
        });
    }

    /// The same, drawn from messages.
    public NewMemory withSources(List<String> messageIds) {
        return with(draft -> draft.sources = messageIds);
    }

    private NewMemory with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /// A copy in which something is to be different.
    private static final class Draft {
        private final NewMemory old;
        private String category;
        private int importance;
        private double confidence;
        private Optional<Emotion> emotion;
        private Optional<EventTime> event;
        private Optional<Instant> saidAt;
        private Optional<Instant> endedAt;
        private String temporality;
        private Optional<Slot> slot;
        private Optional<String> sessionId;
        private String context;
        private Optional<TraitState> trait;
        private Json.Obj metadata;
        private List<String> sources;

        private Draft(NewMemory old) {
            this.old = old;
            category = old.category;
            importance = old.importance;
            confidence = old.confidence;
            emotion = old.emotion;
            event = old.event;
            saidAt = old.saidAt;
            endedAt = old.endedAt;
            temporality = old.temporality;
            slot = old.slot;
            sessionId = old.sessionId;
            context = old.context;
            trait = old.trait;
            metadata = old.metadata;
            sources = old.sources;
        }

        private NewMemory made() {
            return new NewMemory(
                    old.type,
                    old.content,
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
                    old.chunk,
                    context,
                    trait,
                    metadata,
                    sources);
        }
    }
}

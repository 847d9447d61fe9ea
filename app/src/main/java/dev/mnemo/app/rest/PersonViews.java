package dev.mnemo.app.rest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Emotion;
import dev.mnemo.user.fact.HistoryEntry;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.Slot;
import dev.mnemo.user.fact.TraitState;
import dev.mnemo.user.recall.Factors;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Source;
import dev.mnemo.user.talk.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known about people, in the shapes in which programs read it.
final class PersonViews {
    private static final double DIGITS = 10_000;

    private PersonViews() {}

    /// A message that was kept.
    record MessageView(String id, String sessionId, String role, String content, Json.Obj metadata, Instant createdAt) {
        static MessageView of(Message message) {
            return new MessageView(
                    message.id(),
                    message.sessionId(),
                    message.role(),
                    message.content(),
                    message.metadata(),
                    message.saidAt());
        }
    }

    /// One version of a memory.
    ///
    /// @param extractedTimestamp when it happened, or else when it was said
    /// @param validFrom since when the memory held it
    /// @param validUntil until when; not there while it is current
    /// @param endedAt when it stopped being so in the world
    record MemoryView(
            String id,
            String content,
            String memoryType,
            String category,
            int importance,
            double confidence,
            Json.Obj metadata,
            Instant createdAt,
            Instant updatedAt,
            Instant extractedTimestamp,
            Instant validFrom,
            Optional<Instant> validUntil,
            Optional<Instant> endedAt,
            boolean current,
            int version,
            String chain,
            Optional<String> supersededBy,
            String temporality,
            String context,
            Optional<Emotion> emotion,
            Optional<EventView> event,
            Optional<Slot> slot,
            Optional<TraitState> trait,
            Optional<String> sessionId,
            Optional<String> fileId,
            long accessCount,
            Optional<Instant> lastAccessedAt) {
        static MemoryView of(Memory memory) {
            return new MemoryView(
                    memory.id(),
                    memory.content(),
                    memory.type().word(),
                    memory.category(),
                    memory.importance(),
                    memory.confidence(),
                    memory.metadata(),
                    memory.createdAt(),
                    memory.updatedAt(),
                    happened(memory),
                    memory.knownFrom(),
                    memory.knownUntil(),
                    memory.endedAt(),
                    memory.isCurrent(),
                    memory.version().number(),
                    memory.version().chain(),
                    memory.version().supersededBy(),
                    memory.temporality(),
                    memory.context(),
                    memory.emotion(),
                    memory.event()
                            .map(event -> new EventView(event.from(), event.until(), event.precision(), event.words())),
                    memory.slot(),
                    memory.trait(),
                    memory.sessionId(),
                    memory.chunk().map(Memory.Chunk::documentId),
                    memory.usage().count(),
                    memory.usage().last());
        }

        static Instant happened(Memory memory) {
            return memory.event().map(event -> event.from()).orElse(memory.saidAt());
        }
    }

    /// When something happened, as exactly as it was said.
    record EventView(Instant from, Instant until, String precision, String words) {}

    /// One change of a memory.
    record ChangeView(
            String event,
            String actor,
            Optional<String> oldContent,
            Optional<String> newContent,
            Json.Obj details,
            Instant at) {
        static ChangeView of(HistoryEntry entry) {
            return new ChangeView(
                    entry.event(), entry.actor(), entry.oldContent(), entry.newContent(), entry.details(), entry.at());
        }
    }

    /// A memory that came to mind, with why.
    record FoundMemory(
            String id,
            String content,
            String memoryType,
            Json.Obj metadata,
            Instant createdAt,
            Instant extractedTimestamp,
            double relevance,
            double bm25Score,
            double rrfScore,
            double recency,
            double importance,
            double score) {
        static FoundMemory of(Memory memory, Factors why) {
            return new FoundMemory(
                    memory.id(),
                    memory.content(),
                    memory.type().word(),
                    memory.metadata(),
                    memory.createdAt(),
                    MemoryView.happened(memory),
                    rounded(why.relevance()),
                    rounded(why.bm25()),
                    rounded(why.rrf()),
                    rounded(why.recency()),
                    rounded(why.importance()),
                    rounded(why.score()));
        }
    }

    /// A message that came to mind, with why.
    record FoundMessage(
            String id,
            String content,
            String role,
            String sessionId,
            Json.Obj metadata,
            Instant createdAt,
            double similarity,
            double score) {
        static FoundMessage of(Message message, Factors why) {
            return new FoundMessage(
                    message.id(),
                    message.content(),
                    message.role(),
                    message.sessionId(),
                    message.metadata(),
                    message.saidAt(),
                    rounded(why.relevance()),
                    rounded(why.score()));
        }
    }

    /// A relation of somebody or something that the question names.
    record FoundRelation(
            String subject, String relation, String object, String content, double confidence, Instant validFrom) {
        static FoundRelation of(Relation relation) {
            return new FoundRelation(
                    relation.subject(),
                    relation.relation(),
                    relation.object(),
                    relation.text(),
                    rounded(relation.confidence()),
                    relation.validFrom());
        }
    }

    /// One place of the merged list.
    ///
    /// @param source `memory`, `conversation`, `document` or `graph`
    /// @param id of the memory or message; not there for a relation
    /// @param role whose words a message has
    record Merged(
            Source source,
            Optional<String> id,
            String content,
            Optional<String> memoryType,
            Optional<String> role,
            Optional<String> sessionId,
            Json.Obj metadata,
            Optional<Instant> createdAt,
            Optional<Instant> extractedTimestamp,
            double score,
            Optional<Factors> factors) {
        static Merged of(Hit hit, Optional<Memory> memory, Optional<Message> message, boolean explain) {
            return new Merged(
                    hit.source(),
                    memory.map(Memory::id).or(() -> message.map(Message::id)),
                    memory.map(Memory::content)
                            .or(() -> message.map(Message::content))
                            .orElseGet(hit::text),
                    memory.map(found -> found.type().word()),
                    message.map(Message::role),
                    memory.flatMap(Memory::sessionId).or(() -> message.map(Message::sessionId)),
                    memory.map(Memory::metadata)
                            .or(() -> message.map(Message::metadata))
                            .orElse(Json.Obj.EMPTY),
                    memory.map(Memory::createdAt).or(() -> message.map(Message::saidAt)),
                    memory.map(MemoryView::happened),
                    rounded(hit.score()),
                    explain ? Optional.of(hit.factors()) : Optional.empty());
        }
    }

    /// A time that the question names.
    record NamedTime(String words, Instant from, Instant until, boolean filters) {}

    /// One step of the ranking.
    record StepView(String row, String stage, double value, String note) {}

    /// What came to mind: by source and merged, best first.
    ///
    /// @param graphContext relations as lines `subject -> relation -> object`
    /// @param tokens of the merged list together
    /// @param trace what each stage did, if that was asked for
    record RecallView(
            List<FoundMemory> vectorResults,
            List<FoundMessage> conversationResults,
            List<FoundRelation> graphResults,
            List<String> graphContext,
            Map<String, Json> userProfile,
            List<Merged> merged,
            Optional<NamedTime> time,
            int tokens,
            List<StepView> trace) {}

    static double rounded(double value) {
        return Math.rint(value * DIGITS) / DIGITS;
    }
}

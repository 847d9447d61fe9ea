package dev.mnemo.user.fact;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.store.PersonTx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The SQL of memories.
public final class MemoryRows {
    private static final String SELECT = "select * from memories" + PersonTx.OWN;
    private static final String COLUMNS = "seq, id, type, content, content_hash, category, importance, confidence,"
            + " valence, arousal, emotion_label, event_from, event_until, event_precision, event_words, said_at,"
            + " known_from, known_until, ended_at, temporality, subject, attribute, chain_id, version, superseded_by,"
            + " session_id, document_id, chunk, context, stage, subtype, parent_id, reinforcements, contradictions,"
            + " reinforced_at, first_observed_at, window_start, window_end, metadata, access_count, last_accessed_at,"
            + " created_at, updated_at, change";

    private static final int HASH_BYTES = 16;

    /// Columns that hold the id of a memory: of a version, or of the first version of a chain.
    private static final List<String> REFERENCES = List.of(
            "memory_sources.memory_id",
            "memory_links.memory_id",
            "memory_links.other_id",
            "memory_history.memory_id",
            "trait_evidence.trait_id",
            "trait_evidence.memory_id");

    private MemoryRows() {}

    /// The memory of a row.
    public static Memory read(Row row) throws SQLException {
        return new Memory(
                row.text("id"),
                row.number("seq"),
                MemoryType.of(row.text("type")),
                row.text("content"),
                row.text("category"),
                row.integer("importance"),
                row.real("confidence"),
                emotion(row),
                event(row),
                row.instant("said_at"),
                row.instant("known_from"),
                row.optionalInstant("known_until"),
                row.optionalInstant("ended_at"),
                row.text("temporality"),
                row.optionalText("subject").isPresent()
                        ? Optional.of(new Slot(row.text("subject"), row.text("attribute")))
                        : Optional.empty(),
                new Memory.Version(row.text("chain_id"), row.integer("version"), row.optionalText("superseded_by")),
                row.optionalText("session_id"),
                row.optionalText("document_id").isPresent()
                        ? Optional.of(new Memory.Chunk(row.text("document_id"), row.integer("chunk")))
                        : Optional.empty(),
                row.text("context"),
                trait(row),
                (Json.Obj) row.json("metadata"),
                new Memory.Usage(row.number("access_count"), row.optionalInstant("last_accessed_at")),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static Optional<Emotion> emotion(Row row) throws SQLException {
        return row.optionalReal("valence").isEmpty()
                ? Optional.empty()
                : Optional.of(new Emotion(row.real("valence"), row.real("arousal"), row.text("emotion_label")));
    }

    private static Optional<EventTime> event(Row row) throws SQLException {
        return row.optionalNumber("event_from").isEmpty()
                ? Optional.empty()
                : Optional.of(new EventTime(
                        row.instant("event_from"),
                        row.instant("event_until"),
                        row.text("event_precision"),
                        row.text("event_words")));
    }

    private static Optional<TraitState> trait(Row row) throws SQLException {
        if (row.optionalText("stage").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TraitState(
                row.text("stage"),
                row.text("subtype"),
                row.optionalText("parent_id"),
                row.integer("reinforcements"),
                row.integer("contradictions"),
                row.optionalInstant("reinforced_at"),
                row.optionalInstant("first_observed_at"),
                row.optionalInstant("window_start").isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TraitState.Window(row.instant("window_start"), row.instant("window_end")))));
    }

    /// Adds a row.
    public static void insert(PersonTx person, Memory memory) {
        var values = values(memory);
        person.update(
                "insert into memories (tenant, user_id, " + COLUMNS + ") values (?, ?, " + Tx.marks(values.length)
                        + ")",
                values);
    }

    private static @Nullable Object[] values(Memory memory) {
        var emotion = memory.emotion();
        var event = memory.event();
        var trait = memory.trait();
        var window = trait.flatMap(TraitState::window);
        return new @Nullable Object[] {
            memory.seq(),
            memory.id(),
            memory.type(),
            memory.content(),
            hash(memory.content()),
            memory.category(),
            memory.importance(),
            memory.confidence(),
            emotion.map(Emotion::valence),
            emotion.map(Emotion::arousal),
            emotion.map(Emotion::label),
            event.map(EventTime::from),
            event.map(EventTime::until),
            event.map(EventTime::precision),
            event.map(EventTime::words),
            memory.saidAt(),
            memory.knownFrom(),
            memory.knownUntil(),
            memory.endedAt(),
            memory.temporality(),
            memory.slot().map(Slot::subject),
            memory.slot().map(Slot::attribute),
            memory.version().chain(),
            memory.version().number(),
            memory.version().supersededBy(),
            memory.sessionId(),
            memory.chunk().map(Memory.Chunk::documentId),
            memory.chunk().map(Memory.Chunk::number),
            memory.context(),
            trait.map(TraitState::stage),
            trait.map(TraitState::subtype),
            trait.flatMap(TraitState::parent),
            trait.map(TraitState::reinforcements).orElse(0),
            trait.map(TraitState::contradictions).orElse(0),
            trait.flatMap(TraitState::reinforcedAt),
            trait.flatMap(TraitState::firstObservedAt),
            window.map(TraitState.Window::start),
            window.map(TraitState.Window::end),
            memory.metadata(),
            memory.usage().count(),
            memory.usage().last(),
            memory.createdAt(),
            memory.updatedAt(),
            memory.seq()
        };
    }

    /// What two memories with the same words have in common, whatever their spacing and case.
    public static String hash(String content) {
        try {
            var plain = content.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            var digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// Hands every version to a consumer, in order.
    public static void each(PersonTx person, Consumer<Memory> consumer) {
        person.each(SELECT + "order by seq", MemoryRows::read, consumer);
    }

    /// A version and the number of its latest change.
    public record Changed(long change, Memory memory) {}

    /// The versions that changed behind a number, in the order of their latest changes.
    public static List<Changed> since(PersonTx person, long change, int limit) {
        return person.list(
                SELECT + "and change > ? order by change limit ?",
                row -> new Changed(row.number("change"), read(row)),
                change,
                limit);
    }

    /// The versions behind a number, in the order of writing.
    public static List<Memory> behind(PersonTx person, long seq, int limit) {
        return person.list(SELECT + "and seq > ? order by seq limit ?", MemoryRows::read, seq, limit);
    }

    /// One version.
    public static Optional<Memory> byId(PersonTx person, String id) {
        return person.first(SELECT + "and id = ?", MemoryRows::read, id);
    }

    /// The versions with some numbers, in order; numbers of other rows are passed over.
    public static List<Memory> bySeq(PersonTx person, List<Long> seqs) {
        return seqs.isEmpty()
                ? List.of()
                : person.list(
                        SELECT + "and seq in (" + Tx.marks(seqs.size()) + ") order by seq",
                        MemoryRows::read,
                        seqs.toArray());
    }

    /// Every version of a chain, oldest first.
    public static List<Memory> ofChain(PersonTx person, String chain) {
        return person.list(SELECT + "and chain_id = ? order by version, seq", MemoryRows::read, chain);
    }

    /// The current memories that fill a slot.
    public static List<Memory> inSlot(PersonTx person, Slot slot) {
        return person.list(
                SELECT + "and subject = ? and attribute = ? and known_until is null order by seq",
                MemoryRows::read,
                slot.subject(),
                slot.attribute());
    }

    /// The facts with a slot about somebody, as they were believed at a moment or now, newest first.
    static List<Memory> about(PersonTx person, String subject, Optional<Instant> asOf, int limit) {
        var arguments = new ArrayList<Object>(List.of(subject));
        asOf.ifPresent(moment -> Collections.addAll(arguments, moment, moment));
        arguments.add(limit);
        return person.list(
                SELECT + "and subject = ? and type = 'fact' and "
                        + (asOf.isPresent()
                                ? "known_from <= ? and (known_until is null or known_until > ?)"
                                : "known_until is null")
                        + " order by seq desc limit ?",
                MemoryRows::read,
                arguments.toArray());
    }

    /// The current memories of a temporality.
    public static List<Memory> ofTemporality(PersonTx person, String temporality, int limit) {
        return person.list(
                SELECT + "and temporality = ? and known_until is null order by seq limit ?",
                MemoryRows::read,
                temporality,
                limit);
    }

    /// The latest memory that filled a slot, current or not.
    static Optional<Memory> lastInSlot(PersonTx person, Slot slot) {
        return person.first(
                SELECT + "and subject = ? and attribute = ? order by known_from desc, seq desc limit 1",
                MemoryRows::read,
                slot.subject(),
                slot.attribute());
    }

    /// The current memories with the same words.
    public static List<Memory> withWords(PersonTx person, String content) {
        return person.list(
                SELECT + "and content_hash = ? and known_until is null order by seq", MemoryRows::read, hash(content));
    }

    /// Conditions on a list of memories, joined by "and".
    ///
    /// @param types only these; all if empty
    /// @param createdFrom created then or later
    /// @param createdUntil created before then
    /// @param currentOnly no version that was superseded or closed
    /// @param knownAt what was believed at this moment
    public record Filter(
            List<MemoryType> types,
            Optional<Instant> createdFrom,
            Optional<Instant> createdUntil,
            boolean currentOnly,
            Optional<Instant> knownAt) {
        public Filter(
                List<MemoryType> types,
                Optional<Instant> createdFrom,
                Optional<Instant> createdUntil,
                boolean currentOnly) {
            this(types, createdFrom, createdUntil, currentOnly, Optional.empty());
        }

        /// No condition.
        public static final Filter ALL = new Filter(List.of(), Optional.empty(), Optional.empty(), false);

        /// What is believed now.
        public static final Filter CURRENT = new Filter(List.of(), Optional.empty(), Optional.empty(), true);
    }

    /// Memories that meet conditions, newest first.
    public static List<Memory> list(PersonTx person, Filter filter, int limit, int offset) {
        var arguments = new ArrayList<Object>();
        var conditions = conditions(filter, arguments);
        Collections.addAll(arguments, limit, offset);
        return person.list(
                SELECT + conditions + " order by created_at desc, seq desc limit ? offset ?",
                MemoryRows::read,
                arguments.toArray());
    }

    /// How many memories meet conditions.
    public static long count(PersonTx person, Filter filter) {
        var arguments = new ArrayList<Object>();
        var conditions = conditions(filter, arguments);
        return person.number("select count(*) from memories" + PersonTx.OWN + conditions, arguments.toArray());
    }

    /// Memories that were last returned, or else made, before a moment; the coldest first.
    public static List<Memory> unusedSince(PersonTx person, Instant moment, int limit) {
        return person.list(
                SELECT + "and coalesce(last_accessed_at, created_at) < ?"
                        + " order by coalesce(last_accessed_at, created_at), seq limit ?",
                MemoryRows::read,
                moment,
                limit);
    }

    private static String conditions(Filter filter, List<Object> arguments) {
        var sql = new StringBuilder();
        if (!filter.types().isEmpty()) {
            sql.append("and type in (").append(Tx.marks(filter.types().size())).append(") ");
            arguments.addAll(filter.types());
        }
        filter.createdFrom().ifPresent(from -> {
            sql.append("and created_at >= ? ");
            arguments.add(from);
        });
        filter.createdUntil().ifPresent(until -> {
            sql.append("and created_at < ? ");
            arguments.add(until);
        });
        filter.knownAt().ifPresent(moment -> {
            sql.append("and known_from <= ? and (known_until is null or known_until > ?) ");
            arguments.add(moment);
            arguments.add(moment);
        });
        return sql.append(filter.currentOnly() ? "and known_until is null " : "")
                .toString();
    }

    /// Ends a version. False if it was not current.
    static boolean close(PersonTx person, Memory memory, Optional<String> by, Optional<Instant> endedAt) {
        return person.tx()
                        .update(
                                "update memories set known_until = ?, superseded_by = ?, ended_at = coalesce(?, ended_at),"
                                        + " updated_at = ?, change = ?" + PersonTx.OWN
                                        + "and seq = ? and known_until is null",
                                person.now(),
                                by,
                                endedAt,
                                person.now(),
                                person.takeSeqs(1),
                                person.owner().tenant(),
                                person.owner().userId(),
                                memory.seq())
                == 1;
    }

    /// Rows on which a state of the past differs from the present one, documents left out: files are not rolled back.
    static List<Memory> current(PersonTx person, Instant knownAfter) {
        return person.list(
                SELECT + "and known_until is null and known_from > ? and type <> 'document' order by seq",
                MemoryRows::read,
                knownAfter);
    }

    static List<Memory> closedSince(PersonTx person, Instant moment) {
        return person.list(
                SELECT + "and known_until > ? and known_from <= ? and type <> 'document' order by seq",
                MemoryRows::read,
                moment,
                moment);
    }

    /// Removes rows and what belongs to them.
    static void delete(PersonTx person, List<Memory> versions) {
        for (var memory : versions) {
            for (var reference : REFERENCES) {
                person.update("delete from " + reference.replace(".", PersonTx.OWN + "and ") + " = ?", memory.id());
            }
            person.update("delete from memories" + PersonTx.OWN + "and seq = ?", memory.seq());
            person.update(
                    "insert into removals (tenant, user_id, change, seq) values (?, ?, ?, ?)",
                    person.takeSeqs(1),
                    memory.seq());
        }
    }
}

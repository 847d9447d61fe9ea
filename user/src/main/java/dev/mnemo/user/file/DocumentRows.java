package dev.mnemo.user.file;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.file.Document.State;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The SQL of files and of the note that an object is to be removed.
public final class DocumentRows {
    private static final String SELECT = "select * from documents" + PersonTx.OWN;

    private DocumentRows() {}

    private static Document read(Row row) throws SQLException {
        return new Document(
                row.text("id"),
                row.text("filename"),
                FileType.kept(row.text("file_type"), row.text("mime_type")),
                row.number("file_size"),
                row.optionalText("object_key"),
                row.text("category"),
                ((Json.Arr) row.json("tags")).strings(),
                (Json.Obj) row.json("metadata"),
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.number("extracted_chars"),
                row.optionalText("error"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    static void insert(PersonTx person, Document document) {
        person.update(
                "insert into documents (tenant, user_id, id, filename, file_type, mime_type, file_size, object_key,"
                        + " category, tags, metadata, source_type, state, extracted_chars, created_at, updated_at)"
                        + " values (?, ?, " + Tx.marks(14) + ")",
                document.id(),
                document.filename(),
                document.type().extension(),
                document.type().mimeType(),
                document.bytes(),
                document.objectKey(),
                document.category(),
                Json.strings(document.tags()),
                document.metadata(),
                document.objectKey().isPresent() ? "upload" : "text",
                document.state(),
                document.textChars(),
                document.createdAt(),
                document.updatedAt());
    }

    static void finish(PersonTx person, String id, State state, long textChars, Optional<String> error) {
        person.tx()
                .update(
                        "update documents set state = ?, extracted_chars = ?, error = ?, updated_at = ?" + PersonTx.OWN
                                + "and id = ?",
                        state,
                        textChars,
                        error,
                        person.now(),
                        person.owner().tenant(),
                        person.owner().userId(),
                        id);
    }

    /// One file.
    public static Optional<Document> find(PersonTx person, String id) {
        return person.first(SELECT + "and id = ?", DocumentRows::read, id);
    }

    /// Hands every file to a consumer, newest first.
    public static void each(PersonTx person, Consumer<Document> consumer) {
        person.each(SELECT + "order by created_at desc, id desc", DocumentRows::read, consumer);
    }

    static long count(PersonTx person) {
        return person.number("select count(*) from documents" + PersonTx.OWN);
    }

    static void delete(PersonTx person, String id) {
        person.update("delete from documents" + PersonTx.OWN + "and id = ?", id);
    }

    static List<Memory> chunks(PersonTx person, String id) {
        return MemoryRows.bySeq(
                person,
                person.list(
                        "select seq from memories" + PersonTx.OWN + "and document_id = ? order by chunk",
                        row -> row.number("seq"),
                        id));
    }

    /// Where in which file something stands.
    ///
    /// @param chunk which part of the file, counted from 0
    public record Citation(String documentId, String filename, int chunk) {}

    /// Where some memories stand, by their numbers; those that are no parts of files are left out.
    public static Map<Long, Citation> citations(PersonTx person, List<Long> seqs) {
        var found = new HashMap<Long, Citation>();
        var names = new HashMap<String, String>();
        for (var memory : MemoryRows.bySeq(person, seqs)) {
            memory.chunk()
                    .ifPresent(chunk -> found.put(
                            memory.seq(),
                            new Citation(
                                    chunk.documentId(),
                                    names.computeIfAbsent(
                                            chunk.documentId(),
                                            id -> find(person, id)
                                                    .map(Document::filename)
                                                    .orElse("")),
                                    chunk.number())));
        }
        return found;
    }

    /// Notes that an object is to be removed at a moment, unless the note is withdrawn before.
    static void remove(PersonTx person, String objectKey, Instant due) {
        person.update(
                "insert into object_removals (tenant, user_id, object_key, attempts, due_at, created_at)"
                        + " values (?, ?, ?, 0, ?, ?) on conflict (tenant, user_id, object_key) do update set"
                        + " due_at = excluded.due_at",
                objectKey,
                due,
                person.now());
    }

    /// As {@link #remove}, of somebody of whom nothing is kept yet.
    public static void remove(Tx tx, Owner owner, String objectKey, Instant due) {
        tx.update(
                "insert into object_removals (tenant, user_id, object_key, attempts, due_at, created_at)"
                        + " values (?, ?, ?, 0, ?, ?) on conflict (tenant, user_id, object_key) do update set"
                        + " due_at = excluded.due_at",
                owner.tenant(),
                owner.userId(),
                objectKey,
                due,
                due);
    }

    /// Withdraws the note. False if there is none any more: then the object may be gone.
    public static boolean keep(PersonTx person, String objectKey) {
        return person.update("delete from object_removals" + PersonTx.OWN + "and object_key = ?", objectKey) == 1;
    }

    /// Conditions on a list of files, joined by "and".
    ///
    /// @param tags those that a file must have
    /// @param fileTypes extensions; all if empty
    public record Filter(Optional<String> category, List<String> tags, List<String> fileTypes) {
        /// No condition.
        public static final Filter ALL = new Filter(Optional.empty(), List.of(), List.of());

        public Filter {
            tags = List.copyOf(tags);
            fileTypes = fileTypes.stream()
                    .map(type -> type.toLowerCase(Locale.ROOT))
                    .toList();
        }

        /// Whether a file meets the conditions.
        public boolean admits(Document document) {
            return category.filter(one -> !one.equals(document.category())).isEmpty()
                    && document.tags().containsAll(tags)
                    && (fileTypes.isEmpty()
                            || fileTypes.contains(document.type().extension()));
        }
    }
}

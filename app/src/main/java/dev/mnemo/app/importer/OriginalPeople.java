package dev.mnemo.app.importer;

import dev.mnemo.app.importer.Personal.Belief;
import dev.mnemo.app.importer.Personal.End;
import dev.mnemo.app.importer.Personal.Paper;
import dev.mnemo.app.importer.Personal.Thing;
import dev.mnemo.app.importer.Personal.Tie;
import dev.mnemo.app.importer.Personal.Utterance;
import dev.mnemo.app.importer.Personal.Value;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Row;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.file.NewFile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The PostgreSQL database of the original user memory, in both of its schemas: memories that are still believed,
/// messages under the times at which they were said, values of the application, documents, and the graph with its
/// past. What was corrected stays where it is, and so do nodes that stand for memories.
final class OriginalPeople implements Source {
    private static final Pattern ADDRESS = Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?:.*");
    private static final String MESSAGES = "conversations";

    /// The memories' table, as the first and as the later schema calls it.
    private static final List<String> MEMORIES = List.of("embeddings", "memories");

    private static final String DOCUMENTS = "documents";
    private static final String NODES = "graph_nodes";
    private static final String EDGES = "graph_edges";

    /// Nodes of this type stand for rows of the original, which have other ids here.
    private static final String MEMORY_NODE = "Memory";

    private final DatabaseAddress address;
    private final String memories;
    private final long rows;

    private OriginalPeople(DatabaseAddress address, String memories, long rows) {
        this.address = address;
        this.memories = memories;
        this.rows = rows;
    }

    /// Whether a person wrote the address of a database.
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /// Looks whether a database is the original's.
    ///
    /// @throws Refusal if it is another one
    static OriginalPeople open(String text) {
        var address = DatabaseAddress.parse(text);
        try (var database = Database.open(address, 1)) {
            return database.read(tx -> {
                if (!columns(tx, MESSAGES).containsAll(Set.of("user_id", "session_id", "extraction_status"))) {
                    throw new Refusal(address + " is no user memory of the original: it has no table " + MESSAGES
                            + " as that has.");
                }
                var memories = MEMORIES.stream()
                        .filter(table ->
                                columns(tx, table).containsAll(Set.of("user_id", "memory_type", "valid_until")))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(address + " is no user memory of the original: it has no table "
                                + String.join(" or ", MEMORIES) + " as that has."));
                long rows = 0;
                for (var table : List.of(MESSAGES, memories, DOCUMENTS, NODES, EDGES)) {
                    rows += columns(tx, table).isEmpty() ? 0 : tx.number("select count(*) from " + table);
                }
                return new OriginalPeople(address, memories, rows);
            });
        }
    }

    private static Set<String> columns(Tx tx, String table) {
        return new TreeSet<>(tx.list(
                "select column_name from information_schema.columns where table_schema = current_schema() and table_name"
                        + " = ?",
                row -> row.text("column_name"),
                table));
    }

    @Override
    public String name() {
        return "the original's user memory";
    }

    @Override
    public Target usual() {
        return Target.USER;
    }

    @Override
    public long expected() {
        return rows;
    }

    @Override
    public void read(Receiver receiver) {
        try (var database = Database.open(address, 1)) {
            database.read(tx -> {
                if (columns(tx, "key_values").contains("scope_id")) {
                    tx.each(
                            "select namespace, scope_id, key, value::text as value from key_values order by id",
                            OriginalPeople::value,
                            receiver::item);
                }
                tx.each(
                        "select id::text as id, user_id, session_id, role, content, metadata->>'session_timestamp' as said,"
                                + " extract(epoch from created_at)::float8 as created from " + MESSAGES
                                + " order by created_at, id",
                        OriginalPeople::message,
                        receiver::item);
                var expired = columns(tx, memories).contains("expired_at") ? " and expired_at is null" : "";
                tx.each(
                        "select id::text as id, user_id, content, memory_type, metadata->>'importance' as importance,"
                                + " extract(epoch from coalesce(extracted_timestamp, created_at))::float8 as created from "
                                + memories + " m where valid_until is null and superseded_by is null" + expired
                                + (documents(tx) ? OF_NO_DOCUMENT : "") + " order by created_at, id",
                        OriginalPeople::memory,
                        receiver::item);
                if (documents(tx)) {
                    tx.each(
                            "select id::text as id, user_id, filename, extracted_text, category, tags::text as tags,"
                                    + " object_key, extract(epoch from created_at)::float8 as created from " + DOCUMENTS
                                    + " order by created_at, id",
                            OriginalPeople::paper,
                            receiver::item);
                }
                graph(tx, receiver);
                return rows;
            });
        }
    }

    /// A document's text comes with the document.
    private static final String OF_NO_DOCUMENT =
            " and not exists (select 1 from " + DOCUMENTS + " d where d.embedding_id = m.id)";

    private static boolean documents(Tx tx) {
        return columns(tx, DOCUMENTS).containsAll(Set.of("filename", "extracted_text", "embedding_id", "object_key"));
    }

    private static void graph(Tx tx, Receiver receiver) {
        if (columns(tx, NODES).containsAll(Set.of("node_type", "node_id", "properties"))) {
            tx.each(
                    "select id::text as id, user_id, node_type, node_id, properties::text as properties from " + NODES
                            + " where user_id is not null and node_type <> ? order by created_at, id",
                    OriginalPeople::thing,
                    receiver::item,
                    MEMORY_NODE);
        }
        if (columns(tx, EDGES).containsAll(Set.of("source_id", "edge_type", "target_id", "properties"))) {
            tx.each(
                    "select id::text as id, user_id, source_type, source_id, edge_type, target_type, target_id,"
                            + " properties::text as properties from " + EDGES
                            + " where user_id is not null and source_type <> ? and target_type <> ? order by created_at, id",
                    OriginalPeople::tie,
                    receiver::item,
                    MEMORY_NODE,
                    MEMORY_NODE);
        }
    }

    private static Item value(Row row) throws SQLException {
        var key = row.text("namespace") + "/" + row.text("key");
        var text = row.text("value");
        return new Item(
                "value " + key,
                key + " = " + text,
                "context",
                Optional.empty(),
                Optional.of(row.text("scope_id")),
                Optional.of(new Value(row.text("namespace"), row.text("key"), json(text))));
    }

    private static Json json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonFault unreadable) {
            return Json.of(text);
        }
    }

    private static Item message(Row row) throws SQLException {
        var said = row.optionalText("said").flatMap(Times::parse);
        return new Item(
                "message " + row.text("id"),
                row.text("content"),
                "context",
                said.isPresent() ? said : Optional.of(moment(row)),
                Optional.of(row.text("user_id")),
                Optional.of(new Utterance(row.text("role"), row.text("session_id"))));
    }

    private static Item memory(Row row) throws SQLException {
        return new Item(
                "memory " + row.text("id"),
                row.text("content"),
                "context",
                Optional.of(moment(row)),
                Optional.of(row.text("user_id")),
                Optional.of(new Belief(
                        type(row.text("memory_type")),
                        row.optionalText("importance")
                                .filter(text -> text.matches("[1-9]|10"))
                                .map(Integer::parseInt)
                                .orElse(NewMemory.IMPORTANCE_DEFAULT))));
    }

    private static Item paper(Row row) throws SQLException {
        return new Item(
                "document " + row.text("id"),
                row.optionalText("extracted_text").orElse(""),
                "context",
                Optional.of(moment(row)),
                Optional.of(row.text("user_id")),
                Optional.of(new Paper(
                        row.text("filename"),
                        row.optionalText("category").orElse(NewFile.CATEGORY_DEFAULT),
                        row.optionalText("tags").map(OriginalPeople::json).stream()
                                .flatMap(tags -> tags instanceof Json.Arr list ? list.strings().stream() : Stream.of())
                                .toList(),
                        row.optionalText("object_key").orElse(""))));
    }

    private static Item thing(Row row) throws SQLException {
        var properties = object(row);
        return new Item(
                "node " + row.text("id"),
                properties.string("name", row.text("node_id")),
                "context",
                Optional.empty(),
                Optional.of(row.text("user_id")),
                Optional.of(new Thing(row.text("node_type"), properties)));
    }

    /// What extraction wrote among the properties of a relation has a place of its own here.
    private static Item tie(Row row) throws SQLException {
        var all = object(row);
        var rest = all;
        for (var known : List.of("content", "valid_from", "valid_until", "relation_name")) {
            rest = rest.without(known);
        }
        return new Item(
                "relation " + row.text("id"),
                all.string("content", ""),
                "context",
                Optional.empty(),
                Optional.of(row.text("user_id")),
                Optional.of(new Tie(
                        new End(row.text("source_type"), row.text("source_id")),
                        all.string("relation_name", row.text("edge_type")),
                        new End(row.text("target_type"), row.text("target_id")),
                        all.string("valid_from").flatMap(Times::parse),
                        all.string("valid_until").flatMap(Times::parse),
                        rest)));
    }

    private static Json.Obj object(Row row) throws SQLException {
        return row.optionalText("properties").map(OriginalPeople::json).orElse(Json.Obj.EMPTY)
                        instanceof Json.Obj object
                ? object
                : Json.Obj.EMPTY;
    }

    private static Instant moment(Row row) throws SQLException {
        return Instant.ofEpochMilli(Math.round(row.real("created") * 1_000));
    }

    /// This memory's word for a kind. A trait without its evidence is an insight.
    private static MemoryType type(String word) {
        return switch (word) {
            case "fact" -> MemoryType.FACT;
            case "episodic" -> MemoryType.EPISODIC;
            case "insight", "trait" -> MemoryType.INSIGHT;
            case "procedural" -> MemoryType.PROCEDURAL;
            default -> MemoryType.GENERAL;
        };
    }
}

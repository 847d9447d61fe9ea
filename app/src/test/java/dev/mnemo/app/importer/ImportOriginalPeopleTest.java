package dev.mnemo.app.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.SourceOutline;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.file.DocumentRows;
import dev.mnemo.user.graph.GraphWalk;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import dev.mnemo.user.talk.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The original's user memory, a PostgreSQL database of its first or its later schema.
@Tag("services")
@Timeout(60)
class ImportOriginalPeopleTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir
    private Path disk;

    private final String schema = "import_" + ProcessHandle.current().pid();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static String server() {
        var address = System.getenv("MNEMO_TEST_POSTGRES");
        assertThat(address)
                .as(
                        "MNEMO_TEST_POSTGRES is not set: run './mnemo test', or './mnemo test --no-services' to leave this out")
                .isNotBlank();
        return address;
    }

    private void sql(String... statements) throws Exception {
        try (var connection = DriverManager.getConnection(server() + "&currentSchema=" + schema);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void original(String memories) throws Exception {
        sql(
                "create schema " + schema,
                "create table conversations (id uuid primary key default gen_random_uuid(), user_id varchar(255), session_id"
                        + " varchar(255), role varchar(50), content text, metadata jsonb, extraction_status varchar(20) default"
                        + " 'done', created_at timestamptz)",
                "create table key_values (id uuid primary key default gen_random_uuid(), namespace varchar(100), scope_id"
                        + " varchar(255), key varchar(512), value jsonb)",
                "create table " + memories
                        + " (id uuid primary key default gen_random_uuid(), user_id varchar(255), content"
                        + " text, memory_type varchar(50), metadata jsonb, extracted_timestamp timestamptz, valid_from"
                        + " timestamptz, valid_until timestamptz, superseded_by uuid, created_at timestamptz)",
                "insert into conversations (user_id, session_id, role, content, created_at) values ('dev', 's1', 'user',"
                        + " 'I moved to Porto', '2026-01-02T03:04:05Z'), ('dev', 's1', 'assistant', 'Noted',"
                        + " '2026-01-02T03:04:06Z'), ('dev', 's1', 'user', 'I moved to Porto', '2026-01-02T03:04:07Z'), ('dev',"
                        + " 's1', 'narrator', 'Meanwhile', '2026-01-02T03:04:08Z')",
                "insert into conversations (user_id, session_id, role, content, metadata, created_at) values ('eve', 's2',"
                        + " 'user', 'Old', '{\"session_timestamp\": \"2020-05-06T07:08:09+02:00\"}', now())",
                "insert into key_values (namespace, scope_id, key, value) values ('profile', 'dev', 'occupation',"
                        + " '\"engineer\"')",
                "insert into " + memories + " (user_id, content, memory_type, metadata, valid_until, created_at) values"
                        + " ('dev', 'Lives in Porto', 'fact', '{\"importance\": 8}', null, '2026-01-02T03:04:05Z'), ('dev',"
                        + " 'Lives in Berlin', 'fact', null, '2026-01-02T03:04:05Z', '2025-01-01T00:00:00Z'), ('dev', 'Is"
                        + " curious', 'trait', null, null, '2026-01-03T00:00:00Z')");
    }

    @AfterEach
    void the_schema_is_dropped() throws Exception {
        sql("drop schema if exists " + schema + " cascade");
    }

    private NeuroMemory people(Path data) {
        return NeuroMemory.builder(data.resolve("users.db").toString(), NOW, new Random(2))
                .autoExtract(false)
                .open();
    }

    private String run(String... flags) {
        out.reset();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
        var here = new ImportCommand.Here("shop", disk.resolve("data"), "ann", disk::resolve);
        var words = new java.util.ArrayList<>(List.of(server() + "&currentSchema=" + schema));
        words.addAll(List.of(flags));
        try (var memory = ProjectMemory.whenNeeded(
                new ProjectOptions(
                        disk.resolve("shop"),
                        disk.resolve("shop/.mnemo"),
                        disk.resolve("home/.mnemo/global"),
                        disk.resolve("home/.mnemo/projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        SourceOutline.COMMENTS_ONLY,
                        Optional.empty(),
                        NOW,
                        new Random(1)),
                _ -> EventLog.NONE)) {
            assertThat(new ImportCommand(memory, this::people, here, terminal).run(words))
                    .isEqualTo(ExitCode.DONE);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void takesOver() {
        assertThat(run("--dry-run")).contains("8 records, 8 would be added");
        assertThat(run())
                .contains("passed over message")
                .contains("'narrator' is no role")
                .contains("8 records, 7 added, 0 known already, 1 passed over");
        assertThat(run()).contains("0 added, 7 known already");
        try (var people = people(disk.resolve("data"))) {
            assertThat(people.memories().list("dev", List.of(), 10, 0).items())
                    .extracting(Memory::content, Memory::type, Memory::importance)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("Lives in Porto", MemoryType.FACT, 8),
                            org.assertj.core.groups.Tuple.tuple("Is curious", MemoryType.INSIGHT, 5));
            assertThat(people.conversations().getSessionMessages("dev", "s1"))
                    .extracting(Message::content)
                    .containsExactly("I moved to Porto", "Noted", "I moved to Porto");
            assertThat(people.conversations()
                            .getSessionMessages("eve", "s2")
                            .getFirst()
                            .metadata()
                            .string("session_timestamp"))
                    .contains("2020-05-06T05:08:09Z");
            assertThat(people.kv().get("dev", "profile", "occupation")).contains(Json.of("engineer"));
        }
    }

    @Test
    void its_first_schema_is_taken_over_once() throws Exception {
        original("embeddings");
        takesOver();
    }

    @Test
    void its_later_schema_is_taken_over_too() throws Exception {
        original("memories");
        sql("alter table memories add column expired_at timestamptz");
        takesOver();
    }

    private void withDocumentsAndGraph() throws Exception {
        sql(
                "create table documents (id uuid primary key default gen_random_uuid(), user_id varchar(255), filename"
                        + " varchar(512), file_type varchar(20), object_key varchar(1024), extracted_text text,"
                        + " embedding_id uuid, category varchar(100), tags jsonb, created_at timestamptz)",
                "insert into embeddings (id, user_id, content, memory_type, created_at) values"
                        + " ('00000000-0000-0000-0000-000000000001', 'dev', 'The boat needs a new engine.', 'document',"
                        + " '2026-01-04T00:00:00Z')",
                "insert into documents (user_id, filename, file_type, object_key, extracted_text, embedding_id, category,"
                        + " tags, created_at) values ('dev', 'boat.md', 'md', 'dev/1/boat.md', 'The boat needs a new"
                        + " engine.', '00000000-0000-0000-0000-000000000001', 'sailing', '[\"boat\", \"engine\"]',"
                        + " '2026-01-04T00:00:00Z'), ('dev', 'mast.png', 'png', 'dev/2/mast.png', null, null, null, null,"
                        + " '2026-01-05T00:00:00Z'), ('dev', 'away.png', 'png', '../../away.png', null, null, null, null,"
                        + " '2026-01-06T00:00:00Z')",
                "create table graph_nodes (id uuid primary key default gen_random_uuid(), user_id varchar(255), node_type"
                        + " varchar(50), node_id varchar(255), properties jsonb, created_at timestamptz)",
                "create table graph_edges (id uuid primary key default gen_random_uuid(), user_id varchar(255), source_type"
                        + " varchar(50), source_id varchar(255), edge_type varchar(50), target_type varchar(50), target_id"
                        + " varchar(255), properties jsonb, created_at timestamptz)",
                "insert into graph_nodes (user_id, node_type, node_id, properties, created_at) values ('dev', 'Person',"
                        + " 'nora', '{\"name\": \"Nora Silva\", \"age\": 41}', now()), ('dev', 'Memory', 'm1', null, now()),"
                        + " (null, 'Person', 'nobody', null, now())",
                "insert into graph_edges (user_id, source_type, source_id, edge_type, target_type, target_id, properties,"
                        + " created_at) values ('dev', 'User', 'dev', 'WORKS_AT', 'Organization', 'Initech',"
                        + " '{\"content\": \"Worked at Initech\", \"valid_from\": \"2020-01-01T00:00:00+00:00\","
                        + " \"valid_until\": \"2024-01-01T00:00:00+00:00\"}', '2026-01-01T00:00:00Z'), ('dev', 'User', 'dev',"
                        + " 'WORKS_AT', 'Organization', 'Globex', '{\"valid_from\": \"2024-02-01T00:00:00+00:00\","
                        + " \"confidence\": 0.9}', '2026-01-02T00:00:00Z'), ('dev', 'Person', 'Nora Silva', 'CUSTOM', 'User',"
                        + " 'dev', '{\"relation_name\": \"sails with\"}', '2026-01-03T00:00:00Z'), ('dev', 'User', 'dev',"
                        + " 'HAS_MEMORY', 'Memory', 'm1', null, now())");
    }

    @Test
    void documents_and_the_graph_come_along() throws Exception {
        original("embeddings");
        withDocumentsAndGraph();
        var objects = Files.createDirectories(disk.resolve("objects/dev/2"))
                .getParent()
                .getParent();
        var png = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
        Files.write(objects.resolve("dev/2/mast.png"), png);
        Files.write(disk.resolve("away.png"), png);
        assertThat(run("--objects", objects.toString()))
                .contains("passed over document")
                .contains("its bytes are not at hand")
                .contains("15 records, 13 added, 0 known already, 2 passed over");
        assertThat(run()).contains("0 added, 13 known already");
        try (var people = people(disk.resolve("data"))) {
            assertThat(people.files().list("dev").items())
                    .extracting(file -> file.filename() + " " + file.category() + " " + file.tags())
                    .containsExactlyInAnyOrder("boat.md sailing [boat, engine]", "mast.png general []");
            assertThat(people.files().search("dev", "engine", DocumentRows.Filter.ALL, 5))
                    .singleElement()
                    .satisfies(found -> assertThat(found.text()).contains("new engine"));
            var nora = people.graph()
                    .getNode("dev", new NodeKey(NodeType.PERSON, "Nora Silva"))
                    .orElseThrow();
            assertThat(nora.properties().number("age", 0)).isEqualTo(41);
            assertThat(people.graph().getNeighbors("dev", NodeKey.USER, GraphWalk.Around.DEFAULT))
                    .extracting(near -> near.node().key().id())
                    .containsExactlyInAnyOrder("globex", "nora_silva");
            assertThat(people.graph()
                            .findEntityFacts("dev", "Initech", Optional.of(Instant.parse("2022-01-01T00:00:00Z")), 5))
                    .isNotNull();
        }
    }

    @Test
    void another_database_and_another_target_are_refused_without_a_password() throws Exception {
        sql("create schema " + schema);
        assertThatThrownBy(this::run)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no user memory of the original")
                .hasMessageNotContaining("password=");
        sql("drop schema " + schema);
        original("embeddings");
        assertThatThrownBy(() -> run("--into", "project")).isInstanceOf(Refusal.class);
    }
}

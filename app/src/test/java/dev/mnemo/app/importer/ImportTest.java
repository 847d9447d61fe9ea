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
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.Memory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of source: recognised, read with its bad records named, taken over once.
class ImportTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir
    private Path disk;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Optional<ProjectMemory> memory = Optional.empty();
    private int exit;

    @BeforeEach
    void a_project() throws Exception {
        var root = Files.createDirectories(disk.resolve("shop"));
        memory = Optional.of(ProjectMemory.whenNeeded(
                new ProjectOptions(
                        root,
                        root.resolve(".mnemo"),
                        disk.resolve("home/.mnemo/global"),
                        disk.resolve("home/.mnemo/projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        SourceOutline.COMMENTS_ONLY,
                        Optional.empty(),
                        NOW,
                        new Random(1)),
                _ -> EventLog.NONE));
    }

    @AfterEach
    void the_project_is_closed() {
        memory.ifPresent(ProjectMemory::close);
    }

    private NeuroMemory people(Path data) {
        return NeuroMemory.builder(data.resolve("users.db").toString(), NOW, new Random(2))
                .autoExtract(false)
                .open();
    }

    private String run(String... words) {
        out.reset();
        err.reset();
        var terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        var here = new ImportCommand.Here("shop", disk.resolve("data"), "ann", disk::resolve);
        exit = new ImportCommand(memory.orElseThrow(), this::people, here, terminal).run(List.of(words));
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<Node> nodes() {
        return memory.orElseThrow().current().store().read(view -> List.copyOf(view.activeNodes()));
    }

    private List<String> texts() {
        return nodes().stream().map(Node::content).sorted().toList();
    }

    private List<Memory> memories(String person) {
        try (var people = people(disk.resolve("data"))) {
            return people.memories().list(person, List.of(), 100, 0).items();
        }
    }

    private void file(String name, String text) throws Exception {
        Files.createDirectories(disk.resolve(name).getParent());
        Files.writeString(disk.resolve(name), text);
    }

    // ---------------------------------------------------------------- claude-mem

    private void claudeMem() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + disk.resolve("mem.db"));
                var statement = connection.createStatement()) {
            statement.execute("create table observations (id integer primary key, memory_session_id text, project text,"
                    + " text text, type text, title text, subtitle text, facts text, narrative text,"
                    + " created_at text, created_at_epoch integer)");
            statement.execute("create table session_summaries (id integer primary key, memory_session_id text, project"
                    + " text, request text, learned text, completed text, next_steps text, created_at_epoch integer)");
            statement.execute("insert into observations values (1, 's', 'shop', null, 'decision', 'Sign with RS256',"
                    + " null, '[\"the gateway knows no HS256\"]', 'Chosen in the review.', 'x', 1760000000000)");
            statement.execute("insert into observations values (2, 's', 'shop', null, 'bugfix', null, null, null, null,"
                    + " 'x', 1760000000000)");
            statement.execute(
                    "insert into observations values (3, 's', 'other', null, 'bugfix', 'Not ours', null, null,"
                            + " null, 'x', 1760000000000)");
            statement.execute("insert into session_summaries values (7, 's', 'shop', 'q', 'Refunds are exact', null,"
                    + " 'Test the ledger', 1760000000)");
        }
    }

    @Test
    void claude_mem_gives_observations_and_summaries_of_this_project() throws Exception {
        claudeMem();
        var before = Files.readAllBytes(disk.resolve("mem.db"));
        assertThat(run("mem.db", "--dry-run"))
                .isEqualTo(
                        "claude-mem into this project: 4 records, 3 would be added, 0 known already, 1 passed over.\n");
        assertThat(nodes()).isEmpty();
        assertThat(run("mem.db")).contains("3 added");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("passed over observation 2: It says nothing.");
        assertThat(texts())
                .containsExactly(
                        "Next steps: Test the ledger",
                        "Refunds are exact",
                        "Sign with RS256\nChosen in the review.\n- the gateway knows no HS256");
        var decision = nodes().stream()
                .filter(node -> node.meta().domain().equals("decisions"))
                .findFirst()
                .orElseThrow();
        assertThat(decision.created()).isEqualTo(1_760_000_000);
        assertThat(decision.meta().json().string("imported_from")).contains("claude-mem, observation 1");
        assertThat(decision.meta().json().string("import_file")).contains("mem.db");
        assertThat(run("mem.db")).contains("0 added, 3 known already");
        assertThat(Files.readAllBytes(disk.resolve("mem.db"))).isEqualTo(before);
        assertThat(run("mem.db", "--from-project", "other")).contains("1 added");
        assertThatThrownBy(() -> run("mem.db", "--from-project", "nobody"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other, shop");
    }

    @Test
    void another_database_is_refused() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + disk.resolve("x.db"));
                var statement = connection.createStatement()) {
            statement.execute("create table entries (id integer)");
        }
        assertThatThrownBy(() -> run("x.db")).isInstanceOf(Refusal.class).hasMessageContaining("not claude-mem's");
    }

    // ---------------------------------------------------------------- MCP memory server

    @Test
    void the_mcp_memory_servers_lines_become_sentences_about_a_person() throws Exception {
        file("memory.json", """
                {"type":"entity","name":"Ada","entityType":"person","observations":["plays chess","lives in Porto",7]}
                {"type":"entity","name":"Porto","entityType":"city","observations":[]}
                {"type":"relation","from":"Ada","to":"Acme","relationType":"works_at"}

                {"type":"entity","name":"half
                {"type":"other"}
                """);
        assertThat(run("memory.json"))
                .isEqualTo("MCP memory server into the memory of each person, else of ann: 7 records, 4 added, 0 known"
                        + " already, 3 passed over.\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("line 1 observation 3")
                .contains("line 5: It is no JSON object.")
                .contains("line 6: It is neither");
        assertThat(memories("ann"))
                .extracting(Memory::content)
                .containsExactlyInAnyOrder(
                        "Ada: plays chess", "Ada: lives in Porto", "Porto (city)", "Ada works at Acme");
        assertThat(run("memory.json")).contains("0 added, 4 known already");
        assertThat(memories("ann")).hasSize(4);
        assertThat(run("memory.json", "--into", "project")).contains("4 added");
        assertThat(texts()).contains("Ada works at Acme");
    }

    @Test
    void the_answer_of_read_graph_is_read_too() throws Exception {
        file("graph.json", """
                {"entities": [{"name":"Ada","entityType":"person","observations":["plays chess"]}, 3],
                 "relations": [{"from":"Ada","to":"Acme","relationType":"works_at"}]}
                """);
        assertThat(run("graph.json", "--user", "bob")).contains("2 added").contains("1 passed over");
        assertThat(memories("bob")).hasSize(2);
    }

    // ---------------------------------------------------------------- mem0

    @Test
    void mem0_gives_each_person_their_memories_and_a_deleted_one_stays_deleted() throws Exception {
        file("export.json", """
                {"count": 4, "results": [
                  {"id":"a1","memory":"Likes tea","user_id":"dev","created_at":"2026-01-02T03:04:05Z","updated_at":null},
                  {"id":"a2","memory":"Works remotely","created_at":"2026-01-02T03:04:05-07:00"},
                  {"id":"a3","memory":"  "},
                  "nothing"]}
                """);
        assertThat(run("export.json")).contains("mem0 into").contains("2 added").contains("2 passed over");
        var tea = memories("dev").getFirst();
        assertThat(tea.content()).isEqualTo("Likes tea");
        assertThat(tea.metadata().string("imported_from")).contains("mem0, memory a1");
        assertThat(memories("ann")).extracting(Memory::content).containsExactly("Works remotely");
        try (var people = people(disk.resolve("data"))) {
            people.memories().delete("dev", tea.id());
        }
        assertThat(run("export.json")).contains("0 added, 2 known already");
        assertThat(memories("dev")).isEmpty();
        assertThat(run("export.json", "--into", "user", "--user", "eve", "--dry-run"))
                .contains("2 would be added");
        assertThat(memories("eve")).isEmpty();
    }

    // ---------------------------------------------------------------- Markdown

    @Test
    void basic_memory_notes_give_observations_relations_and_sections() throws Exception {
        file("notes/auth.md", """
                ---
                title: Authentication
                type: note
                permalink: auth
                created: 2026-03-01
                ---
                # Authentication

                Everything goes through the gateway, which checks signatures.

                ## Observations
                - [decision] Tokens are signed with RS256 #security
                - [tech] Keys rotate monthly (since spring)
                - [ ] not an observation but an open task, said at length

                ## Relations
                - depends_on [[User Database]]
                """);
        file("notes/.obsidian/config.md", "passed over because it is hidden and long enough");
        file("notes/latin.md", "");
        Files.write(disk.resolve("notes/latin.md"), new byte[] {'a', (byte) 0xe4, 'b'});
        assertThat(run("notes"))
                .contains("Markdown into this project")
                .contains("5 added")
                .contains("1 passed over");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("latin.md: It is no UTF-8 text.");
        assertThat(texts())
                .contains(
                        "Authentication: Tokens are signed with RS256 #security",
                        "Authentication: Keys rotate monthly (since spring)",
                        "Authentication depends on User Database",
                        "Authentication:\nEverything goes through the gateway, which checks signatures.");
        assertThat(nodes())
                .anyMatch(node -> node.content().contains("RS256")
                        && node.meta().domain().equals("decisions")
                        && node.created()
                                == Instant.parse("2026-03-01T00:00:00Z").getEpochSecond());
        assertThat(run("notes")).contains("0 added, 5 known already");
    }

    @Test
    void agents_instructions_become_conventions_without_what_mnemo_wrote() throws Exception {
        file("AGENTS.md", """
                # Rules
                @.monet
                Run the tests before every commit, all of them.
                ```sh
                # not a heading, and long enough
                ```
                <!-- mnemo -->
                This project has a memory, served over MCP by mnemo.
                <!-- /mnemo -->
                ## Naming
                Spell names out; put the unit last.
                """);
        assertThat(run("AGENTS.md")).contains("2 added");
        assertThat(texts())
                .containsExactly(
                        "Rules > Naming:\nSpell names out; put the unit last.",
                        "Rules:\nRun the tests before every commit, all of them.\n```sh\n# not a heading, and long"
                                + " enough\n```");
        assertThat(nodes()).allMatch(node -> node.meta().domain().equals("patterns"));
    }

    @Test
    void long_sections_are_divided_and_secrets_are_not_taken_over() throws Exception {
        var paragraph =
                "A sentence about ledgers and their refunds. ".repeat(20).strip();
        file("long.md", String.join("\n\n", List.of(paragraph, paragraph + "2", paragraph + "3", paragraph + "4")));
        assertThat(run("long.md")).contains("2 added");
        file("x".repeat(3) + ".md", "y".repeat(5_000));
        assertThat(run("xxx.md")).contains("2 added, 1 known already");
        file("secret.md", "The deployment key is AKIAIOSFODNN7EXAMPLE, keep it well.");
        run("secret.md");
        assertThat(texts()).anyMatch(text -> text.contains("[redacted")).noneMatch(text -> text.contains("AKIA"));
    }

    // ---------------------------------------------------------------- Mnemo's own stores

    @Test
    void another_projects_store_gives_what_is_active_and_what_was_corrected_here_stays_so() throws Exception {
        try (var other = NodeStore.open(disk.resolve("billing/.mnemo"))) {
            other.write(change -> {
                for (var text : List.of("Invoices are cents", "Refunds are exact", "Withdrawn")) {
                    var node = Node.of(NodeType.LEAF, text, List.of(), 5, Json.Obj.EMPTY.with("domain", "decisions"));
                    change.put(node);
                    if (!text.equals("Withdrawn")) {
                        change.activate(node.address());
                    }
                }
                return true;
            });
        }
        Files.writeString(disk.resolve("billing/.mnemo/nodes/000000000000.json"), "{ broken");
        assertThat(run("billing")).contains("Mnemo store into").contains("2 added");
        var invoices = nodes().stream()
                .filter(node -> node.content().startsWith("Invoices"))
                .findFirst()
                .orElseThrow();
        memory.orElseThrow()
                .current()
                .claims()
                .update(invoices.address().toString(), "Invoices are tenths of cents", "", "");
        assertThat(run("billing")).contains("0 added, 1 known already, 1 corrected or forgotten here and left so");
        assertThat(texts()).containsExactly("Invoices are tenths of cents", "Refunds are exact");
    }

    @Test
    void the_originals_store_is_read() {
        assertThat(run(Path.of("../project/src/test/resources/golden/shop")
                        .toAbsolutePath()
                        .toString()))
                .contains(" 0 known already");
        assertThat(nodes()).isNotEmpty();
    }

    // ---------------------------------------------------------------- what is none of these

    @Test
    void what_is_not_known_is_refused_and_names_what_is() throws Exception {
        file("empty/readme.txt", "text");
        file("other.json", "{\"a\": 1}");
        file("text.json", "no json");
        file("list.json", "[{\"memory\": 7}]");
        for (var words : List.of(
                List.<String>of(),
                List.of("none"),
                List.of("empty"),
                List.of("other.json"),
                List.of("text.json"),
                List.of("list.json"),
                List.of("other.json", "--frobnicate"),
                List.of("other.json", "--into", "cache"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_source_of_which_nothing_can_be_read_is_a_failure() throws Exception {
        file("bad.json", "{\"results\": [{\"id\": 1, \"memory\": \" \"}]}");
        run("bad.json");
        assertThat(exit).isEqualTo(ExitCode.REFUSED);
    }
}

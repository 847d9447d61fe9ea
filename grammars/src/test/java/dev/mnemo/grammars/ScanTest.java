package dev.mnemo.grammars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.code.ScanReport;
import dev.mnemo.project.code.ScanRequest;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
    private static final String TOKENS = """
            \"""Rotates the tokens of a shop.\"""


            class TokenStore:
                \"""Keeps refresh tokens in memory.\"""

                def put(self, token):
                    return token


            def rotate(user, token="x", *rest):
                \"""Rotate the refresh token of a user.\"""
                return token


            def many(a, b, c, d, e, f):
                \"""Takes many arguments.\"""
            """;

    @TempDir
    Path folder;

    private Workspace work;

    @BeforeEach
    void open() throws IOException {
        work = new Workspace(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void python_claims_have_the_texts_and_anchors_that_other_implementations_give_them() throws IOException {
        work.write("app/tokens.py", TOKENS);
        assertThat(work.scan(".").claimsCreated()).isEqualTo(4);
        assertThat(work.claims())
                .containsExactly(
                        "tokens.py TokenStore: Keeps refresh tokens in memory.",
                        "tokens.py many(a, b, c, d, e, ...): Takes many arguments.",
                        "tokens.py rotate(user, token): Rotate the refresh token of a user.",
                        "tokens.py: Rotates the tokens of a shop.");
        var meta = work.claim("tokens.py rotate").meta();
        assertThat(meta.domain()).isEqualTo("patterns");
        assertThat(meta.source()).isEqualTo("scan");
        assertThat(meta.confidence()).hasValue(0.7);
        var anchor = meta.anchors().getFirst();
        assertThat(anchor.string("file")).hasValue("app/tokens.py");
        assertThat(anchor.string("scope")).hasValue("function");
        assertThat(anchor.number("line_hint")).hasValue(11);
        assertThat(anchor.string("context_lines"))
                .hasValue("def rotate(user, token=\"x\", *rest):\n    \"\"\"Rotate the refresh token of a user.\"\"\"\n"
                        + "    return token\n\n\ndef many(a, b, c, d, e, f):");
        assertThat(work.claim("tokens.py: ").meta().anchors())
                .containsExactly(Json.Obj.EMPTY.with("type", "file").with("path", "app/tokens.py"));
    }

    @Test
    void paths_are_relative_to_the_project_whatever_is_scanned() throws IOException {
        work.write("app/tokens.py", TOKENS);
        work.scan("app");
        assertThat(work.index().members()).containsOnlyKeys("app/tokens.py");
        assertThat(work.scan("app/tokens.py").filesUnchanged()).isEqualTo(1);
        var all = work.scan(".");
        assertThat(all.claimsCreated()).isZero();
        assertThat(all.filesUnchanged()).isEqualTo(1);
        assertThat(work.index().members()).containsOnlyKeys("app/tokens.py");
    }

    @Test
    void a_claim_whose_text_did_not_change_keeps_its_node_when_its_file_changes() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var before = work.claim("tokens.py rotate");
        work.store.write(change -> {
            change.put(change.node(before.address()).orElseThrow().editMeta(meta -> meta.with("recall_count", 7)));
            return null;
        });
        work.write("tokens.py", TOKENS + "\n\ndef last():\n    \"\"\"Comes last.\"\"\"\n");
        var report = work.scan(".");
        assertThat(report.claimsCreated()).isEqualTo(1);
        assertThat(report.claimsUpdated()).isZero();
        assertThat(report.claimsKept()).isEqualTo(4);
        var after = work.claim("tokens.py rotate");
        assertThat(after.address()).isEqualTo(before.address());
        assertThat(after.meta().recallCount()).isEqualTo(7);
    }

    @Test
    void an_inserted_function_shifts_no_other_claim_but_moves_their_anchors() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var before = work.claims();
        work.write(
                "tokens.py",
                TOKENS.replace("class TokenStore", "def first():\n    \"\"\"Comes first.\"\"\"\n\n\nclass TokenStore"));
        var report = work.scan(".");
        assertThat(report.claimsCreated()).isEqualTo(1);
        assertThat(report.claimsUpdated()).isZero();
        assertThat(work.claims()).containsAll(before).hasSize(before.size() + 1);
        assertThat(work.claim("tokens.py rotate").meta().anchors().getFirst().number("line_hint"))
                .hasValue(15);
    }

    @Test
    void a_compact_java_source_file_is_known_by_what_its_main_says() throws IOException {
        work.write("examples/Count.java", """
                import java.nio.file.Path;

                /// Counts the lines of a file.
                void main(String[] arguments) {
                    IO.println(arguments.length);
                }
                """);
        work.scan(".");
        assertThat(work.claims()).containsExactly("examples/Count.java main(arguments): Counts the lines of a file.");
    }

    @Test
    void a_chain_follows_a_claim_that_a_scan_corrects() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var old = work.claim("tokens.py rotate").address();
        work.store.write(change -> {
            ChainEdits.create(change, "ch_000000000001", old, "tokens", "", "active", 1);
            return null;
        });
        work.write("tokens.py", TOKENS.replace("Rotate the refresh", "Replace the refresh"));
        work.scan(".");
        var now = work.claim("tokens.py rotate");
        assertThat(now.inputs()).containsExactly(old.toString());
        assertThat(now.meta().chains()).containsExactly("ch_000000000001");
        assertThat(work.store.<List<String>>read(view ->
                        view.chains().get("ch_000000000001").array("members").strings()))
                .containsExactly(now.address().toString());
    }

    @Test
    void other_words_correct_the_claim_of_that_name_and_inherit_what_was_tied_to_it() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var old = work.claim("tokens.py rotate");
        var other = work.claim("tokens.py TokenStore").address();
        work.store.write(change -> {
            var link = Json.Obj.EMPTY.with("addr", other.toString()).with("rel", "depends_on");
            change.put(change.node(old.address())
                    .orElseThrow()
                    .editMeta(meta -> meta.with("links", new Json.Arr(List.of(link)))));
            return null;
        });
        work.write(
                "tokens.py",
                TOKENS.replace("rotate(user, token=\"x\", *rest)", "rotate(user)")
                        .replace("Rotate the refresh", "Swap the"));
        assertThat(work.scan(".").claimsUpdated()).isEqualTo(1);
        var corrected = work.claim("tokens.py rotate(user): Swap the token");
        assertThat(corrected.type()).isEqualTo(NodeType.SUPERSEDE);
        assertThat(corrected.inputs()).containsExactly(old.address().toString());
        assertThat(corrected.meta().links()).extracting(link -> link.target()).containsExactly(other);
        assertThat(work.active()).doesNotContain(old);
        work.write(
                "tokens.py",
                TOKENS.replace("rotate(user, token=\"x\", *rest)", "rotate(user)")
                                .replace("Rotate the refresh", "Swap the")
                        + "# end\n");
        assertThat(work.scan(".").claimsUpdated())
                .as("a correction is not corrected by itself")
                .isZero();
    }

    @Test
    void claims_of_declarations_that_are_gone_are_withdrawn_with_their_anchors() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var gone = work.claim("tokens.py many").address();
        work.write("tokens.py", TOKENS.substring(0, TOKENS.indexOf("def many")));
        assertThat(work.scan(".").claimsWithdrawn()).isEqualTo(1);
        assertThat(work.store.<Boolean>read(view -> view.isActive(gone))).isFalse();
        assertThat(work.store.<List<Address>>read(view -> view.anchorsByFile().get("tokens.py").stream()
                        .map(anchor -> anchor.address())
                        .toList()))
                .hasSize(2)
                .doesNotContain(gone);
        work.write("tokens.py", "x = 1\n");
        assertThat(work.scan(".").claimsWithdrawn()).as("all claims vanished").isEqualTo(3);
        assertThat(work.claims()).isEmpty();
    }

    @Test
    void more_than_two_hundred_files_are_all_read_and_progress_is_told() throws IOException {
        for (int i = 0; i < 450; i++) {
            work.write("src/m" + i + ".py", "\"\"\"Module number " + i + ".\"\"\"\n");
        }
        var told = new ArrayList<String>();
        var report = work.scan.run(ScanRequest.of(".", "", false), (done, total, _) -> told.add(done + "/" + total));
        assertThat(report.filesRead()).isEqualTo(450);
        assertThat(report.filesNotReached()).isZero();
        assertThat(work.claims()).hasSize(450);
        assertThat(told).containsExactly("0/450", "200/450", "400/450", "450/450");
    }

    @Test
    void a_scan_that_nobody_waits_for_any_more_stops_and_the_next_one_goes_on() throws IOException {
        for (int i = 0; i < 450; i++) {
            work.write("src/m" + i + ".py", "\"\"\"Module number " + i + ".\"\"\"\n");
        }
        var impatient = new Progress() {
            private long done;

            @Override
            public void at(long now, long total, String what) {
                done = now;
            }

            @Override
            public boolean isCancelled() {
                return done >= 200;
            }
        };
        var stopped = work.scan.run(ScanRequest.of(".", "", false), impatient);
        assertThat(stopped.filesRead()).isEqualTo(400);
        assertThat(stopped.filesNotReached()).isEqualTo(50);
        assertThat(work.scan(".").filesRead()).isEqualTo(50);
        assertThat(work.claims()).hasSize(450);
    }

    @Test
    void ignored_files_dependencies_and_the_store_itself_are_not_read() throws IOException {
        work.write(".gitignore", "*.gen.py\n/out/\n!keep.gen.py\n");
        work.write("sub/.gitignore", "private.py\n");
        for (var path : List.of(
                "a.py",
                "b.gen.py",
                "keep.gen.py",
                "out/c.py",
                "sub/private.py",
                "sub/public.py",
                "node_modules/d.js",
                "build/e.py",
                ".hidden/f.py",
                ".mnemo/g.py")) {
            work.write(
                    path,
                    path.endsWith(".js") ? "/** Module of javascript. */\n" : "\"\"\"Module " + path + ".\"\"\"\n");
        }
        work.scan(".");
        assertThat(work.index().members()).containsOnlyKeys("a.py", "keep.gen.py", "sub/public.py");
    }

    @Test
    void binary_huge_generated_and_unreadable_files_are_left_out_and_counted() throws IOException {
        work.write("good.py", "\"\"\"A good module.\"\"\"\n");
        Files.write(work.root.resolve("binary.py"), new byte[] {'"', 0, 1, 2});
        work.write("huge.py", "# filler\n".repeat(150_000));
        work.write("tables.min.js", "var a=[" + "1,".repeat(10_000) + "]");
        var locked = work.write("locked.py", "\"\"\"Nobody may read me.\"\"\"\n");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        var report = work.scan(".");
        boolean root = Files.isReadable(locked);
        assertThat(report.filesTooLarge()).isEqualTo(1);
        assertThat(report.filesBinary()).isEqualTo(2);
        assertThat(report.filesUnreadable()).isEqualTo(root ? 0 : 1);
        assertThat(work.claims()).contains("good.py: A good module.").hasSize(root ? 2 : 1);
    }

    @Test
    void symbolic_links_are_never_followed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret.py"), "\"\"\"Outside of the project.\"\"\"\n");
        Files.createSymbolicLink(work.root.resolve("link.py"), outside.resolve("secret.py"));
        Files.createSymbolicLink(work.root.resolve("folder"), outside);
        work.write("a.py", "\"\"\"Inside the project.\"\"\"\n");
        work.scan(".");
        assertThat(work.claims()).containsExactly("a.py: Inside the project.");
        assertThatThrownBy(() -> work.scan("folder"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("outside");
        assertThatThrownBy(() -> work.scan("..")).isInstanceOf(Refusal.class).hasMessageContaining("outside");
        assertThatThrownBy(() -> work.scan("nodir")).isInstanceOf(Refusal.class).hasMessageContaining("not found");
    }

    @Test
    void claims_of_a_deleted_file_are_withdrawn_and_of_no_other() throws IOException {
        work.write("a/one.py", "\"\"\"Module one.\"\"\"\n");
        var two = work.write("b/two.py", "\"\"\"Module two.\"\"\"\ndef run():\n    \"\"\"Run it.\"\"\"\n");
        work.scan(".");
        Files.delete(two);
        assertThat(work.scan("a").filesGone()).as("b is not the target").isZero();
        var report = work.scan(".");
        assertThat(report.filesGone()).isEqualTo(1);
        assertThat(report.claimsWithdrawn()).isEqualTo(2);
        assertThat(work.claims()).containsExactly("one.py: Module one.");
        assertThat(work.index().members()).containsOnlyKeys("a/one.py");
    }

    @Test
    void a_moved_file_keeps_its_claims_or_corrects_them_where_they_name_the_path() throws IOException {
        var python = work.write("old/tokens.py", TOKENS);
        var java = work.write("old/Ledger.java", "/** Books every payment twice. */\npublic class Ledger {}\n");
        work.scan(".");
        var rotate = work.claim("tokens.py rotate").address();
        var ledger = work.claim("old/Ledger.java Ledger").address();
        Files.createDirectories(work.root.resolve("new"));
        Files.move(python, work.root.resolve("new/tokens.py"));
        Files.move(java, work.root.resolve("new/Ledger.java"));
        var report = work.scan(".");
        assertThat(report.filesMoved()).isEqualTo(2);
        assertThat(report.claimsCreated()).isZero();
        assertThat(report.claimsWithdrawn()).isZero();
        var moved = work.claim("tokens.py rotate");
        assertThat(moved.address()).isEqualTo(rotate);
        assertThat(moved.meta().anchors()).hasSize(1);
        assertThat(moved.meta().anchors().getFirst().string("file")).hasValue("new/tokens.py");
        assertThat(work.claim("new/Ledger.java Ledger").inputs()).containsExactly(ledger.toString());
        assertThat(work.index().members()).containsOnlyKeys("new/tokens.py", "new/Ledger.java");
    }

    @Test
    void what_somebody_corrected_summarised_or_forgot_is_not_claimed_again() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var corrected = work.claim("tokens.py rotate");
        var forgotten = work.claim("tokens.py many");
        work.store.write(change -> {
            var better = Node.of(
                    NodeType.SUPERSEDE,
                    "rotate() must never be called twice",
                    List.of(corrected.address().toString()),
                    1,
                    corrected.meta().json().with("reason", "it loses the session"));
            change.put(better);
            change.deactivate(corrected.address());
            change.activate(better.address());
            change.forget(forgotten.address(), Json.Obj.EMPTY);
            return null;
        });
        work.write("tokens.py", TOKENS + "# changed\n");
        var report = work.scan(".");
        assertThat(report.claimsRespected()).isEqualTo(2);
        assertThat(report.claimsCreated()).isZero();
        assertThat(work.claims())
                .contains("rotate() must never be called twice")
                .noneMatch(text -> text.startsWith("tokens.py rotate") || text.startsWith("tokens.py many"));
        work.write("tokens.py", TOKENS + "# changed again\n");
        assertThat(work.scan(".").claimsRespected()).as("and again not").isEqualTo(2);
        Files.delete(work.store.directory().resolve("scan_index.json"));
        assertThat(work.scan(".").claimsCreated())
                .as("even if the index is lost")
                .isZero();
        assertThat(work.claims()).contains("rotate() must never be called twice");
    }

    @Test
    void an_unchanged_file_is_not_read_and_a_touched_one_is_not_claimed_again() throws IOException {
        var file = work.write("tokens.py", TOKENS);
        work.scan(".");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assertThat(work.scan(".").filesUnchanged()).isEqualTo(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        var touched = work.scan(".");
        assertThat(touched.filesUnchanged()).isEqualTo(1);
        assertThat(touched.filesRead()).isZero();
        var forced = work.scan.run(ScanRequest.of(".", "", true), Progress.NONE);
        assertThat(forced.filesRead()).isEqualTo(1);
        assertThat(forced.claimsKept()).isEqualTo(4);
        assertThat(forced.claimsCreated()).isZero();
    }

    @Test
    void a_store_scanned_by_another_implementation_is_taken_over_without_a_new_node() throws IOException {
        work.write("app/tokens.py", TOKENS);
        work.scan(".");
        var before = work.claims();
        var nodes = work.store.<Integer>read(view -> view.nodes().size());
        var entry = work.index().object("app/tokens.py");
        var foreign = Json.Obj.EMPTY
                .with("file_hash", entry.string("file_hash", ""))
                .with("claim_addrs", entry.array("claim_addrs"))
                .with("scanned_at", entry.number("scanned_at", 0));
        Files.writeString(
                work.store.directory().resolve("scan_index.json"),
                Json.Obj.EMPTY.with("tokens.py", foreign).pretty(),
                StandardCharsets.UTF_8);
        var report = work.scan(".");
        assertThat(report.claimsCreated() + report.claimsUpdated()).isZero();
        assertThat(work.claims()).isEqualTo(before);
        assertThat(work.store.<Integer>read(view -> view.nodes().size())).isEqualTo(nodes);
        assertThat(work.index().members()).containsOnlyKeys("app/tokens.py");
    }

    @Test
    void a_damaged_or_lost_index_costs_a_reading_and_no_claim() throws IOException {
        work.write("tokens.py", TOKENS);
        work.scan(".");
        var before = work.claims();
        for (var damage : List.of("{\"tokens.py\": [", "[]", "{\"tokens.py\": 3}")) {
            Files.writeString(work.store.directory().resolve("scan_index.json"), damage);
            ScanReport report = work.scan(".");
            assertThat(report.filesRead()).as(damage).isEqualTo(1);
            assertThat(report.claimsCreated()).as(damage).isZero();
            assertThat(work.claims()).as(damage).isEqualTo(before);
        }
    }

    @Test
    void the_same_text_in_two_files_is_one_claim_that_lives_as_long_as_one_of_them() throws IOException {
        var one = work.write("a/__init__.py", "\"\"\"Shared words.\"\"\"\n");
        work.write("b/__init__.py", "\"\"\"Shared words.\"\"\"\n");
        work.scan(".");
        assertThat(work.claims()).containsExactly("__init__.py: Shared words.");
        assertThat(work.claim("__init__").meta().anchors()).hasSize(2);
        Files.delete(one);
        work.scan(".");
        assertThat(work.claims()).containsExactly("__init__.py: Shared words.");
        assertThat(work.claim("__init__").meta().anchors())
                .containsExactly(Json.Obj.EMPTY.with("type", "file").with("path", "b/__init__.py"));
    }

    @Test
    void secrets_are_taken_out_of_claims_and_of_anchors() throws IOException {
        var key = "AKIA" + "ABCDEFGHIJKLMNOP";
        work.write(
                "s.py",
                "def connect(url):\n    \"\"\"Connect with " + key + " always.\"\"\"\n    key = '" + key + "'\n");
        var report = work.scan(".");
        assertThat(report.redacted()).isNotEmpty();
        assertThat(work.active())
                .hasSize(1)
                .allSatisfy(node -> assertThat(node.toJson().pretty()).doesNotContain(key));
        assertThat(work.claims().getFirst()).contains("Connect with [redacted");
        assertThat(work.anchors.forFile("s.py"))
                .allSatisfy(anchored -> assertThat(anchored.isStale()).isFalse());
    }

    @Test
    void windows_line_ends_a_byte_order_mark_and_latin_text_do_no_harm() throws IOException {
        work.write("crlf.py", "\uFEFF" + TOKENS.replace("\n", "\r\n"));
        Files.write(
                work.root.resolve("latin.py"),
                "\"\"\"Gr\u00f6\u00dfe der Tabelle.\"\"\"\n".getBytes(StandardCharsets.ISO_8859_1));
        work.write("empty.py", "");
        work.scan(".");
        assertThat(work.claims())
                .contains(
                        "crlf.py rotate(user, token): Rotate the refresh token of a user.",
                        "latin.py: Größe der Tabelle.");
        assertThat(work.anchors.forFile("crlf.py")).hasSize(4).noneMatch(anchored -> anchored.isStale());
    }

    @Test
    void a_file_without_documentation_gets_one_claim_that_names_what_it_declares() throws IOException {
        work.write("web/ui.ts", "export class View {}\nexport function render(view, state) {}\nfunction hidden() {}\n");
        work.scan(".");
        assertThat(work.claims()).containsExactly("web/ui.ts: declares class View, render(view, state), hidden()");
        assertThat(work.claim("web").meta().confidence()).hasValue(0.5);
    }

    @Test
    void a_file_with_very_many_documented_parts_gives_its_first_types_and_says_what_it_left_out() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append("def f")
                    .append(i)
                    .append("():\n    \"\"\"Does thing ")
                    .append(i)
                    .append(".\"\"\"\n");
        }
        text.append("class Late:\n    \"\"\"A type at the end.\"\"\"\n");
        work.write("many.py", text.toString());
        var report = work.scan(".");
        assertThat(report.claimsCreated()).isEqualTo(12);
        assertThat(report.sectionsLeftOut()).isEqualTo(19);
        assertThat(work.claims()).contains("many.py Late: A type at the end.", "many.py f0(): Does thing 0.");
    }

    @Test
    void the_readme_and_unknown_languages_are_known_by_what_stands_at_their_head() throws IOException {
        work.write(
                "README.md",
                "# Shop\n\n[![build](x)](y)\n\nSells *things* to [people](http://x). And more.\n\n## Use\n");
        work.write("db/schema.sql", "-- Tables of the shop and their keys.\ncreate table a(x int);\n");
        work.write("notes.txt", "not source");
        work.scan(".");
        assertThat(work.claims())
                .containsExactly(
                        "README.md: Sells things to people. And more.",
                        "db/schema.sql: Tables of the shop and their keys.");
    }

    @Test
    void extensions_choose_the_files_however_they_are_written() throws IOException {
        work.write("a.py", "\"\"\"Module a.\"\"\"\n");
        work.write("B.java", "/** Class b of the shop. */\nclass B {}\n");
        work.write("c.ts", "/** Module c of the shop. */\nexport const c = () => 1;\n");
        work.write("README.md", "Not wanted here at all.\n");
        work.scan.run(ScanRequest.of(".", ".java, TS", false), Progress.NONE);
        assertThat(work.index().members()).containsOnlyKeys("B.java", "c.ts");
        assertThatThrownBy(() -> ScanRequest.of(".", "../etc", false)).isInstanceOf(Refusal.class);
    }

    @Test
    void only_one_scan_of_a_store_runs_at_a_time() throws IOException {
        work.write("a.py", "\"\"\"Module a.\"\"\"\n");
        var refused = new ArrayList<String>();
        work.scan.run(ScanRequest.of(".", "", false), (_, _, _) -> {
            try {
                work.scan(".");
            } catch (Refusal refusal) {
                refused.add(refusal.getMessage());
            }
        });
        assertThat(refused).isNotEmpty().allMatch(sentence -> sentence.contains("Another scan"));
        assertThat(work.scan(".").filesUnchanged()).isEqualTo(1);
    }
}

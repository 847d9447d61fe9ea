package dev.mnemo.grammars;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.project.code.ScanRequest;
import dev.mnemo.project.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapTest {
    private static final String LEDGER = """
            /** Books every payment twice. */
            public class Ledger {
                public long add(String account, long cents) {
                    return 1;
                }

                long balance(String account) {
                    return 0;
                }

                private void rotate() {}
            }
            """;

    @TempDir
    Path folder;

    private Workspace work;

    @BeforeEach
    void open() throws IOException {
        work = new Workspace(folder);
        work.write("Ledger.java", LEDGER);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void parts_without_documentation_are_claimed_by_their_signatures() {
        var report = work.map(".", Optional.empty());
        assertThat(report.scan().claimsCreated()).isEqualTo(1);
        assertThat(report.sections()).isEqualTo(3);
        assertThat(report.sectionsKnown()).isEqualTo(1);
        assertThat(report.nodesCreated()).isEqualTo(2);
        assertThat(report.wording()).isEmpty();
        assertThat(work.claims())
                .containsExactly(
                        "Ledger.java Ledger.add(account, cents): public long add(String account, long cents)",
                        "Ledger.java Ledger.balance(account): long balance(String account)",
                        "Ledger.java Ledger: Books every payment twice.");
        var meta = work.claim("Ledger.java Ledger.add").meta();
        assertThat(meta.source()).isEqualTo("map");
        assertThat(meta.json().string("mapped_file")).hasValue("Ledger.java");
        assertThat(meta.json().number("mapped_line")).hasValue(3);
        assertThat(meta.anchors().getFirst().string("type")).hasValue("content_hash");
    }

    @Test
    void mapping_again_changes_nothing_and_after_a_change_only_what_changed() throws IOException {
        work.map(".", Optional.empty());
        var before = work.claims();
        var again = work.map(".", Optional.empty());
        assertThat(again.nodesCreated() + again.nodesUpdated() + again.nodesWithdrawn())
                .isZero();
        assertThat(again.nodesKept()).isEqualTo(2);
        assertThat(work.claims()).isEqualTo(before);
        work.write(
                "Ledger.java",
                LEDGER.replace("long balance(String account)", "long balance(String account, String currency)")
                        .replace(
                                "    public long add(String account, long cents) {\n        return 1;\n    }\n\n", ""));
        var changed = work.map(".", Optional.empty());
        assertThat(changed.nodesUpdated()).isEqualTo(1);
        assertThat(changed.nodesWithdrawn()).isEqualTo(1);
        assertThat(work.claims())
                .containsExactly(
                        "Ledger.java Ledger.balance(account, currency): long balance(String account, String currency)",
                        "Ledger.java Ledger: Books every payment twice.");
        Files.delete(work.root.resolve("Ledger.java"));
        work.map(".", Optional.empty());
        assertThat(work.claims()).isEmpty();
    }

    @Test
    void a_language_model_may_word_what_it_finds_worth_and_is_asked_once() {
        var prompts = new ArrayList<String>();
        LanguageModel model = (_, prompt, _) -> {
            prompts.add(prompt);
            return "Sure!\n[{\"section_idx\": 0, \"content\": \"Adds a payment to\\nboth books.\", \"domain\": \"decisions\","
                    + " \"confidence\": 7, \"worth_storing\": true}, {\"section_idx\": 1, \"content\": \"\", \"worth_storing\": false},"
                    + " {\"section_idx\": 99, \"content\": \"x\"}, 3, {\"section_idx\": \"0\"}]";
        };
        var report = work.map(".", Optional.of(model));
        assertThat(report.sectionsWorded()).isEqualTo(2);
        assertThat(work.claims())
                .containsExactly(
                        "Ledger.java Ledger.add(account, cents): Adds a payment to both books.",
                        "Ledger.java Ledger: Books every payment twice.");
        var worded = work.claim("Ledger.java Ledger.add");
        assertThat(worded.meta().domain()).isEqualTo("decisions");
        assertThat(worded.meta().confidence()).hasValue(1.0);
        assertThat(prompts).hasSize(1);
        assertThat(prompts.getFirst())
                .contains("File: Ledger.java", "section 0: Ledger.add(account, cents)", "return 1;");
        work.map(".", Optional.empty());
        assertThat(work.claims()).as("words stay while the code stays").anyMatch(text -> text.contains("both books"));
    }

    @Test
    void a_model_that_fails_or_talks_nonsense_leaves_the_signatures_and_is_said() throws IOException {
        for (int i = 0; i < 6; i++) {
            work.write("m" + i + ".py", "def run" + i + "():\n    return " + i + "\n");
        }
        var asked = new ArrayList<String>();
        LanguageModel broken = (_, prompt, _) -> {
            asked.add(prompt);
            if (asked.size() % 2 == 0) {
                return "[{\"section_idx\": ";
            }
            throw new MnemoException(Fault.MODEL, "The model is asleep.", "Wake it.");
        };
        var report = work.map(".", Optional.of(broken));
        assertThat(report.wording()).startsWith("failed: ");
        assertThat(asked).as("left alone after three failures").hasSize(3);
        assertThat(report.filesNotWorded()).isEqualTo(7);
        assertThat(work.claims()).contains("m5.py run5(): def run5()").hasSize(9 + 6);
    }

    @Test
    void secrets_are_never_sent_to_a_model() throws IOException {
        var key = "AKIA" + "ABCDEFGHIJKLMNOP";
        work.write("s.py", "def connect():\n    return '" + key + "'\n");
        var prompts = new ArrayList<String>();
        work.map(".", Optional.of((system, prompt, _) -> {
            prompts.add(system + prompt);
            return "[]";
        }));
        assertThat(prompts)
                .hasSize(2)
                .noneMatch(prompt -> prompt.contains(key))
                .anyMatch(prompt -> prompt.contains("[redacted"));
    }

    @Test
    void coverage_counts_parts_that_are_known_and_not_claims_about_them() throws IOException {
        work.write("other.py", "def one():\n    pass\n");
        work.scan("Ledger.java");
        var first = work.coverage().report(ScanRequest.of(".", "", false));
        assertThat(first.sections()).isEqualTo(4);
        assertThat(first.sectionsKnown()).isEqualTo(1);
        assertThat(first.covered()).hasSize(1);
        assertThat(first.covered().getFirst().unknown())
                .containsExactly("Ledger.add(account, cents)", "Ledger.balance(account)");
        assertThat(first.unmapped()).containsExactly("other.py");
        var ledger = work.claim("Ledger.java Ledger");
        work.store.write(change -> {
            var second = Node.of(
                    ledger.type(),
                    "A second claim about the class.",
                    ledger.inputs(),
                    1,
                    ledger.meta().json());
            change.put(second);
            change.activate(second.address());
            return null;
        });
        assertThat(work.coverage().report(ScanRequest.of(".", "", false)).sectionsKnown())
                .as("two claims about one part")
                .isEqualTo(1);
        work.map(".", Optional.empty());
        var mapped = work.coverage().report(ScanRequest.of(".", "", false));
        assertThat(mapped.sectionsKnown()).isEqualTo(4);
        assertThat(mapped.unmapped()).isEmpty();
    }

    @Test
    void coverage_does_not_count_what_the_code_has_left_behind() throws IOException {
        work.write("t.py", "def rotate(user):\n    \"\"\"Rotate the token.\"\"\"\n    a = user\n    return a\n");
        work.scan("t.py");
        assertThat(work.coverage().report(ScanRequest.of("t.py", "", false)).sectionsKnown())
                .isEqualTo(1);
        work.write("t.py", "def rotate(user):\n    \"\"\"Rotate the token.\"\"\"\n    b = user + 1\n    return b\n");
        var stale = work.coverage().report(ScanRequest.of("t.py", "", false));
        assertThat(stale.sectionsKnown()).isZero();
        assertThat(stale.stale()).isEqualTo(1);
        assertThat(stale.named()).containsExactly("t.py");
        work.scan("t.py");
        assertThat(work.coverage().report(ScanRequest.of("t.py", "", false)).sectionsKnown())
                .as("a scan ties the claim to the new code")
                .isEqualTo(1);
    }
}

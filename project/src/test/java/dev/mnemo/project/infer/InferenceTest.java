package dev.mnemo.project.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceTest {
    @TempDir
    Path directory;

    private NodeStore store;
    private int session;
    private final List<Event> emitted = new ArrayList<>();

    @BeforeEach
    void openStore() {
        store = NodeStore.open(directory);
    }

    private Inference inference() {
        return new Inference(new EventReader(directory.resolve("logs")), store, Optional.empty(), emitted::add);
    }

    private String claimed(String domain, String content) {
        var node = Node.of(NodeType.LEAF, content, List.of(), 1_000, Json.Obj.EMPTY.with("domain", domain));
        store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
        return node.address().toString();
    }

    /// One process that logs some events.
    private void session(Event... events) {
        var clock = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000L + 60L * session++));
        try (var log = FileEventLog.open(directory.resolve("logs"), clock, () -> ZoneOffset.UTC, new Random(session))) {
            for (var event : events) {
                log.emit(event);
            }
        }
    }

    private static Event recall(String message, String... addresses) {
        return new Event(
                Event.Layer.SUBCONSCIOUS,
                "recall",
                "surfaced",
                List.of(addresses),
                "",
                Json.Obj.EMPTY.with("message", message));
    }

    private static Event claim(String domain, String summary, String address) {
        return new Event(Event.Layer.CONSCIOUS, "claim", summary, List.of(address), domain, Json.Obj.EMPTY);
    }

    private static Event update(String domain, String reason, String old, String now) {
        return new Event(
                Event.Layer.CONSCIOUS,
                "update",
                "corrected",
                List.of(old, now),
                domain,
                Json.Obj.EMPTY.with("reason", reason));
    }

    private static Event read(String file) {
        return Event.of(Event.Layer.CONSCIOUS, "read", "read " + file);
    }

    private List<String> lines(String layer, String group) {
        return inference().infer(layer).sections().getFirst().groups().stream()
                .filter(found -> found.title().startsWith(group))
                .flatMap(found -> found.findings().stream())
                .map(Finding::text)
                .toList();
    }

    @Test
    void all_runs_all_five_layers_even_without_any_event() {
        var report = inference().infer("all");
        assertThat(report.layers()).containsExactly("cooccurrence", "recall", "corrections", "sequences", "workflow");
        assertThat(report.sections())
                .hasSize(5)
                .allSatisfy(section -> assertThat(section.otherwise().isEmpty()
                                && section.groups().isEmpty())
                        .isFalse());
        assertThat(emitted).extracting(Event::name).containsExactly("infer");
    }

    @Test
    void an_unknown_layer_is_refused_with_the_valid_ones() {
        assertThat(inference().infer(" Recall , workflow").layers()).containsExactly("recall", "workflow");
        assertThatThrownBy(() -> inference().infer("recall,dreams"))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "Unknown layer 'dreams'. Valid: all, cooccurrence, recall, corrections, sequences, workflow");
    }

    @Test
    void files_of_any_language_that_are_worked_on_together_are_found() {
        for (int i = 0; i < 2; i++) {
            session(read("src/main/App.kt"), read("lib/auth.rb (3 matches)"), read("Makefile.am"));
        }
        session(read("src/main/App.kt"), read("other.swift"));
        assertThat(lines("cooccurrence", "Files"))
                .containsExactly("lib/auth.rb + src/main/App.kt  (2x, strength 0.67)");
    }

    @Test
    void a_file_that_only_a_recall_mentions_does_not_count() {
        for (int i = 0; i < 2; i++) {
            session(read("a.go"), Event.of(Event.Layer.SUBCONSCIOUS, "recall", "b.go is the entry"));
        }
        assertThat(lines("cooccurrence", "Files")).isEmpty();
    }

    @Test
    void recalls_with_and_without_a_use_are_told_apart() {
        var used = claimed("decisions", "JWT");
        var noise = claimed("context", "The office is blue");
        var hidden = claimed("issues", "Nobody sees this");
        for (int i = 0; i < 3; i++) {
            session(recall("tokens", used, noise), update("decisions", "x", used, "ffffffffffff"));
        }
        assertThat(lines("recall", "High value"))
                .singleElement()
                .asString()
                .startsWith("[" + used.substring(0, 8))
                .contains("(3x, 100% used)");
        assertThat(lines("recall", "Noise")).singleElement().asString().contains("The office is blue", "(3x, 0% used)");
        assertThat(lines("recall", "Recalled together"))
                .singleElement()
                .asString()
                .contains("JWT", "The office is blue", "(3x)");
        assertThat(lines("recall", "Never recalled"))
                .singleElement()
                .asString()
                .contains(hidden.substring(0, 8), "Nobody sees this");
    }

    @Test
    void what_was_done_before_a_recall_is_no_use_of_it() {
        var node = claimed("decisions", "JWT");
        for (int i = 0; i < 3; i++) {
            session(claim("decisions", "JWT", node), recall("tokens", node));
        }
        assertThat(lines("recall", "High value")).isEmpty();
        assertThat(lines("recall", "Noise")).hasSize(1);
    }

    @Test
    void corrections_are_classified_counted_by_domain_and_followed() {
        session(
                claim("architecture", "a", "aaaaaaaaaaaa"),
                claim("tasks", "t", "eeeeeeeeeeee"),
                update("architecture", "the user corrected me", "aaaaaaaaaaaa", "bbbbbbbbbbbb"));
        session(update("architecture", "it was outdated", "bbbbbbbbbbbb", "cccccccccccc"));
        assertThat(lines("corrections", "Correction types")).containsExactly("staleness: 1", "user_correction: 1");
        assertThat(lines("corrections", "Domain stability"))
                .containsExactly(
                        "architecture       1 claims, 2 updates (67%) #############",
                        "tasks              1 claims, 0 updates (0%)");
        assertThat(lines("corrections", "Rapid"))
                .containsExactly("[aaaaaaaa] -> [bbbbbbbb] (user_correction) the user corrected me");
        assertThat(lines("corrections", "Corrected again")).containsExactly("2x since [aaaaaaaa], now [cccccccc]");
        assertThat(lines("corrections", "User corrections")).hasSize(1);
    }

    @Test
    void reasons_are_classified_by_the_first_kind_that_fits() {
        assertThat(List.of(
                                "Not that one",
                                "now stale",
                                "was tasks, now issues",
                                "replaced the cache",
                                "it now uses RS256",
                                "implemented retries",
                                "value missing",
                                "security review")
                        .stream()
                        .map(Corrections::kind))
                .containsExactly(
                        "user_correction",
                        "staleness",
                        "recategorization",
                        "refinement",
                        "decision",
                        "evolution",
                        "factual_fix",
                        "unclassified");
    }

    @Test
    void sequences_show_volatile_core_and_triggered_nodes_discoveries_and_cascades() {
        var tokens = claimed("architecture", "Tokens expire after 900 seconds");
        var found = claimed("issues", "Refresh endpoint leaks memory");
        for (int i = 0; i < 3; i++) {
            session(
                    recall("why does the refresh endpoint leak", tokens),
                    claim("issues", "Refresh endpoint leaks memory", found),
                    claim("decisions", "evict", "dddddddddddd"),
                    update("architecture", "", tokens, "ffffffffffff"));
        }
        assertThat(lines("sequences", "Volatile nodes"))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("[" + tokens.substring(0, 8) + "] -> [ffffffff]");
        assertThat(lines("sequences", "Volatility")).containsExactly("architecture: 3 recall->update cycles");
        assertThat(lines("sequences", "Discoveries").getFirst()).contains("asked: endpoint, refresh");
        assertThat(lines("sequences", "Core")).singleElement().asString().contains("100% (3/3)");
        assertThat(lines("sequences", "Domain cascades")).containsExactly("issues -> decisions  (3x)");
        assertThat(lines("sequences", "Triggers"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("'refresh' -> [" + tokens.substring(0, 8))
                        .endsWith("(3/3)"));
    }

    @Test
    void the_workflow_counts_transitions_and_kinds_of_events() {
        session(
                claim("architecture", "a", "aaaaaaaaaaaa"),
                claim("decisions", "b", "bbbbbbbbbbbb"),
                claim("architecture", "c", "cccccccccccc"),
                claim("decisions", "d", "dddddddddddd"),
                read("a.py"));
        session(read("only.py"));
        assertThat(lines("workflow", "Sessions"))
                .containsExactly("Sessions analyzed: 1", "Avg events/session: 5.0", "Avg domains/session: 2.0");
        assertThat(lines("workflow", "Common")).containsExactly("architecture -> decisions  (2x)");
        assertThat(lines("workflow", "Event")).containsExactly("claim: 4", "read: 1");
    }

    @Test
    void a_model_adds_a_paragraph_and_its_failure_costs_only_that() {
        session(read("a.py"), read("b.py"));
        var logs = new EventReader(directory.resolve("logs"));
        var worded =
                new Inference(logs, store, Optional.of((_, prompt, _) -> "You read " + prompt.length()), emitted::add);
        assertThat(worded.infer("workflow").wording()).startsWith("You read ");
        var broken = new Inference(
                logs,
                store,
                Optional.of((_, _, _) -> {
                    throw new MnemoException(Fault.MODEL, "no answer", "try again");
                }),
                emitted::add);
        assertThat(broken.infer("workflow").wording()).isEmpty();
        assertThat(broken.infer("workflow").sections()).hasSize(1);
    }
}

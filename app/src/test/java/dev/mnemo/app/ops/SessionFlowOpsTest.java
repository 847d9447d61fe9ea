package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.NewClaim;
import dev.mnemo.project.code.SourceOutline;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFlowOpsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    @TempDir
    Path folder;

    private ProjectMemory memory;

    @BeforeEach
    void open() {
        memory = TestMemory.open(
                folder.resolve("shop"), folder, SourceOutline.COMMENTS_ONLY, CLOCK, SessionFlowOpsTest::log);
    }

    private static EventLog log(Path store) {
        return FileEventLog.open(store.resolve("logs"), CLOCK, () -> ZoneOffset.UTC, new Random(2));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String call(String tool, String arguments) {
        var answer = Operations.of(memory).require(tool).answer(Json.parseObject(arguments), Progress.NONE);
        assertThat(answer.structured().members()).as(tool).isNotEmpty();
        return answer.text();
    }

    private String claim(String domain, String content) {
        return memory.current()
                .claims()
                .claim(ClaimRequest.of(NewClaim.of(content, domain)))
                .stored()
                .getFirst()
                .address();
    }

    @Test
    void a_session_goes_from_a_checkpoint_to_its_end_and_its_rating() {
        assertThat(call("memory_session_compress", "{\"summary\": \"nothing\"}"))
                .isEqualTo("Nothing to compress — no nodes created this cycle.");
        claim("decisions", "We chose JWT because the mobile app keeps no cookies");
        assertThat(call(
                        "memory_checkpoint",
                        "{\"label\": \"half way\", \"done\": [\"parser\"], \"remaining\": [\"tests\"]}"))
                .startsWith("Checkpoint saved: [")
                .endsWith(
                        "] → session store (auto-promotes at compress)\n  Checkpoint: half way | Done: parser | Remaining: tests");
        assertThat(call("memory_session_status", "{}"))
                .contains("Session: s_", "Nodes in session store: 1", "Checkpoint: half way", "No preliminary chains.");
        assertThat(call("memory_session_compress", "{\"summary\": \"JWT was chosen, the parser is done\"}"))
                .startsWith("Session compressed: 2 nodes from 0 turns -> ")
                .contains(
                        "The 2 nodes stay active.",
                        "Handoff node: ",
                        "Promoted: 0 chains and 1 loose node",
                        "New session: s_");
        assertThat(
                        call(
                                "memory_survey",
                                "{\"recall_precision\": 0.8, \"orientation_speed\": 1, \"notes\": \"good\", \"requests\": [\"a\"]}"))
                .contains(
                        "\n  recall precision: 0.80\n  orientation speed: 1.00\n  requests (1):\n    - a\n  notes: good");
        assertThat(call("memory_survey", "{}")).startsWith("Survey stored: ");
        assertThatThrownBy(() -> call("memory_survey", "{\"recall_precision\": 80}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("between 0 and 1");
    }

    @Test
    void an_arc_is_created_paused_resumed_listed_and_completed() {
        var created = call(
                "memory_arc", "{\"action\": \"create\", \"name\": \"token eviction\", \"goal\": \"Bound the memory\"}");
        assertThat(created).startsWith("Arc created: ").contains("Next: begin work");
        var address = created.substring("Arc created: ".length(), created.indexOf('\n'));
        assertThat(call(
                        "memory_arc",
                        "{\"action\": \"pause\", \"arc_address\": \"" + address + "\", \"reason\": \"review\"}"))
                .startsWith("Arc paused: ");
        assertThat(call("memory_arc", "{\"action\": \"list\"}"))
                .contains("Active arcs (1):", "[paused] token eviction (0 sessions)");
        assertThat(call("memory_arc", "{\"action\": \"resume\", \"arc_address\": \"" + address + "\"}"))
                .startsWith("Arc resumed: ");
        assertThat(call(
                        "memory_arc",
                        "{\"action\": \"update\", \"arc_address\": \"" + address + "\", \"progress\": \"LRU\"}"))
                .startsWith("Arc updated: ");
        assertThat(call(
                        "memory_arc",
                        "{\"action\": \"complete\", \"arc_address\": \"" + address + "\", \"outcome\": \"done\"}"))
                .startsWith("Arc completed: ");
        assertThat(call("memory_arc", "{\"action\": \"list\"}")).isEqualTo("No active or paused arcs.");
        assertThat(call("memory_arc", "{\"action\": \"detect\"}")).startsWith("No arc candidates");
        assertThatThrownBy(() -> call("memory_arc", "{\"action\": \"bogus\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Unknown action: bogus. Valid: create, update, complete, pause, resume, list, detect");
    }

    @Test
    void pipelines_and_vectors_are_defined_listed_and_run() {
        var token = claim("issues", "TokenStore leaks memory under load");
        assertThat(
                        call(
                                "memory_pipeline",
                                "{\"name\": \"mine\", \"steps\": [{\"op\": \"search\", \"query\": \"{input}\"}, {\"op\": \"limit\", \"n\": 3}]}"))
                .startsWith("Pipeline 'mine' stored at ")
                .contains("(2 steps)");
        assertThat(call("memory_run", "{\"name\": \"mine\", \"params\": {\"input\": \"memory\"}}"))
                .isEqualTo("Pipeline 'mine': 2 steps, 1 node(s) in final set\n\nOutput nodes:\n  [issues] "
                        + token.substring(0, 8) + "  TokenStore leaks memory under load");
        assertThat(call("memory_run", "{\"name\": \"issue-cluster\"}"))
                .contains("(preview, not stored)  known issues: ");
        assertThat(call("memory_run", "{\"name\": \"drift-check\"}")).contains("0 node(s)");
        assertThat(call("memory_vectors", "{}")).isEqualTo("No vectors defined. Use memory_vector() to create one.");
        assertThat(
                        call(
                                "memory_vector",
                                "{\"name\": \"both\", \"components\": [{\"pipeline\": \"mine\", \"params\": {\"input\": \"load\"}}, {\"pipeline\": \"gone\"}], \"merge\": \"ranked\"}"))
                .startsWith("Vector 'both' stored: ");
        assertThat(call("memory_run", "{\"name\": \"both\"}"))
                .startsWith(
                        "Vector 'both': 1/2 components, merge=ranked, 1 node(s) in final set\n\nErrors (1):\n  component 1: pipeline 'gone' not found");
        assertThat(call("memory_vectors", "{}")).contains("1 vector(s) stored:", "both");
        assertThat(call("memory_pipelines", "{}"))
                .startsWith("5 pipeline(s) available:")
                .contains("drift-check  [builtin]", "mine  [stored]");
        assertThatThrownBy(() -> call("memory_run", "{\"name\": \"nope\"}")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> call("memory_learn", "{\"chain_id\": \"ch_none\"}"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void what_was_done_is_in_the_log_and_can_be_inferred_from() {
        claim("decisions", "JWT");
        call("memory_checkpoint", "{\"label\": \"half way\"}");
        assertThat(call("memory_infer", "{}"))
                .startsWith("## Pattern inference report")
                .contains("### File co-occurrence", "### Recall patterns", "### Correction patterns")
                .contains(
                        "### Implicit knowledge",
                        "### Workflow patterns",
                        "claim: 2",
                        "Layers run: cooccurrence, recall,");
        assertThatThrownBy(() -> call("memory_infer", "{\"layers\": \"dreams\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Valid: all, cooccurrence");
    }
}

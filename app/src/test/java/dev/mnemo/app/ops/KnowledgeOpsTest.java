package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Claims, lookups and chains as an agent calls them.
class KnowledgeOpsTest {
    @TempDir
    Path directory;

    private ProjectMemory memory;
    private Operations operations;

    @BeforeEach
    void open() {
        memory = TestMemory.open(directory, directory);
        operations = Operations.of(memory);
    }

    private Answer call(String tool, String arguments) {
        return operations.require(tool).answer(Json.parseObject(arguments), Progress.NONE);
    }

    private String claim(String content, String domain) {
        var answer = call(
                "memory_claim",
                Json.Obj.EMPTY.with("content", content).with("domain", domain).compact());
        return answer.structured().array("stored").objects().getFirst().string("address", "");
    }

    @Test
    void a_claim_answers_with_its_address_first_and_what_was_done() {
        var answer = call(
                "memory_claim",
                "{\"batch\":[{\"content\":\"JWT because of mobile\",\"domain\":\"decisions\"},{\"content\":\"no domain\"}],"
                        + "\"chain_name\":\"auth design\"}");
        assertThat(answer.text())
                .matches("(?s)[0-9a-f]{8} stored \\[decisions]: JWT because of mobile\nskipped \"no domain\": .*\n"
                        + "ch_[0-9a-f]{12} new chain: auth design");
        assertThatThrownBy(() -> call("memory_claim", "{}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("batch");
        assertThatThrownBy(() -> call("memory_claim", "{\"content\":\"only content\"}"))
                .hasMessageContaining("architecture");
    }

    @Test
    void knowledge_is_corrected_confirmed_linked_and_looked_up() {
        var tokens = claim("Auth tokens expire after 900 seconds", "architecture");
        var jwt = claim("JWT because of mobile", "decisions");
        var updated = call(
                "memory_update",
                "{\"old_address\":\"" + tokens
                        + "\",\"new_content\":\"Auth tokens expire after 600 seconds\",\"reason\":\"review\"}");
        var now = updated.structured().string("address", "");
        assertThat(updated.text()).startsWith(tokens.substring(0, 8) + " -> " + now.substring(0, 8));
        assertThat(call("memory_reinforce", "{\"address\":\"" + jwt + "\"}").text())
                .contains("confirmed, 1x");
        assertThat(call(
                                "memory_link",
                                "{\"source\":\"" + jwt + "\",\"target\":\"" + tokens + "\",\"rel\":\"depends_on\"}")
                        .text())
                .contains("--depends_on--> " + now.substring(0, 8));
        assertThat(call("memory_query", "{\"address\":\"" + tokens + "\"}").text())
                .contains("superseded")
                .contains("now: " + now.substring(0, 8));
        assertThat(call("memory_graph", "{\"address\":\"" + now + "\"}").text()).contains("JWT because of mobile");
        assertThat(call("memory_provenance", "{\"address\":\"" + now + "\"}").text())
                .contains("Provenance (2 nodes)");
        assertThat(call("memory_rebase", "{\"node_addr\":\"" + now + "\"}").text())
                .contains("linked to it: depends_on");
        assertThat(call("memory_unlink", "{\"source\":\"" + jwt + "\",\"target\":\"" + now + "\"}")
                        .text())
                .contains("cut");
        assertThat(call("memory_forget", "{\"address\":\"" + jwt + "\"}").text())
                .contains("forgotten");
        assertThat(call("memory_log", "{}").text()).contains("600 seconds").doesNotContain("JWT");
    }

    @Test
    void questions_summaries_roots_and_exports_answer_in_words() {
        assertThat(call("memory_gap", "{\"topic\":\"token rotation\"}").text())
                .contains("Resolve with memory_update(old_address=");
        assertThat(call("memory_ask", "{\"question\":\"Keep HS256?\"}").text()).contains("[ASK] Keep HS256?");
        var one = claim("The pool has 5 connections", "dependencies");
        var two = claim("The pool has at most 5 connections", "dependencies");
        assertThat(call("memory_prune_candidates", "{}").text()).contains("similarity 0.714");
        assertThat(call("memory_diff", "{}").text()).contains("No root exists yet");
        assertThat(call("memory_soul", "{}").text()).contains("No root exists yet");
        assertThat(call("memory_reroot", "{}").text()).contains("is the new root of 4 active nodes");
        var summary =
                call("memory_compress", "{\"summary\":\"Pool of 5\",\"addresses\":[\"" + one + "\",\"" + two + "\"]}");
        assertThat(summary.text()).contains("stands for 2 node(s), coverage 100%");
        assertThat(call("memory_diff", "{}").text()).contains("1 added, 2 removed, 2 unchanged");
        assertThat(call("memory_soul", "{}").text()).startsWith("<!-- project:");
        assertThat(call("memory_status", "{}").text()).contains("Active nodes: 3 of 6");
        assertThat(call("memory_active", "{}").text()).startsWith("[dependencies]");
        assertThat(call("memory_export", "{}").text()).contains("## dependencies");
        assertThat(call("memory_export", "{\"format\":\"json\",\"file\":\"out.json\",\"all\":true}")
                        .text())
                .contains("out.json");
        assertThat(call("memory_import_file", "{\"file\":\"out.json\"}").text()).startsWith("0 new and 6 known nodes");
    }

    @Test
    void a_plan_is_listed_with_its_team_and_told_although_none_of_its_nodes_was_found() {
        var thought = claim("Parsers come before printers", "decisions");
        var person = Json.Obj.EMPTY.with("agent_id", "ann").with("role", "lead").with("authority", 1.0);
        var trouble = Json.Obj.EMPTY
                .with("files", Json.strings(List.of("Parser.java")))
                .with("description", "both change it");
        memory.current().store().write(change -> {
            change.putChain(
                    "ch_0000000000aa",
                    Json.Obj.EMPTY
                            .with("members", Json.strings(List.of(thought)))
                            .with("summary", "autumn release")
                            .with("status", "active")
                            .with("plan_root", true)
                            .with("team_config", Json.array(List.of(person)))
                            .with(
                                    "success_criteria",
                                    Json.Obj.EMPTY
                                            .with("expected_outputs", 3)
                                            .with("output_type", "modules")
                                            .with("completion_metric", "all green"))
                            .with("friction_points", Json.array(List.of(trouble))));
            return thought;
        });
        assertThat(call("memory_chains", "{}").text())
                .contains("ch_0000000000aa [PLAN]")
                .contains("\n    team: ann (lead, auth=1.0)")
                .contains("\n    target: 3 modules | metric: all green")
                .contains("\n    friction: 1 anticipated file overlap");
        assertThat(call("memory_recall", "{\"message\":\"what is next in this sprint?\"}")
                        .text())
                .contains("── ch_0000000000aa [PLAN] autumn release (1 node; memory_cat tells it) ──");
        assertThat(call("memory_recall", "{\"message\":\"ok\"}").text()).doesNotContain("PLAN");
    }

    @Test
    void chains_are_listed_read_stashed_and_blamed() {
        var id = call("memory_claim", "{\"content\":\"a thought\",\"domain\":\"decisions\",\"chain_name\":\"thread\"}")
                .structured()
                .string("chain_id", "");
        assertThat(call("memory_chains", "{}").text()).contains(id + " [decisions] (1 node, today, project) — thread");
        assertThat(call("memory_cat", "{\"chain_or_node\":\"" + id + "\"}").text())
                .contains("a thought");
        assertThat(call("memory_blame", "{\"target\":\"" + id + "\"}").text()).contains("[unattributed]");
        assertThat(call("memory_stash", "{\"chain_id\":\"" + id + "\",\"reason\":\"later\"}")
                        .text())
                .contains("1 of 1 nodes");
        assertThat(call("memory_stash_pop", "{\"chain_id\":\"" + id + "\"}").text())
                .contains("later");
        assertThat(call("memory_spatial", "{\"file\":\"a.py\"}").text()).contains("Nothing is anchored to a.py");
        assertThat(call("memory_promote", "{\"all_preliminary\":true}").text()).contains("No preliminary chains");
    }

    @Test
    void stored_text_cannot_move_the_cursor_of_whoever_reads_it() {
        var address = claim("red \u001b[31malert\u001b[0m \u202eesrever", "context");
        assertThat(call("memory_query", "{\"address\":\"" + address + "\"}").text())
                .contains("content: red alert esrever")
                .doesNotContain("\u001b");
    }
}

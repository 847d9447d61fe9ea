package dev.mnemo.project.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.project.claim.Desk;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.flow.Flows;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.session.Session;
import dev.mnemo.project.session.SessionStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipelines over the stores that the first implementation of the format wrote find what it found.
class FlowGoldenTest {
    @TempDir
    Path directory;

    private NodeStore store;
    private Flows flows;

    @BeforeEach
    void openStore() {
        store = Golden.open("shop/.mnemo", directory);
        var session = new Session("s_00000001");
        var drafts = new SessionStore(store, session, Golden.CLOCK);
        var stores = new Stores(store, store, drafts::store, drafts::existing, _ -> store);
        var claims = new Claims(new Desk(
                stores, new ProjectRoot(directory), session, drafts, EventLog.NONE, Golden.CLOCK, new Random(1)));
        flows = new Flows(
                store,
                new Classic(store, Golden.CLOCK),
                _ -> List.of(),
                _ -> false,
                claims,
                EventLog.NONE,
                Golden.CLOCK);
    }

    @Test
    void a_stored_pipeline_finds_the_same_nodes() {
        var expected = Golden.expected().array("pipeline_token_review").strings();
        var outcome = flows.run("token-review", Json.Obj.EMPTY.with("input", "token store"));
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.nodes())
                .extracting(Flows.Found::address)
                .as("the golden data does not say its input, which decides the order of equal ages")
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(created(outcome.nodes().stream().map(Flows.Found::address).toList()))
                .as("newest first, as the golden ones")
                .isEqualTo(created(expected));
    }

    private List<Double> created(List<String> addresses) {
        return store.read(view -> addresses.stream()
                .map(address -> view.require(address).created())
                .toList());
    }

    @Test
    void a_chain_teaches_the_same_pipeline() {
        var expected = Golden.expected().object("learn_auth_chain").object("pipeline");
        var learned = flows.learn("ch_0003a67649f6", "", false);
        assertThat(learned.name()).isEqualTo(expected.string("name", ""));
        assertThat(learned.description()).isEqualTo(expected.string("description", ""));
        assertThat(learned.steps()).isEqualTo(expected.array("steps").objects());
    }

    @Test
    void a_stored_vector_runs() {
        var outcome = flows.run("wide", Json.Obj.EMPTY.with("input", "token store"));
        assertThat(outcome.run()).isEqualTo(2);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.nodes()).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    }
}

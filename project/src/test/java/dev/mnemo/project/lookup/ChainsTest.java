package dev.mnemo.project.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.claim.Bench;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.Claimed;
import dev.mnemo.project.claim.NewClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainsTest {
    @TempDir
    Path directory;

    private Bench bench;
    private Chains chains;

    @BeforeEach
    void open() {
        bench = new Bench(directory);
        chains = new Chains(
                bench.stores, new Anchors(bench.project, bench.root, bench.clock()), bench.events::add, bench.clock());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Claimed chain(String name, boolean preliminary, String agent, String... texts) {
        return bench.claims.claim(new ClaimRequest(
                Arrays.stream(texts).map(text -> NewClaim.of(text, "decisions")).toList(),
                "",
                "",
                name,
                preliminary,
                agent));
    }

    private static ChainFilter all() {
        return new ChainFilter("", "", "", "", "both", 20);
    }

    private String anchored(String content, String agent, Json.Obj anchor) {
        var claim = new NewClaim(content, "architecture", 0.8, "project", List.of(anchor), 0, 0);
        return bench.claims
                .claim(new ClaimRequest(List.of(claim), "", "", "", false, agent))
                .stored()
                .getFirst()
                .address();
    }

    @Test
    void chains_of_project_and_session_are_listed_newest_first() {
        var old = chain("old thread", false, "", "one", "two");
        bench.now += 100;
        var draft = chain("draft thread", true, "alice", "three");
        var list = chains.list(all());
        assertThat(list.chains()).extracting(ChainList.Row::id).containsExactly(draft.chainId(), old.chainId());
        assertThat(list.chains()).extracting(ChainList.Row::place).containsExactly("session", "project");
        assertThat(list.chains().getFirst().status()).isEqualTo("preliminary");
        assertThat(chains.list(new ChainFilter("active", "", "", "", "both", 20))
                        .total())
                .isEqualTo(1);
        assertThat(chains.list(new ChainFilter("", "", "alice", "", "both", 20)).total())
                .isEqualTo(1);
        assertThat(chains.list(new ChainFilter("", "", "", "", "project", 20)).total())
                .isEqualTo(1);
        assertThatThrownBy(() -> new ChainFilter("", "", "", "", "moon", 20)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new ChainFilter("", "", "", "", "both", 0)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_chain_shows_the_corrected_text() {
        var chain = chain("auth", false, "", "tokens live 900 seconds", "keys rotate");
        bench.claims.update(chain.stored().getFirst().address(), "tokens live 600 seconds", "", "");
        assertThat(chains.cat(chain.chainId(), false).text())
                .contains("tokens live 600 seconds", "keys rotate")
                .doesNotContain("900");
        assertThat(chains.cat(chain.chainId().substring(0, 8), false).nodes()).isEqualTo(2);
        assertThatThrownBy(() -> chains.cat("ch_nothere", false)).hasMessageContaining("memory_chains");
    }

    @Test
    void a_node_is_read_with_what_it_was_made_from() {
        var old = bench.claim("tokens live 900 seconds", "decisions");
        var now = bench.claims.update(old, "tokens live 600 seconds", "", "").address();
        var shown = chains.cat(now, false);
        assertThat(shown.nodes()).isEqualTo(2);
        assertThat(shown.text()).contains("+ 1 ancestor(s)", "600", "900");
    }

    @Test
    void a_stashed_chain_keeps_back_only_what_no_other_chain_needs() {
        var first = chain("first", false, "", "shared", "own");
        chain("second", false, "", "shared");
        var stashed = bench.claims.stash(first.chainId(), "dead end");
        assertThat(stashed.changed()).isEqualTo(1);
        assertThat(bench.isActive(first.stored().getFirst().address())).isTrue();
        assertThat(bench.isActive(first.stored().getLast().address())).isFalse();
        assertThatThrownBy(() -> bench.claims.stash(first.chainId(), "")).hasMessageContaining("already stashed");
        assertThatThrownBy(() -> bench.claims.update(first.stored().getLast().address(), "x", "", ""))
                .hasMessageContaining("memory_stash_pop");
        var popped = bench.claims.stashPop(first.chainId());
        assertThat(popped.changed()).isEqualTo(1);
        assertThat(popped.reason()).isEqualTo("dead end");
        assertThat(bench.isActive(first.stored().getLast().address())).isTrue();
        assertThatThrownBy(() -> bench.claims.stashPop(first.chainId())).hasMessageContaining("not stashed");
    }

    @Test
    void popping_a_stash_revives_nothing_that_was_corrected_or_summarised_before() {
        var chain = chain("auth", false, "", "one fact", "two facts", "three facts");
        var address = chain.stored().getFirst().address();
        bench.claims.stash(chain.chainId(), "");
        // The original's stores keep corrected members in the chain and do not say which ones were withheld.
        bench.project.write(change -> {
            var made = dev.mnemo.project.node.Node.of(
                    dev.mnemo.project.node.NodeType.SUPERSEDE,
                    "one better fact",
                    List.of(address),
                    bench.now,
                    Json.Obj.EMPTY);
            change.put(made);
            change.activate(made.address());
            change.putChain(
                    chain.chainId(), change.chains().get(chain.chainId()).without("stashed_members"));
            return made;
        });
        var popped = bench.claims.stashPop(chain.chainId());
        assertThat(popped.left()).containsExactly(address);
        assertThat(popped.changed()).isEqualTo(2);
        assertThat(bench.isActive(address)).isFalse();
    }

    @Test
    void a_preliminary_chain_is_promoted_into_the_project() {
        var draft = chain("draft", true, "", "a draft thought");
        assertThatThrownBy(() -> bench.claims.promote("", false)).hasMessageContaining("all_preliminary");
        assertThat(bench.claims.promote(draft.chainId(), false).chains())
                .singleElement()
                .satisfies(chain -> assertThat(chain.nodes()).isEqualTo(1));
        assertThat(bench.isActive(draft.stored().getFirst().address())).isTrue();
        assertThat(bench.claims.promote("", true).chains()).isEmpty();
    }

    @Test
    void rebase_sees_links_chains_and_files_flags_and_is_answered_by_reinforcing() {
        var changed = anchored("The token store evicts", "", Anchor.file("a.py"));
        var linked = bench.claim("Refresh leaks memory", "issues");
        bench.claims.link(linked, changed, "caused_by");
        var sameFile = anchored("Login is in the same module", "alice", Anchor.file("a.py"));
        bench.claim("Unrelated", "context");

        assertThat(bench.claims.rebase(changed, true).dependents())
                .extracting(dependent -> dependent.address())
                .containsExactly(linked, sameFile);
        assertThat(bench.node(linked).meta().json().has("potentially_stale")).isFalse();
        var rebased = bench.claims.rebase(changed, false);
        assertThat(rebased.dependents().getFirst().reasons()).containsExactly("linked to it: caused_by");
        assertThat(bench.node(linked).meta().json().has("potentially_stale")).isTrue();
        assertThat(new Lookup(bench.stores, bench.events::add, bench.clock())
                        .query(linked)
                        .doubt())
                .contains("linked to it");
        bench.claims.reinforce(linked);
        assertThat(bench.node(linked).meta().json().has("potentially_stale")).isFalse();
        var corrected = bench.claims.update(sameFile, "Login moved", "", "").address();
        assertThat(bench.node(corrected).meta().json().has("potentially_stale")).isFalse();
    }

    @Test
    void the_log_shows_the_newest_first_and_says_what_became_of_each() {
        var old = bench.claim("first fact", "decisions");
        bench.now += 60;
        bench.claim("second\nfact", "tasks");
        bench.now += 60;
        bench.claims.update(old, "first fact corrected", "", "");
        var log = chains.log(new LogFilter("", "", "", false, false, false, false, 2));
        assertThat(log.total()).isEqualTo(3);
        assertThat(log.entries())
                .extracting(Logged.Entry::content)
                .containsExactly("first fact corrected", "second\nfact");
        var topic = chains.log(new LogFilter("FIRST", "", "", false, false, false, false, 50));
        assertThat(topic.entries()).extracting(Logged.Entry::state).containsExactly("active", "superseded");
        assertThat(chains.log(new LogFilter("", "", "tasks", false, false, false, false, 50))
                        .total())
                .isEqualTo(1);
        assertThat(chains.log(new LogFilter("", "", "", false, false, true, false, 50))
                        .total())
                .isZero();
    }

    @Test
    void a_place_in_a_file_tells_who_said_what_about_it() throws IOException {
        Files.createDirectories(directory.resolve("app"));
        Files.writeString(
                directory.resolve("app/auth.py"), "import x\n\n" + "#\n".repeat(30) + "class Store:\n    pass\n");
        var passage = anchored(
                "Store keeps tokens", "alice", Anchor.passage("app/auth.py", "class Store:\n    pass", "class", 33));
        var whole = anchored("auth.py holds the login", "", Anchor.file("app/auth.py"));

        var spatial = chains.spatial("app/auth.py", 0, 0, "");
        assertThat(spatial.entries()).extracting(Blamed.Entry::address).containsExactlyInAnyOrder(passage, whole);
        assertThat(spatial.entries())
                .anySatisfy(entry -> assertThat(entry.place()).isEqualTo("app/auth.py:33"));
        assertThat(chains.spatial("app/auth.py", 30, 40, "alice").entries())
                .extracting(Blamed.Entry::address)
                .containsExactly(passage);
        assertThat(chains.spatial("app/auth.py", 1, 2, "alice").entries()).isEmpty();
        assertThat(chains.spatial("app/none.py", 0, 0, "").entries()).isEmpty();
        assertThatThrownBy(() -> chains.spatial("app/auth.py", 5, 2, "")).isInstanceOf(Refusal.class);
        assertThat(chains.blame("app/auth.py", 33).entries()).hasSize(2);
        assertThat(chains.blame(passage, 0).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.agent()).isEqualTo("alice"));
    }
}

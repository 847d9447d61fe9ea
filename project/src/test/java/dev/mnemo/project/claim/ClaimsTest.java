package dev.mnemo.project.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Link;
import dev.mnemo.project.node.Relation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    private static final String JWT = "We chose JWT because the mobile app cannot keep cookies";
    private static final String TTL_900 = "Auth tokens expire after 900 seconds";
    private static final String TTL_600 = "Auth tokens expire after 600 seconds";

    @TempDir
    Path directory;

    private Bench bench;
    private Claims claims;

    @BeforeEach
    void open() {
        bench = new Bench(directory);
        claims = bench.claims;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static NewClaim claim(String content, double confidence, double priority, Json.Obj... anchors) {
        return new NewClaim(content, "decisions", confidence, "project", List.of(anchors), priority, 0);
    }

    private static Json.Obj file(String path) {
        return Json.Obj.EMPTY.with("type", "file").with("path", path);
    }

    private static ClaimRequest inChain(String name, NewClaim... items) {
        return new ClaimRequest(List.of(items), "", "", name, false, "");
    }

    @Test
    void a_claim_becomes_an_active_leaf_with_its_meta() {
        var stored = claims.claim(new ClaimRequest(
                        List.of(new NewClaim(TTL_900, "Architecture", 0.9, "project", List.of(file("a.py")), 0.5, 7)),
                        "",
                        "",
                        "",
                        false,
                        "alice"))
                .stored()
                .getFirst();
        var meta = bench.node(stored.address()).meta();
        assertThat(stored.state()).isEqualTo("new");
        assertThat(bench.isActive(stored.address())).isTrue();
        assertThat(meta.domain()).isEqualTo("architecture");
        assertThat(meta.confidence()).hasValue(0.9);
        assertThat(meta.priority()).isEqualTo(0.5);
        assertThat(meta.ttlDays()).isEqualTo(7);
        assertThat(meta.agentId()).isEqualTo("alice");
        assertThat(meta.source()).isEqualTo("live");
        assertThat(bench.session.created()).containsExactly(Bench.address(stored.address()));
        assertThat(bench.events.getLast().summary()).isEqualTo("[architecture] " + TTL_900);
    }

    @Test
    void claiming_a_known_text_keeps_what_it_was_tied_to_and_adds_what_is_new() {
        var first = claims.claim(inChain("auth", claim(JWT, 0.9, 0, file("a.py"))))
                .stored()
                .getFirst();
        var target = bench.claim(TTL_900, "architecture");
        claims.link(first.address(), target, "depends_on");
        claims.reinforce(first.address());
        double created = bench.node(first.address()).created();
        bench.now += 1_000;

        var again = claims.claim(ClaimRequest.of(claim(JWT, 0.8, 1, file("a.py"), file("b.py"))))
                .stored()
                .getFirst();

        var node = bench.node(again.address());
        assertThat(again.state()).isEqualTo("merged");
        assertThat(again.address()).isEqualTo(first.address());
        assertThat(node.created()).isEqualTo(created);
        assertThat(node.meta().links()).containsExactly(new Link(Bench.address(target), "depends_on"));
        assertThat(node.meta().reinforcementCount()).isEqualTo(1);
        assertThat(node.meta().chains()).hasSize(1);
        assertThat(node.meta().anchors()).containsExactly(file("a.py"), file("b.py"));
        assertThat(node.meta().priority()).isEqualTo(1);
        assertThat(node.meta().confidence()).as("the default was not said").hasValue(0.9);
    }

    @Test
    void claiming_a_text_that_was_corrected_is_refused_with_the_correction() {
        var old = bench.claim(TTL_900, "architecture");
        var now = claims.update(old, TTL_600, "review", "").address();
        assertThatThrownBy(() -> bench.claim(TTL_900, "architecture"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(now.substring(0, 8))
                .hasMessageContaining(TTL_600)
                .hasMessageContaining("memory_update");
        assertThat(bench.isActive(old)).isFalse();
    }

    @Test
    void claiming_a_text_that_was_summarised_away_revives_it_and_says_so() {
        var old = bench.claim(TTL_900, "architecture");
        claims.compress("Tokens expire", List.of(old), "");
        var again = claims.claim(ClaimRequest.of(NewClaim.of(TTL_900, "architecture")))
                .stored()
                .getFirst();
        assertThat(again.state()).isEqualTo("revived");
        assertThat(bench.isActive(old)).isTrue();
    }

    @Test
    void a_forgotten_text_is_not_claimed_again() {
        var address = bench.claim(TTL_900, "architecture");
        claims.forget(address, "test");
        assertThatThrownBy(() -> bench.claim(TTL_900, "architecture"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("forgotten");
    }

    @Test
    void a_batch_stores_what_is_sound_and_names_the_rest() {
        var claimed = claims.claim(new ClaimRequest(
                List.of(
                        NewClaim.of(JWT, "decisions"),
                        NewClaim.of("no domain", ""),
                        NewClaim.of("  ", "tasks"),
                        new NewClaim("too sure", "tasks", 1.5, "project", List.of(), 0, 0),
                        new NewClaim("prefers short messages", "context", 0.8, "global", List.of(), 1, 0)),
                "",
                "",
                "auth design",
                false,
                ""));
        assertThat(claimed.stored()).extracting(Claimed.Stored::place).containsExactly("project", "global");
        assertThat(claimed.skipped()).hasSize(3);
        assertThat(claimed.skipped().getFirst()).contains("no domain").contains("architecture");
        assertThat(claimed.skipped().getLast()).contains("0 to 1");
        assertThat(Bench.number(bench.global, view -> view.active().size())).isEqualTo(1);
    }

    @Test
    void a_batch_starts_one_chain_and_its_name_continues_it() {
        var first = claims.claim(inChain("auth design", claim("one", 0.8, 0), claim("two", 0.8, 0)));
        var second = claims.claim(inChain("Auth Design", claim("three", 0.8, 0)));
        assertThat(first.chainNew()).isTrue();
        assertThat(second.chainNew()).isFalse();
        assertThat(second.chainId()).isEqualTo(first.chainId()).matches("ch_[0-9a-f]{12}");
        var chain = bench.project.read(view -> view.chains().get(first.chainId()));
        assertThat(chain).isNotNull();
        assertThat(chain.array("members").strings()).hasSize(3);
        assertThat(chain.string("head")).hasValue(second.stored().getFirst().address());
        assertThat(bench.session.extendedChains()).containsExactly(first.chainId());
        assertThat(bench.number(view -> view.chains().size())).isEqualTo(1);
    }

    @Test
    void an_unknown_chain_refuses_the_claim_before_anything_is_stored() {
        var request = new ClaimRequest(List.of(NewClaim.of(JWT, "decisions")), "", "ch_000000000000", "", false, "");
        assertThatThrownBy(() -> claims.claim(request))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no chain");
        assertThat(bench.number(view -> view.nodes().size())).isZero();
    }

    @Test
    void preliminary_claims_wait_in_the_session_store_in_a_preliminary_chain() {
        var claimed = claims.claim(
                new ClaimRequest(List.of(NewClaim.of("draft thought", "decisions")), "", "", "drafts", true, ""));
        assertThat(claimed.stored().getFirst().place()).isEqualTo("session");
        var chain = bench.drafts.read(view -> view.chains().get(claimed.chainId()));
        assertThat(chain.string("status")).hasValue("preliminary");
        assertThat(bench.number(view -> view.nodes().size())).isZero();
        assertThat(bench.session.created()).isEmpty();
    }

    @Test
    void another_project_is_claimed_into_by_name() {
        var request = new ClaimRequest(List.of(NewClaim.of(JWT, "decisions")), "other", "", "", false, "");
        assertThat(claims.claim(request).stored().getFirst().place()).isEqualTo("project other");
        assertThat(Bench.number(bench.other, view -> view.active().size())).isEqualTo(1);
        assertThat(bench.session.created())
                .as("the session is about this project")
                .isEmpty();
        var unknown = new ClaimRequest(List.of(NewClaim.of(JWT, "decisions")), "nope", "", "", false, "");
        assertThatThrownBy(() -> claims.claim(unknown)).hasMessageContaining("Unknown project");
    }

    @Test
    void bad_input_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> bench.claim(" \n", "tasks")).hasMessageContaining("empty");
        assertThatThrownBy(() -> bench.claim("x".repeat(20_001), "tasks")).hasMessageContaining("20000");
        assertThatThrownBy(() -> bench.claim(JWT, "x".repeat(65))).hasMessageContaining("64");
        assertThatThrownBy(() -> claims.claim(ClaimRequest.of(claim(JWT, Double.NaN, 0))))
                .hasMessageContaining("confidence");
        assertThatThrownBy(() -> claims.claim(ClaimRequest.of(claim(JWT, 0.5, -1))))
                .hasMessageContaining("priority");
        assertThatThrownBy(
                        () -> claims.claim(ClaimRequest.of(new NewClaim(JWT, "tasks", 0.8, "galaxy", List.of(), 0, 0))))
                .hasMessageContaining("project or global");
        assertThatThrownBy(() -> bench.claim("half \ud83c pair", "tasks")).isInstanceOf(Refusal.class);
        assertThat(bench.number(view -> view.nodes().size())).isZero();
    }

    @Test
    void invalid_anchors_are_named_and_the_others_kept() {
        var stored = claims.claim(ClaimRequest.of(claim(
                        JWT,
                        0.8,
                        0,
                        file(directory.resolve("app/auth.py").toString()),
                        Json.Obj.EMPTY.with("type", "bogus"),
                        Json.Obj.EMPTY
                                .with("type", "content_hash")
                                .with("file", "a.py")
                                .with("context_lines", "class A:\n  x = 1"))))
                .stored()
                .getFirst();
        assertThat(stored.notes())
                .singleElement()
                .asString()
                .startsWith("anchor 2 ignored:")
                .contains("bogus");
        var anchors = bench.node(stored.address()).meta().anchors();
        assertThat(anchors.getFirst().string("path")).hasValue("app/auth.py");
        assertThat(anchors.getLast().string("content_hash", "")).matches("[0-9a-f]{16}");
    }

    @Test
    void secrets_are_redacted_before_storing_and_the_answer_says_so() {
        var stored = claims.claim(ClaimRequest.of(NewClaim.of("staging runs with password=hunter2x", "context")))
                .stored()
                .getFirst();
        assertThat(stored.content()).isEqualTo("staging runs with password=[redacted: password]");
        assertThat(stored.notes()).containsExactly("redacted before storing: password");
        assertThat(bench.events.toString()).doesNotContain("hunter2x");
        assertThatThrownBy(() -> bench.claim("<private>all of it</private>", "context"))
                .hasMessageContaining("nothing but secrets");
    }

    @Test
    void a_domain_that_looks_like_a_slip_is_kept_and_the_likely_one_named() {
        var stored = claims.claim(ClaimRequest.of(NewClaim.of(JWT, "architcture")))
                .stored()
                .getFirst();
        assertThat(stored.domain()).isEqualTo("architcture");
        assertThat(stored.notes()).singleElement().asString().contains("'architecture'");
        assertThat(claims.claim(ClaimRequest.of(NewClaim.of("x y", "architcture")))
                        .stored()
                        .getFirst()
                        .notes())
                .as("the second time it is known")
                .isEmpty();
    }

    @Test
    void an_update_inherits_the_meta_and_takes_the_place_of_the_old_text() {
        var chain = claims.claim(inChain("auth", claim(TTL_900, 0.9, 0.5, file("a.py")), claim(JWT, 0.8, 0)));
        var old = chain.stored().getFirst().address();
        claims.link(old, chain.stored().getLast().address(), "enables");
        bench.session.recalled(List.of(Bench.address(old)));

        var revised = claims.update(old.substring(0, 8), TTL_600, "review", "");

        var node = bench.node(revised.address());
        assertThat(bench.isActive(old)).isFalse();
        assertThat(bench.isActive(revised.address())).isTrue();
        assertThat(revised.oldContent()).isEqualTo(TTL_900);
        assertThat(revised.chains()).containsExactly(chain.chainId());
        assertThat(node.meta().confidence()).hasValue(0.9);
        assertThat(node.meta().priority()).isEqualTo(0.5);
        assertThat(node.meta().anchors()).containsExactly(file("a.py"));
        assertThat(node.meta().links()).hasSize(1);
        assertThat(node.meta().recallHits()).isEqualTo(1);
        assertThat(node.meta().json().string("reason")).hasValue("review");
        var members = bench.project.read(
                view -> view.chains().get(chain.chainId()).array("members").strings());
        assertThat(members)
                .as("the chain shows the new text where the old one stood")
                .containsExactly(revised.address(), chain.stored().getLast().address());
        assertThat(bench.session.created()).contains(Bench.address(revised.address()));
    }

    @Test
    void an_update_of_a_node_that_is_no_longer_current_names_its_successor_and_forks_nothing() {
        var first = bench.claim(TTL_900, "architecture");
        var second = claims.update(first, TTL_600, "", "").address();
        var third = claims.update(second, "Auth tokens expire after 300 seconds", "", "")
                .address();
        assertThatThrownBy(() -> claims.update(first, "something else", "", ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(third.substring(0, 8))
                .hasMessageContaining("300 seconds");
        assertThat(bench.number(view -> view.active().size())).isEqualTo(1);
        assertThatThrownBy(() -> claims.reinforce(first)).hasMessageContaining(third.substring(0, 8));
        assertThatThrownBy(() -> claims.compress("x", List.of(first), "")).hasMessageContaining(third.substring(0, 8));
    }

    @Test
    void an_update_that_says_the_same_is_refused_unless_it_changes_the_domain() {
        var old = bench.claim(TTL_900, "context");
        assertThatThrownBy(() -> claims.update(old, TTL_900, "", "")).hasMessageContaining("memory_reinforce");
        assertThat(claims.update(old, TTL_900, "recategorised", "architecture").domain())
                .isEqualTo("architecture");
    }

    @Test
    void addresses_are_found_in_every_store_and_with_the_marks_that_answers_put_around_them() {
        var global = claims.claim(
                        ClaimRequest.of(new NewClaim("short messages", "context", 0.8, "global", List.of(), 0, 0)))
                .stored()
                .getFirst();
        assertThat(claims.reinforce("[global:" + global.address().substring(0, 8) + "]")
                        .count())
                .isEqualTo(1);
        assertThatThrownBy(() -> claims.reinforce("../../evil"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("address");
        assertThatThrownBy(() -> claims.reinforce("*")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> claims.reinforce("ffffff")).hasMessageContaining("Not found");
        assertThatThrownBy(() -> claims.reinforce("")).isInstanceOf(Refusal.class);
    }

    @Test
    void reinforcing_counts_and_clears_the_doubt() {
        var address = bench.claim(JWT, "decisions");
        bench.project.write(change -> {
            change.put(bench.project
                    .read(view -> view.node(Bench.address(address)).orElseThrow())
                    .editMeta(meta -> meta.with("potentially_stale", Json.Obj.EMPTY)));
            return address;
        });
        bench.session.recalled(List.of(Bench.address(address)));
        var reinforced = claims.reinforce(address);
        assertThat(reinforced.count()).isEqualTo(1);
        assertThat(reinforced.doubtCleared()).isTrue();
        var meta = bench.node(address).meta();
        assertThat(meta.lastReinforced()).hasValue(bench.now);
        assertThat(meta.recallHits()).isEqualTo(1);
        assertThat(meta.json().has("potentially_stale")).isFalse();
    }

    @Test
    void links_are_made_once_move_to_corrections_and_can_be_cut() {
        var source = bench.claim(JWT, "decisions");
        var old = bench.claim(TTL_900, "architecture");
        var target = claims.update(old, TTL_600, "", "").address();

        var linked = claims.link(source, old, "depends_on");
        assertThat(linked.target()).isEqualTo(target);
        assertThat(linked.notes()).singleElement().asString().contains("superseded");
        assertThat(claims.link(source, target, "depends_on").changed()).isFalse();
        assertThat(bench.number(view -> view.linksTo(Bench.address(target)).size()))
                .isEqualTo(1);

        assertThatThrownBy(() -> claims.unlink(source, target, "blocks")).hasMessageContaining("depends_on");
        claims.unlink(source, target, "");
        assertThat(bench.node(source).meta().links()).isEmpty();
    }

    @Test
    void impossible_links_are_refused() {
        var source = bench.claim(JWT, "decisions");
        var global = claims.claim(ClaimRequest.of(new NewClaim("short", "context", 0.8, "global", List.of(), 0, 0)))
                .stored()
                .getFirst()
                .address();
        assertThatThrownBy(() -> claims.link(source, source, "blocks")).hasMessageContaining("two nodes");
        assertThatThrownBy(() -> claims.link(source, global, "blocks")).hasMessageContaining("global store");
        assertThatThrownBy(() -> claims.link(source, source, "foo"))
                .hasMessageContaining("blocks, caused_by, contradicts, depends_on, enables, relates_to");
        assertThat(Relation.values()).hasSize(6);
    }

    @Test
    void gaps_and_questions_are_recorded_once_and_know_their_answer() {
        var gap = claims.gap("how token rotation works", "seen in auth.py");
        assertThat(gap.content()).isEqualTo("[GAP] how token rotation works — seen in auth.py");
        assertThat(bench.node(gap.address()).meta().flag("gap")).isTrue();
        assertThat(claims.gap("how token rotation works", "seen in auth.py").known())
                .isTrue();
        var answer = claims.update(gap.address(), "Tokens rotate on every use", "answered", "architecture");
        assertThatThrownBy(() -> claims.gap("how token rotation works", "seen in auth.py"))
                .hasMessageContaining(answer.address().substring(0, 8));
        assertThat(claims.ask("Keep HS256?", "", "bob").content()).isEqualTo("[ASK] Keep HS256?");
        assertThatThrownBy(() -> claims.gap(" ", "")).hasMessageContaining("topic");
    }

    @Test
    void compressing_carries_over_what_the_nodes_were_tied_to() {
        var chain = claims.claim(inChain(
                "pool",
                claim("Pool size is 5; raising it above 20 exhausts Postgres", 0.9, 1, file("db.py")),
                claim("Pool is shared", 0.7, 0, file("db.py"))));
        var other = bench.claim(JWT, "decisions");
        var inputs = chain.stored().stream().map(Claimed.Stored::address).toList();
        claims.link(inputs.getFirst(), inputs.getLast(), "enables");
        claims.link(inputs.getLast(), other, "depends_on");

        var done = claims.compress(
                "Database pool",
                inputs.stream().map(address -> address.substring(0, 8)).toList(),
                "");

        var node = bench.node(done.address());
        assertThat(node.inputs()).isEqualTo(inputs);
        assertThat(node.meta().domain()).isEqualTo("decisions");
        assertThat(node.meta().priority()).isEqualTo(1);
        assertThat(node.meta().confidence()).hasValue(0.8);
        assertThat(node.meta().anchors()).containsExactly(file("db.py"));
        assertThat(node.meta().links()).containsExactly(new Link(Bench.address(other), "depends_on"));
        assertThat(node.meta().chains()).containsExactly(chain.chainId());
        assertThat(done.preserved()).containsExactly("Pool size is 5", "raising it above 20 exhausts Postgres");
        assertThat(inputs).noneMatch(bench::isActive);
        assertThat(bench.members(chain.chainId())).containsExactly(done.address());
    }

    @Test
    void a_domain_is_compressed_as_a_whole_and_an_empty_one_refused() {
        bench.claim("one thing", "tasks");
        bench.claim("another thing", "tasks");
        assertThat(claims.compress("both things", List.of(), "tasks").inputs()).hasSize(2);
        assertThatThrownBy(() -> claims.compress("x", List.of(), "nodomain")).hasMessageContaining("tasks");
        assertThatThrownBy(() -> claims.compress("x", List.of(), "")).hasMessageContaining("addresses");
    }

    @Test
    void forgetting_leaves_only_an_address() {
        var chain =
                claims.claim(inChain("pool", claim("Pool size is 5 for now", 0.8, 0), claim("Pool is shared", 0.8, 0)));
        var address = chain.stored().getFirst().address();
        var summary = claims.compress("The pool", List.of(address), "").address();
        assertThatThrownBy(() -> claims.forget(address.substring(0, 6), "")).hasMessageContaining("8 digits");

        var forgotten = claims.forget(address, "wrong");

        assertThat(forgotten.relatives()).containsExactly(summary);
        assertThat(bench.node(address).content()).isEmpty();
        assertThat(bench.node(summary).meta().json().toString()).doesNotContain("Pool size is 5");
        assertThatThrownBy(() -> claims.forget(address, "")).hasMessageContaining("forgotten");
        assertThatThrownBy(() -> claims.update(address, "x", "", "")).hasMessageContaining("forgotten");
    }

    @Test
    void a_node_of_another_project_is_imported_as_a_leaf() {
        var there = claims.claim(new ClaimRequest(List.of(claim(JWT, 0.9, 1)), "other", "", "", false, ""))
                .stored()
                .getFirst();
        var imported = claims.importNode(there.address().substring(0, 8), "other");
        var meta = bench.node(imported.address()).meta();
        assertThat(imported.state()).isEqualTo("new");
        assertThat(meta.source()).isEqualTo("import");
        assertThat(meta.json().string("source_project")).hasValue("other");
        assertThat(meta.json().string("imported_from")).hasValue(there.address());
        assertThat(claims.importNode(there.address(), "other").state()).isEqualTo("merged");
        assertThatThrownBy(() -> claims.importNode(there.address(), "nope")).hasMessageContaining("Unknown project");
    }

    @Test
    void an_export_read_into_an_empty_store_brings_everything_back() throws Exception {
        var chain = claims.claim(inChain("auth", claim(TTL_900, 0.9, 0), claim(JWT, 0.8, 0)));
        var now = claims.update(chain.stored().getFirst().address(), TTL_600, "", "")
                .address();
        var exported = claims.export(new ExportRequest("json", true, "", "out/export.json"));
        assertThat(exported.file()).isEqualTo("out/export.json");
        assertThat(exported.nodes()).isEqualTo(3);

        var elsewhere = directory.resolve("elsewhere");
        java.nio.file.Files.createDirectories(elsewhere);
        java.nio.file.Files.copy(directory.resolve("out/export.json"), elsewhere.resolve("in.json"));
        try (var fresh = new Bench(elsewhere)) {
            var imported = fresh.claims.importFile("in.json");
            assertThat(imported.added()).isEqualTo(3);
            assertThat(imported.chains()).isEqualTo(1);
            assertThat(fresh.isActive(now)).isTrue();
            assertThat(fresh.number(view -> view.active().size())).isEqualTo(2);
            assertThat(fresh.claims.importFile("in.json").known())
                    .as("again changes nothing")
                    .isEqualTo(3);
            assertThatThrownBy(() -> fresh.claims.importFile("../out/export.json"))
                    .isInstanceOf(Refusal.class);
        }
        assertThat(claims.export(new ExportRequest("markdown", false, "decisions", ""))
                        .text())
                .startsWith("# Project knowledge\n\n## decisions\n\n- ")
                .contains(JWT + " `")
                .doesNotContain(TTL_900);
        assertThatThrownBy(() -> claims.export(new ExportRequest("xml", false, "", "")))
                .hasMessageContaining("json or markdown");
        assertThatThrownBy(() -> claims.export(new ExportRequest("json", false, "", "../x.json")))
                .isInstanceOf(Refusal.class);
    }
}

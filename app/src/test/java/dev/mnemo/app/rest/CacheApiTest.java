package dev.mnemo.app.rest;

import static dev.mnemo.app.TestServer.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.Setting;
import dev.mnemo.app.TestServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The response cache, asked over HTTP.
@Timeout(120)
class CacheApiTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

    @TempDir
    private Path disk;

    private Optional<TestServer> running = Optional.empty();

    private TestServer server() {
        return running.orElseThrow();
    }

    @BeforeEach
    void a_server_runs() throws Exception {
        running = Optional.of(new TestServer(disk, NOW));
        server().start();
    }

    @AfterEach
    void it_stops() throws Exception {
        server().close();
    }

    private Json.Obj put(String namespace, Json.Obj body, String... headers) throws Exception {
        return good(server().send("PUT", "/api/cache/" + namespace, body.compact(), headers));
    }

    private Json.Obj get(String namespace, Json.Obj body, String... headers) throws Exception {
        return good(server().post("/api/cache/" + namespace + "/get", body.compact(), headers));
    }

    private static Json.Obj asking(String query) {
        return Json.Obj.EMPTY.with("query", query);
    }

    private static Json.Obj answering(String query, String response) {
        return asking(query).with("response", response);
    }

    @Test
    void without_a_model_the_same_text_is_found_and_with_one_again_the_same_entry_too() throws Exception {
        server().stop();
        server().withModel(false).start();
        put("shop", answering("How long may I return shoes to the shop?", "30 days."));
        assertThat(server().log()).contains("to the same text only");
        assertThat(get("shop", asking("How long may I return shoes to the shop please?"))
                        .object("miss")
                        .string("detail", ""))
                .contains("nothing by meaning");
        server().stop();
        server().withModel(true).start();
        assertThat(get("shop", asking("how long may I return  shoes to the shop?"))
                        .object("hit")
                        .string("response", ""))
                .isEqualTo("30 days.");
        put("shop", answering("Where are the shoes of the shop made?", "Porto."));
        assertThat(get("shop", asking("Where are the shoes of the shop made please?"))
                        .object("hit")
                        .string("layer", ""))
                .isEqualTo("semantic");
    }

    @Test
    void the_latest_look_ups_outlive_the_server_without_secrets_and_go_with_their_namespace() throws Exception {
        get("shop", asking("Open on Sunday?"));
        get("bank", asking("My token is ghp_abcdefghijklmnopqrstuvwxyz0123456789"));
        for (int i = 0; i < CacheJournal.LOOKUPS_MAX - 1; i++) {
            get("shop", asking("Question " + i));
        }
        server().stop();
        server().start();
        var seen = server().json("/api/cache/lookups?limit=1000");
        assertThat(seen.number("total", 0)).isEqualTo(CacheJournal.LOOKUPS_MAX);
        assertThat(seen.array("lookups").objects().getFirst().string("query", ""))
                .isEqualTo("Question " + (CacheJournal.LOOKUPS_MAX - 2));
        assertThat(seen.array("lookups").objects().getLast().string("query", ""))
                .startsWith("My token is ")
                .doesNotContain("ghp_abcdefghijklmnopqrstuvwxyz0123456789");
        assertThat(seen.array("lookups").objects().getFirst().string("reason", ""))
                .isEqualTo("no_match");
        good(server().send("DELETE", "/api/cache/shop", ""));
        assertThat(server().json("/api/cache/lookups").array("lookups").objects())
                .singleElement()
                .satisfies(one -> assertThat(one.string("namespace", "")).isEqualTo("bank"));
    }

    @Test
    void threshold_and_error_budget_are_settings() throws Exception {
        server().stop();
        server().with(Setting.CACHE_THRESHOLD, "0.999").start();
        put("shop", answering("Where are the shoes of the shop made?", "Porto."));
        assertThat(get("shop", asking("Where are the shoes of the shop made please?"))
                        .object("miss")
                        .string("reason", ""))
                .isEqualTo("below_threshold");
        server().stop();
        server().with(Setting.CACHE_MAX_ERROR_RATE, "0.02").start();
        assertThat(get("shop", asking("Where are the shoes of the shop made please?"))
                        .object("miss")
                        .string("reason", ""))
                .isEqualTo("error_budget");
        assertThat(server().json("/api/cache/stats").string("error_bound_says", ""))
                .isNotEmpty();
        server().stop();
        server().with(Setting.CACHE_MATCH, "text").start();
        assertThat(get("shop", asking("Where are the shoes of the shop made please?"))
                        .object("miss")
                        .string("reason", ""))
                .isEqualTo("no_match");
    }

    @Test
    void an_answer_is_found_by_its_text_by_its_meaning_and_not_under_another_key() throws Exception {
        var stored = put(
                "shop",
                answering("How long may I return shoes to the shop?", "30 days.")
                        .with("metadata", Json.Obj.EMPTY.with("model", "m"))
                        .with("tags", Json.array(List.of(Json.of("returns")))));
        assertThat(stored.isTrue("stored")).isTrue();
        var exact =
                get("shop", asking("how long may I return  shoes to the shop?")).object("hit");
        assertThat(exact.string("response", "")).isEqualTo("30 days.");
        assertThat(exact.string("layer", "")).isEqualTo("exact");
        assertThat(exact.object("metadata").string("model", "")).isEqualTo("m");
        var near = get("shop", asking("How long may I return shoes to the shop please?"));
        assertThat(near.members()).isNotEmpty();
        var other = get(
                        "shop",
                        asking("How long may I return shoes to the shop?").with("key", "gpt"))
                .object("miss");
        assertThat(other.string("reason", "")).isEqualTo("no_match");
        var far = get("shop", asking("How long may I keep library books?").with("explain", true))
                .object("miss");
        assertThat(far.array("near").objects().getFirst().string("reason", "")).isNotEmpty();
        assertThat(far.string("explanation", "")).startsWith("Miss");
        assertThat(get(
                                "shop",
                                asking("How long may I return shoes to the shop?")
                                        .with("bypass", true))
                        .object("miss")
                        .string("reason", ""))
                .isEqualTo("bypass");
        var seen = server().json("/api/cache/lookups").array("lookups").objects();
        assertThat(seen).hasSize(5);
        assertThat(seen.getLast().string("outcome", "")).isEqualTo("exact");
        var stats = server().json("/api/cache/stats?namespace=shop");
        assertThat(stats.number("hits_exact", 0)).isEqualTo(1);
        assertThat(stats.string("namespace", "")).isEqualTo("shop");
    }

    @Test
    void a_wrong_answer_is_rejected_and_a_right_one_confirmed() throws Exception {
        var id = put("shop", answering("What is the price?", "12")).number("entry_id", 0);
        var judged = asking("What is the price?").with("entry_id", (long) id);
        assertThat(server().post("/api/cache/shop/confirm", judged.compact()).statusCode())
                .isEqualTo(204);
        assertThat(get("shop", asking("What is the price?")).has("hit")).isTrue();
        assertThat(server().post("/api/cache/shop/reject", judged.compact()).statusCode())
                .isEqualTo(204);
        assertThat(get("shop", asking("What is the price?")).has("hit")).isFalse();
        assertThat(server().post("/api/cache/toys/reject", judged.compact()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void entries_are_listed_invalidated_removed_and_cleared() throws Exception {
        for (int i = 0; i < 5; i++) {
            put(
                    "shop",
                    answering("Question number " + i, "Answer " + i)
                            .with("ttl", 60)
                            .with("tags", Json.array(List.of(Json.of("odd" + i % 2)))));
        }
        put("toys", answering("Question number 1", "Toy"));
        var page = server().json("/api/cache/entries?limit=4");
        assertThat(page.array("entries").items()).hasSize(4);
        var rest = server().json("/api/cache/entries?after=" + (long) page.number("next", 0));
        assertThat(rest.array("entries").items()).hasSize(2);
        assertThat(rest.has("next")).isFalse();
        var first = page.array("entries").objects().getFirst();
        assertThat(first.array("tags").strings()).containsExactly("odd0");
        assertThat(first.number("ttl", 0)).isEqualTo(60);
        assertThat(good(server().post("/api/cache/shop/invalidate", "{\"tag\":\"odd1\"}"))
                        .number("removed", 0))
                .isEqualTo(2);
        var gone = "/api/cache/shop/entries/" + (long) first.number("id", 0);
        assertThat(server().send("DELETE", gone.replace("shop", "toys"), "").statusCode())
                .isEqualTo(404);
        assertThat(server().send("DELETE", gone, "").statusCode()).isEqualTo(204);
        assertThat(server().json("/api/cache/namespaces").array("namespaces").strings())
                .containsExactly("shop", "toys");
        assertThat(good(server().send("DELETE", "/api/cache/shop", "")).number("removed", 0))
                .isEqualTo(2);
        assertThat(server().json("/api/cache/health").isTrue("healthy")).isTrue();
        assertThat(server().json("/api/cache/history").array("points").items()).isNotEmpty();
    }

    @Test
    void upkeep_is_for_admins() throws Exception {
        put("shop", answering("Which version?", "1").with("source_version", "1"));
        assertThat(good(server().post("/api/cache/maintenance/vacuum", "{}")).number("removed", -1))
                .isZero();
        assertThat(good(server().post("/api/cache/maintenance/compact", "")).number("removed", -1))
                .isZero();
        assertThat(server().post("/api/cache/maintenance/flush", "").statusCode())
                .isEqualTo(204);
        assertThat(server().post("/api/cache/maintenance/threshold", "{\"threshold\":0.9}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server().json("/api/cache/namespaces").number("threshold", 0))
                .isEqualTo(0.9);
        assertThat(server().post("/api/cache/maintenance/requantize", "{\"dtype\":\"int8\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server().post("/api/cache/maintenance/threshold", "{\"threshold\":2}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(good(server().post("/api/cache/maintenance/clear", "")).number("removed", -1))
                .isEqualTo(1);
    }

    @Test
    void tenants_never_meet() throws Exception {
        var data = disk.resolve("open");
        var keys = new Keys(data.resolve("keys.json"), NOW, new Random(5));
        var red = "Bearer " + keys.create("tenant", "red").secret();
        var blue = "Bearer " + keys.create("tenant", "blue").secret();
        server().start("--host", "0.0.0.0", "--data", data.toString());
        put("shop", answering("Secret?", "Red"), "Authorization", red);
        assertThat(get("shop", asking("Secret?"), "Authorization", blue).has("hit"))
                .isFalse();
        assertThat(get("shop", asking("Secret?"), "Authorization", red).has("hit"))
                .isTrue();
        assertThat(server().json("/api/cache/namespaces", "Authorization", blue)
                        .array("namespaces")
                        .items())
                .isEmpty();
        assertThat(server().json("/api/cache/entries", "Authorization", blue)
                        .array("entries")
                        .items())
                .isEmpty();
        assertThat(server().json("/api/cache/lookups", "Authorization", blue)
                        .array("lookups")
                        .items())
                .hasSize(1);
        assertThat(server().get("/api/cache/stats", "Authorization", blue).statusCode())
                .isEqualTo(400);
        assertThat(server().get("/api/cache/history", "Authorization", blue).statusCode())
                .isEqualTo(403);
        assertThat(server().post("/api/cache/maintenance/clear", "", "Authorization", blue)
                        .statusCode())
                .isEqualTo(403);
        assertThat(server().post("/api/cache/%1Fred/get", asking("Secret?").compact(), "Authorization", blue)
                        .statusCode())
                .isEqualTo(400);
    }
}

package dev.mnemo.app.rest;

import static dev.mnemo.app.TestServer.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// User memory, asked over HTTP.
@Timeout(120)
class UserApiTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));
    private static final String ANN = "/api/users/ann";

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

    private Json.Obj post(String path, String body, String... headers) throws Exception {
        return good(server().post(path, body, headers));
    }

    private static Json.Obj first(Json.Obj answer, String list) {
        return answer.array(list).objects().getFirst();
    }

    private static void refused(HttpResponse<String> answer, int status, String code, String words) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        var problem = Json.parseObject(answer.body());
        assertThat(problem.string("code", "")).isEqualTo(code);
        assertThat(problem.string("detail", "")).contains(words);
    }

    @Test
    void yesterday_is_that_of_the_person_unless_the_question_says_otherwise() throws Exception {
        server().post(
                        "/api/users/ann/messages",
                        "{\"role\":\"user\",\"content\":\"I painted the door yesterday\",\"session_id\":\"s\","
                                + "\"created_at\":\"2025-06-03T20:00:00Z\"}");
        assertThat(server().json("/api/users/ann/time-zone").string("time_zone", ""))
                .isEqualTo("UTC");
        var question = Json.Obj.EMPTY.with("query", "what was painted on 2025-06-02?");
        assertThat(found(question)).isOne();
        assertThat(found(question.with("time_zone", "Pacific/Kiritimati"))).isZero();
        var zone = Json.Obj.EMPTY.with("time_zone", "Pacific/Kiritimati");
        good(server().send("PUT", "/api/users/ann/time-zone", zone.compact()));
        assertThat(server().json("/api/users/ann/time-zone").string("time_zone", ""))
                .isEqualTo("Pacific/Kiritimati");
        assertThat(found(question)).isZero();
        assertThat(found(question.with("time_zone", "UTC"))).isOne();
        var wrong = server().send("PUT", "/api/users/ann/time-zone", "{\"time_zone\":\"Atlantis\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("Europe/Berlin");
    }

    private int found(Json.Obj question) throws Exception {
        return good(server().post("/api/users/ann/recall", question.compact()))
                .array("conversation_results")
                .items()
                .size();
    }

    @Test
    void what_was_said_is_recalled_with_where_and_when() throws Exception {
        var kept = server().post(
                        ANN + "/messages",
                        "{\"role\":\"user\",\"content\":\"My sister Nora lives in Lisbon\",\"session_id\":\"s1\","
                                + "\"metadata\":{\"channel\":\"mail\"},\"created_at\":\"2024-05-01T10:00:00+02:00\"}");
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        var message = good(kept);
        assertThat(message.string("created_at", "")).isEqualTo("2024-05-01T08:00:00Z");
        assertThat(message.members().keySet()).contains("id", "session_id", "role", "content", "created_at");
        var batch = post(
                ANN + "/messages/batch",
                "{\"session_id\":\"s2\",\"messages\":[{\"role\":\"user\",\"content\":\"I play the cello\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Since when?\"}]}");
        assertThat(batch.array("message_ids").items()).hasSize(2);
        var idle = post(ANN + "/await-idle", "{\"timeout_seconds\":20}");
        assertThat(idle.isTrue("idle")).isTrue();
        var found = post(ANN + "/recall", "{\"query\":\"Where does Nora live?\",\"limit\":3}");
        assertThat(found.members().keySet())
                .contains(
                        "vector_results",
                        "conversation_results",
                        "graph_results",
                        "graph_context",
                        "user_profile",
                        "merged");
        var hit = first(found, "conversation_results");
        assertThat(hit.string("id", "")).isEqualTo(message.string("id", "-"));
        assertThat(hit.string("session_id", "")).isEqualTo("s1");
        assertThat(hit.object("metadata").string("channel", "")).isEqualTo("mail");
        assertThat(hit.string("created_at", "")).isEqualTo("2024-05-01T08:00:00Z");
        assertThat(hit.number("score", -1)).isPositive();
        assertThat(first(found, "merged").string("content", "")).contains("Lisbon");
        var without = post(ANN + "/recall", "{\"query\":\"Nora\",\"include_conversations\":false}");
        assertThat(without.array("conversation_results").items()).isEmpty();
        var explained = post(ANN + "/recall", "{\"query\":\"Nora\",\"explain\":true,\"recipe\":\"hybrid\"}");
        assertThat(explained.array("trace").items()).isNotEmpty();
        assertThat(first(explained, "merged").object("factors").members()).containsKeys("relevance", "score");
    }

    @Test
    void conversations_are_listed_page_by_page_and_closed() throws Exception {
        for (int i = 0; i < 5; i++) {
            post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"Line " + i + "\",\"session_id\":\"s" + i + "\"}");
        }
        var page = server().json(ANN + "/sessions?limit=2&offset=1");
        assertThat(page.number("total", 0)).isEqualTo(5);
        assertThat(page.array("sessions").items()).hasSize(2);
        assertThat(first(server().json(ANN + "/sessions/s3/messages"), "messages")
                        .string("content", ""))
                .isEqualTo("Line 3");
        assertThat(post(ANN + "/sessions/s3/close", "").isTrue("closed")).isTrue();
        assertThat(post(ANN + "/sessions/s3/close", "").isTrue("closed")).isFalse();
        refused(server().get(ANN + "/sessions/s9/messages"), 404, "not_found", "no such conversation");
        assertThat(first(server().json("/api/users?search=AN"), "users").string("user_id", ""))
                .isEqualTo("ann");
        assertThat(server().json("/api/users?search=bob").array("users").items())
                .isEmpty();
    }

    @Test
    void a_memory_has_versions_evidence_history_and_a_past() throws Exception {
        var said = post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"I work at Google\"}");
        var google = post(
                ANN + "/memories",
                Json.Obj.EMPTY
                        .with("content", "Works at Google")
                        .with("memory_type", "fact")
                        .with("subject", "user")
                        .with("attribute", "employer")
                        .with("sources", Json.strings(List.of(said.string("id", ""))))
                        .compact());
        var id = google.string("id", "");
        var whole = server().json(ANN + "/memories/" + id);
        assertThat(first(whole, "evidence").string("content", "")).isEqualTo("I work at Google");
        var meta = good(server().send("PATCH", ANN + "/memories/" + id, "{\"content\":\"Works at Meta\"}"));
        assertThat(meta.number("version", 0)).isEqualTo(2);
        assertThat(first(server().json(ANN + "/memories"), "memories").string("content", ""))
                .isEqualTo("Works at Meta");
        var before = server().json(ANN + "/memories?as_of=" + google.string("valid_from", ""));
        assertThat(first(before, "memories").string("content", "")).isEqualTo("Works at Google");
        var history = server().json(ANN + "/memories/" + id + "/history");
        assertThat(history.array("versions").items()).hasSize(2);
        assertThat(history.array("changes").items()).hasSizeGreaterThanOrEqualTo(2);
        refused(server().send("PATCH", ANN + "/memories/" + id, "{\"content\":\"x\"}"), 409, "not_current", "past");
        var back = post(ANN + "/rollback", "{\"to_time\":\"" + google.string("valid_from", "") + "\"}");
        assertThat(back.number("rolled_back", 0)).isEqualTo(1);
        assertThat(back.number("reactivated", 0)).isEqualTo(1);
        var recent = server().json(ANN + "/memories/recent?days=3&type=fact");
        assertThat(recent.number("total", 0)).isGreaterThanOrEqualTo(2);
        assertThat(server().json(ANN + "/cold?threshold_days=1")
                        .array("memories")
                        .items())
                .isEmpty();
        assertThat(server().send("DELETE", ANN + "/memories/" + id, "").statusCode())
                .isEqualTo(204);
        refused(server().get(ANN + "/memories/" + id), 404, "not_found", "no such memory");
        assertThat(server().json(ANN + "/stats").number("total", -1)).isZero();
    }

    @Test
    void values_are_kept_under_any_key() throws Exception {
        var key = ANN + "/kv/profile/first%20name%2Fnick";
        assertThat(server().send("PUT", key, "{\"value\":{\"a\":[1,null]}}").statusCode())
                .isEqualTo(204);
        assertThat(server().json(key).string("key", "")).isEqualTo("first name/nick");
        assertThat(server().json(key).get("value").orElseThrow().compact()).isEqualTo("{\"a\":[1,null]}");
        assertThat(server().post(ANN + "/kv/app/batch", "{\"values\":{\"b\":2,\"a\":1,\"c\":null}}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server().json(ANN + "/kv/app").array("items").items()).hasSize(3);
        assertThat(first(server().json(ANN + "/kv/app?prefix=a"), "items").string("key", ""))
                .isEqualTo("a");
        assertThat(server().send("DELETE", key, "").statusCode()).isEqualTo(204);
        refused(server().get(key), 404, "not_found", "no such value");
    }

    @Test
    void people_and_things_are_related() throws Exception {
        post(ANN + "/graph/nodes", "{\"type\":\"user\",\"id\":\"user\"}");
        post(ANN + "/graph/nodes", "{\"type\":\"person\",\"id\":\"Nora\",\"properties\":{\"age\":30}}");
        post(ANN + "/graph/nodes", "{\"type\":\"location\",\"id\":\"Lisbon\"}");
        post(
                ANN + "/graph/edges",
                "{\"source_type\":\"user\",\"source_id\":\"user\",\"edge_type\":\"knows\","
                        + "\"target_type\":\"person\",\"target_id\":\"Nora\"}");
        var lives = post(
                ANN + "/graph/edges",
                "{\"source_type\":\"person\",\"source_id\":\"Nora\",\"edge_type\":\"lives_in\","
                        + "\"target_type\":\"location\",\"target_id\":\"Lisbon\",\"content\":\"Nora lives in Lisbon\"}");
        assertThat(server().json(ANN + "/graph/nodes?type=person").number("total", 0))
                .isEqualTo(1);
        assertThat(server().json(ANN + "/graph/nodes/person/nora")
                        .object("properties")
                        .number("age", 0))
                .isEqualTo(30);
        var near = server().json(ANN + "/graph/neighbors?type=person&id=Nora&direction=out");
        assertThat(first(near, "neighbors").string("neighbor_id", "")).isEqualTo("lisbon");
        var path = server().json(
                        ANN + "/graph/path?source_type=user&source_id=user&target_type=location&target_id=Lisbon");
        assertThat(first(path, "paths").array("nodes").items()).hasSize(3);
        var told = post(ANN + "/recall", "{\"query\":\"Where does Nora live?\"}");
        assertThat(told.array("graph_context").strings()).anyMatch(line -> line.contains("lives_in"));
        var edge = ANN + "/graph/edges/" + lives.string("id", "");
        var ended = good(server().send("PATCH", edge, "{\"ended_at\":\"2026-01-01\"}"));
        assertThat(ended.string("ended_at", "")).startsWith("2026-01-01");
        assertThat(server().send("DELETE", edge, "").statusCode()).isEqualTo(204);
        refused(server().get(edge), 404, "not_found", "no such relation");
        assertThat(server().send("DELETE", ANN + "/graph/nodes/person/nora", "").statusCode())
                .isEqualTo(204);
        refused(server().get(ANN + "/graph/nodes/person/nora"), 404, "not_found", "no such node");
    }

    @Test
    void what_was_said_comes_to_something() throws Exception {
        post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"Nora lives in Lisbon\"}");
        post(ANN + "/memories", "{\"content\":\"Nora plays the cello\",\"memory_type\":\"fact\"}");
        assertThat(post(ANN + "/await-idle", "").isTrue("idle")).isTrue();
        var entity = server().json(ANN + "/entities/Nora");
        assertThat(first(entity, "conversations").string("content", "")).isEqualTo("Nora lives in Lisbon");
        assertThat(entity.array("facts").objects())
                .anyMatch(fact -> fact.string("content", "").equals("Nora plays the cello"));
        assertThat(entity.array("timeline").items()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(post(ANN + "/digest", "{\"batch_size\":10}").members()).containsKeys("insights", "method");
        assertThat(post(ANN + "/retry-failed", "").number("retried", -1)).isZero();
        assertThat(server().get(ANN + "/emotions").statusCode()).isIn(200, 404);
    }

    @Test
    void files_are_kept_found_and_removed() throws Exception {
        var text = post(
                ANN + "/files/text",
                "{\"title\":\"Recipe\",\"content\":\"The bread rests for nine hours.\",\"tags\":[\"kitchen\"]}");
        assertThat(text.string("filename", "")).isEqualTo("Recipe.txt");
        var form = "--x\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ntravel, 2026\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../Lisbon notes.md\"\r\n"
                + "Content-Type: text/markdown\r\n\r\n# Lisbon\n\nThe tram 28 is always full.\n\r\n--x--\r\n";
        var kept = good(server().post(ANN + "/files", form, "Content-Type", "multipart/form-data; boundary=x"));
        assertThat(kept.string("filename", "")).isEqualTo("Lisbon notes.md");
        assertThat(kept.array("tags").strings()).containsExactly("travel", "2026");
        assertThat(post(ANN + "/await-idle", "").isTrue("idle")).isTrue();
        var file = ANN + "/files/" + kept.string("id", "");
        assertThat(server().json(file).string("state", "")).isEqualTo("ready");
        var content = server().get(file + "/content");
        assertThat(content.body()).isEqualTo("# Lisbon\n\nThe tram 28 is always full.\n");
        assertThat(content.headers().firstValue("content-disposition").orElse(""))
                .startsWith("attachment");
        var found = post(ANN + "/files/search", "{\"query\":\"Which tram is full?\",\"limit\":1}");
        assertThat(first(found, "results").string("file_id", "")).isEqualTo(kept.string("id", "-"));
        assertThat(server().json(ANN + "/files?tags=kitchen").number("total", 0))
                .isEqualTo(1);
        assertThat(server().send("DELETE", file, "").statusCode()).isEqualTo(204);
        refused(server().get(file), 404, "not_found", "no such file");
        refused(server().post(ANN + "/files", form), 415, "unsupported_media_type", "multipart/form-data");
        refused(
                server().post(
                                ANN + "/files",
                                form.replace("name=\"tags\"", "name=\"tag\""),
                                "Content-Type",
                                "multipart/form-data; boundary=x"),
                400,
                "refused",
                "no field 'tag'");
        refused(
                server().post(ANN + "/files", "nonsense", "Content-Type", "multipart/form-data; boundary=x"),
                400,
                "refused",
                "form");
    }

    @Test
    void a_person_is_taken_out_erased_and_brought_back() throws Exception {
        post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"Remember the cello\",\"session_id\":\"s\"}");
        post(ANN + "/memories", "{\"content\":\"Plays the cello\"}");
        post(ANN + "/await-idle", "");
        var export = server().get(ANN + "/export");
        assertThat(export.headers().firstValue("content-type")).contains("application/x-ndjson");
        assertThat(export.body()).contains("Plays the cello");
        var certificate = good(server().send("DELETE", ANN, ""));
        assertThat(certificate.object("counts").number("messages", 0)).isEqualTo(1);
        assertThat(certificate.string("hash", "")).hasSize(64);
        assertThat(server().json(ANN + "/erasure").object("rows")).isEqualTo(Json.Obj.EMPTY);
        assertThat(server().json(ANN + "/sessions").number("total", -1)).isZero();
        var back = good(server().post(ANN + "/import", export.body(), "Content-Type", "application/x-ndjson"));
        assertThat(back.number("rows", 0)).isPositive();
        assertThat(first(server().json(ANN + "/memories"), "memories").string("content", ""))
                .isEqualTo("Plays the cello");
        refused(server().post(ANN + "/import", export.body()), 400, "refused", "already");
        refused(server().post("/api/users/bob/import", "{\"nonsense\":1}\n"), 400, "refused", "no export");
    }

    @Test
    void what_is_wrong_is_said_in_one_sentence() throws Exception {
        refused(
                server().post(ANN + "/messages", "{\"role\":\"user\",\"contents\":\"x\"}"),
                400,
                "refused",
                "did you mean 'content'");
        refused(server().post(ANN + "/messages", "{\"role\":\"boss\",\"content\":\"x\"}"), 400, "refused", "no role");
        refused(server().post(ANN + "/recall", "{\"query\":\"x\",\"limit\":5000}"), 400, "refused", "1 to 1000");
        refused(server().post(ANN + "/recall", "{\"query\":\"x\",\"as_of\":\"soon\"}"), 400, "refused", "'as_of' is");
        refused(server().get(ANN + "/memories?sort=x"), 400, "refused", "no parameter 'sort'");
        refused(server().get(ANN + "/memories?type=feeling"), 400, "refused", "no type of memory");
        refused(server().get("/api/users/%00/stats"), 400, "refused", "control character");
        refused(server().post(ANN + "/rollback", "{}"), 400, "refused", "'to_time' is missing");
        refused(server().send("PUT", ANN + "/messages", "{}"), 405, "method_not_allowed", "POST");
    }

    @Test
    void a_repeated_write_takes_effect_once_even_after_a_restart() throws Exception {
        var body = "{\"role\":\"user\",\"content\":\"Only once\",\"session_id\":\"s\"}";
        var one = server().post(ANN + "/messages", body, "Idempotency-Key", "k1");
        var two = server().post(ANN + "/messages", body, "Idempotency-Key", "k1");
        assertThat(two.statusCode()).isEqualTo(201);
        assertThat(two.body()).isEqualTo(one.body());
        assertThat(two.headers().firstValue("idempotency-replayed")).contains("true");
        refused(
                server().post(ANN + "/messages", body.replace("once", "twice"), "Idempotency-Key", "k1"),
                422,
                "key_reused",
                "another body");
        server().stop();
        server().start();
        assertThat(server().post(ANN + "/messages", body, "Idempotency-Key", "k1")
                        .body())
                .isEqualTo(one.body());
        assertThat(server().json(ANN + "/sessions/s/messages").number("total", 0))
                .isEqualTo(1);
        refused(
                server().post(ANN + "/messages", "{\"role\":\"user\"}", "Idempotency-Key", "k2"),
                400,
                "refused",
                "'content' is missing");
        assertThat(server().post(ANN + "/messages", "{\"role\":\"user\"}", "Idempotency-Key", "k2")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void what_was_acknowledged_survives_a_stop_in_the_middle() throws Exception {
        var acknowledged = new ConcurrentSkipListSet<String>();
        var enough = new CountDownLatch(100);
        var writers = new ArrayList<Thread>();
        for (int writer = 0; writer < 4; writer++) {
            var prefix = "w" + writer + "-";
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; true; i++) {
                        var body = "{\"role\":\"user\",\"content\":\"" + prefix + i + "\",\"session_id\":\"s\"}";
                        if (server().post(ANN + "/messages", body).statusCode() == 201) {
                            acknowledged.add(prefix + i);
                            enough.countDown();
                        }
                    }
                } catch (Exception _) {
                    // The server is gone.
                }
            }));
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        server().stop();
        for (var writer : writers) {
            writer.join();
        }
        server().start();
        var kept = new ArrayList<String>();
        for (int offset = 0; offset <= acknowledged.size(); offset += 1_000) {
            server().json(ANN + "/sessions/s/messages?limit=1000&offset=" + offset)
                    .array("messages")
                    .objects()
                    .forEach(message -> kept.add(message.string("content", "")));
        }
        assertThat(kept).containsAll(acknowledged).doesNotHaveDuplicates();
    }

    @Test
    void an_answer_that_was_seen_is_not_sent_again() throws Exception {
        post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"One\",\"session_id\":\"s\"}");
        var tag = server().get(ANN + "/sessions/s/messages")
                .headers()
                .firstValue("etag")
                .orElseThrow();
        assertThat(server().get(ANN + "/sessions/s/messages", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"Two\",\"session_id\":\"s\"}");
        assertThat(server().get(ANN + "/sessions/s/messages", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_key_of_a_tenant_reaches_that_tenant_and_nothing_else() throws Exception {
        var data = disk.resolve("open");
        var keys = new Keys(data.resolve("keys.json"), NOW, new Random(5));
        var red = "Bearer " + keys.create("tenant", "red").secret();
        var blue = "Bearer " + keys.create("tenant", "blue").secret();
        var blueReader = "Bearer " + keys.create("reader", "blue").secret();
        var admin = "Bearer " + keys.create("admin", "").secret();
        server().start(
                        "--host",
                        "0.0.0.0",
                        "--data",
                        data.toString(),
                        "--project",
                        server().shop().toString());
        post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"The red secret\"}", "Authorization", red);
        var seen = post(ANN + "/recall", "{\"query\":\"secret\"}", "Authorization", blue);
        assertThat(seen.array("merged").items()).isEmpty();
        assertThat(server().json("/api/users", "Authorization", blue).number("total", -1))
                .isZero();
        refused(
                server().get("/api/users?tenant=red", "Authorization", blue),
                400,
                "refused",
                "belongs to the tenant 'blue'");
        assertThat(server().json("/api/users?tenant=red", "Authorization", admin)
                        .number("total", -1))
                .isEqualTo(1);
        refused(
                server().post(ANN + "/messages", "{\"role\":\"user\",\"content\":\"x\"}", "Authorization", blueReader),
                403,
                "role_too_low",
                "tenant");
        assertThat(server().post(ANN + "/recall", "{\"query\":\"secret\"}", "Authorization", blueReader)
                        .statusCode())
                .isEqualTo(200);
        refused(server().get("/api/status", "Authorization", red), 403, "other_tenant", "nothing else");
        assertThat(server().post("/api/session", "", "Authorization", red).statusCode())
                .isEqualTo(204);
        refused(server().post("/mcp", "{}", "Authorization", red), 403, "other_tenant", "nothing else");
        refused(server().get(ANN + "/export"), 401, "key_needed", "Authorization");
    }
}

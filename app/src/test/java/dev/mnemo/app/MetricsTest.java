package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.http.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `/metrics` says, and to whom.
@Timeout(60)
class MetricsTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    @TempDir
    private Path disk;

    @Test
    void requests_tools_memories_and_the_machine_are_counted() throws Exception {
        try (var server = new TestServer(disk, NOW)) {
            server.start();
            server.post("/api/project/memory_recall", "{\"message\":\"tokens\"}");
            server.post("/mcp", """
                    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"memory_recall","arguments":{"message":"x"}}}""");
            server.get("/nowhere");
            assertThat(server.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(404);
            var answer = server.get("/metrics");
            while (!answer.body().contains("route=\"/v1/chat/completions\",status=\"404\"")) {
                answer = server.get("/metrics"); // a request is counted just after its answer
            }
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains("mnemo_operations_total{operation=\"memory_recall\"} 2.0")
                    .contains(
                            "mnemo_http_requests_total{method=\"POST\",route=\"/api/project/memory_recall\",status=\"200\"}"
                                    + " 1.0")
                    .contains("mnemo_http_requests_total{method=\"any\",route=\"none\",status=\"404\"} 1.0")
                    .contains("mnemo_http_request_seconds_bucket{route=\"/mcp\",le=\"60.0\"} 1")
                    .contains("mnemo_cache_hits_total{layer=\"exact\"} 0.0")
                    .contains("mnemo_cache_misses_total 0.0")
                    .contains("mnemo_cache_entries 0.0")
                    .contains("mnemo_cache_saved_tokens_total 0.0")
                    .contains("mnemo_user_work_dead 0.0")
                    .contains("mnemo_user_work_total{outcome=\"done\"}")
                    .contains("jvm_memory_used_bytes{area=\"heap\"}");
        }
    }

    @Test
    void figures_of_the_whole_server_are_not_for_strangers_and_not_for_one_tenant() throws Exception {
        var keys = new Keys(disk.resolve("data").resolve(Up.KEYS), NOW, new Random(1));
        Files.createDirectories(disk.resolve("data"));
        var reader = keys.create("reader", "").secret();
        var tenant = keys.create("admin", "acme").secret();
        try (var server = new TestServer(disk, NOW)) {
            server.start("--host", "0.0.0.0", "--data", disk.resolve("data").toString());
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(server.get("/metrics", "Authorization", "Bearer " + tenant)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.get("/metrics", "Authorization", "Bearer " + reader)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}

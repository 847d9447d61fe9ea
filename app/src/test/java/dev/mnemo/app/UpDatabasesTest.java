package dev.mnemo.app;

import static dev.mnemo.app.TestServer.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.contract.TestPostgres;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that keep people and answers in PostgreSQL and Redis.
@Tag("services")
@Timeout(120)
class UpDatabasesTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

    /// A database of Redis that no other test uses.
    private static final String REDIS_DATABASE = "/11";

    @TempDir
    private Path disk;

    private static String redis() {
        var address = System.getenv("MNEMO_TEST_REDIS");
        assertThat(address)
                .as("MNEMO_TEST_REDIS names the server; run ./mnemo test")
                .isNotBlank();
        return address + REDIS_DATABASE;
    }

    private static void forgetRedis() throws Exception {
        var address = URI.create(redis());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("SELECT " + REDIS_DATABASE.substring(1) + "\r\nFLUSHDB\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n+OK\r\n");
        }
    }

    private static void is_used(TestServer one, TestServer two) throws Exception {
        assertThat(one.json("/health/ready").string("status", "")).isEqualTo("up");
        var said = "{\"role\":\"user\",\"content\":\"Nora lives in Lisbon\",\"session_id\":\"s\"}";
        var first = one.post("/api/users/ann/messages", said, "Idempotency-Key", "k");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(two.post("/api/users/ann/messages", said, "Idempotency-Key", "k")
                        .body())
                .isEqualTo(first.body());
        assertThat(good(two.post("/api/users/ann/recall", "{\"query\":\"Where does Nora live?\"}"))
                        .array("merged")
                        .items())
                .hasSize(1);
        good(one.send("PUT", "/api/cache/shop", "{\"query\":\"Open on Sunday?\",\"response\":\"No.\"}"));
        assertThat(good(two.post("/api/cache/shop/get", "{\"query\":\"open on sunday?\"}"))
                        .object("hit")
                        .string("response", ""))
                .isEqualTo("No.");
        assertThat(two.json("/api/cache/history").array("points").items()).isNotEmpty();
    }

    @Test
    void two_servers_share_postgresql() throws Exception {
        try (var postgres = new TestPostgres();
                var one = new TestServer(disk.resolve("one"), NOW);
                var two = new TestServer(disk.resolve("two"), NOW)) {
            one.start("--data", disk.resolve("a").toString(), "--postgres", postgres.url());
            two.start("--data", disk.resolve("b").toString(), "--postgres", postgres.url());
            is_used(one, two);
            one.stop();
            two.stop();
        }
    }

    @Test
    void two_servers_share_postgresql_and_redis() throws Exception {
        forgetRedis();
        try (var postgres = new TestPostgres();
                var one = new TestServer(disk.resolve("one"), NOW);
                var two = new TestServer(disk.resolve("two"), NOW)) {
            one.start("--data", disk.resolve("a").toString(), "--postgres", postgres.url(), "--redis", redis());
            two.start("--data", disk.resolve("b").toString(), "--postgres", postgres.url(), "--redis", redis());
            is_used(one, two);
            one.stop();
            two.stop();
        } finally {
            forgetRedis();
        }
    }
}

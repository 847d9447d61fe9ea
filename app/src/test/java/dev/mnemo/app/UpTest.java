package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server, asked over HTTP as browsers, programs and agents ask it.
@Timeout(60)
class UpTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    private static final Config.Databases NONE = new Config.Databases("", "");

    @TempDir
    private Path disk;

    private Optional<TestServer> server = Optional.empty();

    private TestServer server() {
        return server.orElseThrow();
    }

    @BeforeEach
    void a_server_with_one_project() throws Exception {
        server = Optional.of(new TestServer(disk, NOW));
        server().start();
    }

    @AfterEach
    void the_servers_stop() throws Exception {
        server().close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return server().get(path, headers);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return server().post(path, body, headers);
    }

    private Json.Obj json(String path) throws Exception {
        return server().json(path);
    }

    @Test
    void nobody_else_on_the_machine_may_look_into_the_data_folder() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk.resolve("data"))))
                .isEqualTo("rwx------");
    }

    @Test
    void it_lives_and_is_ready() throws Exception {
        assertThat(json("/health/live").string("status", "")).isEqualTo("up");
        var ready = json("/health/ready");
        assertThat(ready.string("version", "")).isEqualTo("9.9");
        assertThat(ready.object("memories"))
                .isEqualTo(Json.Obj.EMPTY.with("cache", "up").with("users", "up"));
        assertThat(disk.resolve("data/users.db")).exists();
        assertThat(disk.resolve("data/cache.db")).exists();
    }

    @Test
    void a_dashboard_reads_what_the_project_knows() throws Exception {
        var status = json("/api/status");
        assertThat(status.number("active_count", 0)).isEqualTo(37);
        assertThat(status.string("pressure", "")).isEqualTo("LOW");
        assertThat(status.object("domains").number("decisions", 0)).isEqualTo(5);
        var nodes = json("/api/nodes?domain=decisions&sort=confidence");
        assertThat(nodes.number("count", 0)).isEqualTo(5);
        var first = (Json.Obj) nodes.array("nodes").items().getFirst();
        assertThat(first.members().keySet())
                .containsExactly(
                        "addr",
                        "type",
                        "domain",
                        "content",
                        "content_preview",
                        "age_seconds",
                        "age_days",
                        "age_human",
                        "confidence",
                        "recall_count",
                        "recall_hits",
                        "recall_hit_rate",
                        "reinforcement_count",
                        "coverage_score",
                        "inputs",
                        "created",
                        "meta");
        assertThat(json("/api/nodes?limit=2&offset=36").array("nodes").items()).hasSize(1);
        assertThat(json("/api/graph").array("nodes").items()).hasSize(37);
        assertThat(json("/api/roots").number("count", 0)).isEqualTo(2);
        assertThat(json("/api/chains").array("chains").items()).isNotEmpty();
        assertThat(json("/api/logs").members()).containsKeys("count", "entries");
        assertThat(json("/api/projects").array("projects").items()).hasSize(1);
    }

    @Test
    void a_node_is_found_by_the_first_digits_of_its_address() throws Exception {
        var summary = ((Json.Obj) json("/api/nodes").array("nodes").items().getFirst());
        var address = summary.string("addr", "");
        var node = json("/api/nodes/" + address.substring(0, 8));
        assertThat(node.string("addr", "")).isEqualTo(address);
        assertThat(node.members()).containsKeys("active", "input_details", "preserved_values", "links_in");
        assertThat(json("/api/provenance/" + address).array("chain").items()).isNotEmpty();
        var absent = get("/api/nodes/ffffffffffff");
        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(absent.body()).contains("Node ffffffffffff not found");
        assertThat(get("/api/nodes/..%2f..%2fpasswd").statusCode()).isIn(400, 404);
    }

    @Test
    void an_answer_that_was_seen_is_not_sent_again() throws Exception {
        var tag = get("/api/nodes").headers().firstValue("etag").orElseThrow();
        assertThat(get("/api/nodes", "If-None-Match", tag).statusCode()).isEqualTo(304);
        post("/api/project/memory_claim", "{\"content\":\"Something new\",\"domain\":\"decisions\"}");
        assertThat(get("/api/nodes", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void every_tool_is_an_endpoint() throws Exception {
        var claimed =
                post("/api/project/memory_claim", "{\"content\":\"Ports begin at 7077\",\"domain\":\"decisions\"}");
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        var found = post("/api/project/memory_search?format=text", "{\"query\":\"ports begin\"}");
        assertThat(found.body()).contains("Ports begin at 7077");
        var wrong = post("/api/project/memory_search", "{\"nonsense\":1}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Json.parseObject(wrong.body()).string("code", "")).isEqualTo("refused");
        var paths = json("/openapi.json").object("paths").members().keySet();
        assertThat(paths).contains("/api/project/memory_recall", "/api/nodes/{addr}", "/mcp", "/health/live");
    }

    @Test
    void bad_requests_get_one_sentence() throws Exception {
        assertThat(post("/api/project/memory_search", "{bad").body()).contains("must be one JSON object");
        assertThat(get("/api/nodes?sort=size").body()).contains("'size' is none");
        assertThat(get("/api/nodes?limit=-1").body()).contains("from 1 to");
        assertThat(get("/api/status?project=shopp").body()).contains("did you mean 'shop'");
        var delete = server().client()
                .send(
                        HttpRequest.newBuilder(URI.create(server().base() + "/api/status"))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("allow")).contains("GET");
        var form = server().client()
                .send(
                        HttpRequest.newBuilder(URI.create(server().base() + "/api/project/memory_search"))
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"x\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void pages_of_other_sites_and_other_names_get_nothing() throws Exception {
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(get("/api/status", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(get("/api/status", "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(get("/api/status", "Origin", server().base()).statusCode()).isEqualTo(200);
        assertThat(post("/mcp", "{}", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        var page = get("/");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
    }

    private String raw(String request) throws IOException {
        var uri = URI.create(server().base());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_watcher_sees_what_happens() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var socket = server().client()
                .newWebSocketBuilder()
                .buildAsync(URI.create(server().base().replace("http", "ws") + "/ws/logs"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        from.request(1);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .get(20, TimeUnit.SECONDS);
        // The feed begins when it is opened; claims go on until one of them is seen.
        String seen = null;
        for (int i = 0; seen == null && i < 100; i++) {
            post("/api/project/memory_claim", "{\"content\":\"Watched fact " + i + "\",\"domain\":\"decisions\"}");
            seen = heard.poll(300, TimeUnit.MILLISECONDS);
        }
        assertThat(seen).isNotNull();
        assertThat(Json.parseObject(seen).members()).containsKeys("ts", "layer", "event", "summary");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> server().client()
                        .newWebSocketBuilder()
                        .header("Origin", "http://evil.example")
                        .buildAsync(
                                URI.create(server().base().replace("http", "ws") + "/ws/logs"),
                                new WebSocket.Listener() {})
                        .get(10, TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void agents_speak_mcp_in_both_eras() throws Exception {
        var hello = post("/mcp", """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
                "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""", "Accept", "application/json, text/event-stream");
        assertThat(hello.statusCode()).isEqualTo(200);
        var session = hello.headers().firstValue("mcp-session-id").orElseThrow();
        assertThat(post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .statusCode())
                .isEqualTo(202);
        var listed =
                post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}", "Mcp-Session-Id", session);
        assertThat(Json.parseObject(listed.body())
                        .object("result")
                        .array("tools")
                        .items())
                .hasSizeGreaterThanOrEqualTo(55);
        assertThat(post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}", "Mcp-Session-Id", "gone")
                        .statusCode())
                .isEqualTo(404);
        var stateless = """
                {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"memory_status","arguments":{},"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""";
        var called = post(
                "/mcp",
                stateless,
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "memory_status");
        assertThat(called.statusCode()).as(called.body()).isEqualTo(200);
        assertThat(called.body()).contains("\"resultType\":\"complete\"", "37");
        var mismatch = post(
                "/mcp",
                stateless,
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "memory_forget");
        assertThat(mismatch.statusCode()).isEqualTo(400);
        assertThat(mismatch.body()).contains("-32020");
        assertThat(get("/mcp").statusCode()).isEqualTo(405);
    }

    @Test
    void a_second_server_on_the_same_data_and_a_taken_port_are_refused() throws Exception {
        var data = disk.resolve("data").toString();
        var second = server().up("--port", "0", "--data", data);
        assertThatThrownBy(() -> second.run(System.err))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(server().base());
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var third = server().up(
                            "--port",
                            Integer.toString(taken.getLocalPort()),
                            "--data",
                            disk.resolve("data3").toString());
            assertThatThrownBy(() -> third.run(System.err))
                    .isInstanceOf(MnemoException.class)
                    .hasMessageContaining("cannot listen");
        }
        assertThatThrownBy(() -> server().up("--prot", "1"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Usage");
    }

    @Test
    void addresses_of_databases_are_checked_and_never_repeated() {
        assertThatThrownBy(() -> server().up("--data", disk.resolve("d4").toString(), "--redis", "http://:hush@x")
                        .run(System.err))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--redis must be")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(
                        () -> server().up("--data", disk.resolve("d5").toString(), "--postgres", "mysql://u:hush@x/d")
                                .run(System.err))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("hush");
        assertThat(UpOptions.parse(List.of("--redis", "redis://:hush@x"), server().around(), NONE)
                        .toString())
                .doesNotContain("hush");
    }

    @Test
    void a_database_that_is_away_is_told_without_its_password_and_tried_again() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server().start(
                        "--data",
                        disk.resolve("away").toString(),
                        "--postgres",
                        "postgresql://ann:hush@127.0.0.1:" + port + "/x");
        var ready = get("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
        assertThat(Json.parseObject(ready.body()).object("memories").string("users", ""))
                .isEqualTo("down");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(json("/api/health").object("troubles").string("users", ""))
                .contains("127.0.0.1:" + port)
                .doesNotContain("hush");
        assertThat(server().log()).doesNotContain("hush");
    }

    @Test
    void a_key_makes_as_many_requests_a_minute_as_it_was_made_for() throws Exception {
        var data = disk.resolve("rated");
        var keys = new Keys(data.resolve("keys.json"), NOW, new Random(5));
        var slow = "Bearer " + keys.create("reader", "", 1).secret();
        var usual = "Bearer " + keys.create("reader", "").secret();
        server().start(
                        "--host",
                        "0.0.0.0",
                        "--data",
                        data.toString(),
                        "--project",
                        server().shop().toString());
        assertThat(get("/api/status", "Authorization", slow).statusCode()).isEqualTo(200);
        var second = get("/api/status", "Authorization", slow);
        assertThat(second.statusCode()).as(second.body()).isEqualTo(429);
        assertThat(second.body()).contains("too_many_requests", "may make 1 requests a minute");
        assertThat(Integer.parseInt(second.headers().firstValue("retry-after").orElse("")))
                .isBetween(1, 60);
        assertThat(get("/api/status", "Authorization", usual).statusCode()).isEqualTo(200);
        assertThat(get("/api/status", "Authorization", usual).statusCode()).isEqualTo(200);
    }

    @Test
    void a_server_that_others_reach_needs_keys_and_counts_their_roles() throws Exception {
        var data = disk.resolve("open");
        assertThatThrownBy(() -> server().up("--host", "0.0.0.0", "--port", "0", "--data", data.toString())
                        .run(System.err))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("mnemo key create");
        var keys = new Keys(data.resolve("keys.json"), NOW, new Random(5));
        var reader = keys.create("reader", "");
        var admin = keys.create("admin", "");
        assertThat(Files.readString(data.resolve("keys.json")))
                .doesNotContain(reader.secret())
                .contains(reader.key().id());
        server().start(
                        "--host",
                        "0.0.0.0",
                        "--data",
                        data.toString(),
                        "--project",
                        server().shop().toString());
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/api/status").statusCode()).isEqualTo(401);
        assertThat(get("/api/status", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(get("/api/status", "Authorization", "Bearer " + reader.secret())
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/status", "Cookie", "mnemo_key=" + reader.secret()).statusCode())
                .isEqualTo(200);
        var claim = "{\"content\":\"By key\",\"domain\":\"decisions\"}";
        assertThat(post("/api/project/memory_claim", claim, "Authorization", "Bearer " + reader.secret())
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/project/memory_claim", claim, "Authorization", "Bearer " + admin.secret())
                        .statusCode())
                .isEqualTo(200);
    }
}

package dev.mnemo.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who means harm, or who is broken, gets from a server.
@Timeout(120)
class SecurityTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));
    private static final int PATIENCE_MILLIS = 30_000;

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

    private Socket connect() throws IOException {
        var uri = URI.create(server().base());
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /// The first line of the answer to bytes as they are; empty if the server hangs up without one.
    private String raw(byte[] request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return line(socket.getInputStream());
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private String get(String target, String... headers) throws IOException {
        var more = headers.length == 0 ? "Host: localhost\r\n" : String.join("\r\n", headers) + "\r\n";
        return raw(("GET " + target + " HTTP/1.1\r\n" + more + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void no_path_leads_out_of_the_pages() throws Exception {
        for (var path : List.of(
                "/web/../../../../etc/passwd",
                "/web/..%2f..%2f..%2fetc%2fpasswd",
                "/web/%2e%2e/app.js",
                "/web/....//app.js",
                "/web//etc/passwd",
                "/web/..\\app.js",
                "/web/app.js%00.css",
                "//web/app.js",
                "/web/META-INF/MANIFEST.MF",
                "/../keys.json",
                "/server.lock",
                "/web/APP.JS")) {
            assertThat(get(path)).as(path).matches("HTTP/1.1 4\\d\\d.*");
        }
        assertThat(get("/web/app.js")).startsWith("HTTP/1.1 200");
    }

    @Test
    void requests_that_are_none_are_refused_and_do_no_harm() throws Exception {
        for (var request : List.of(
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /api/status HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /api/users/%zz/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/users/%ff/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(60_000) + "\r\n\r\n",
                "POST /api/users/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: -5\r\nConnection: close\r\n\r\n{}",
                "POST /api/users/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "POST /api/users/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 999999999999\r\nConnection: close\r\n\r\n{}")) {
            var line = raw(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(line)
                    .as(request.substring(0, Math.min(80, request.length())))
                    .matches("|HTTP/1.[01] 4\\d\\d.*");
        }
        assertThat(server().get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void other_sites_and_other_names_get_nothing() throws Exception {
        assertThat(get("/api/users", "Host: evil.example")).startsWith("HTTP/1.1 421");
        assertThat(get("/api/users", "Host: 127.0.0.1.evil.example")).startsWith("HTTP/1.1 421");
        assertThat(get("/api/users", "Host: localhost", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403");
        assertThat(get("/api/users", "Host: localhost", "Origin: null")).startsWith("HTTP/1.1 403");
        var said = "{\"role\":\"user\",\"content\":\"x\"}";
        assertThat(server().post("/api/users/a/messages", said, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        // What a form of another site could send.
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            var form = "POST /api/users/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nContent-Length: " + said.length() + "\r\nConnection: close\r\n\r\n" + said;
            assertThat(raw(form.getBytes(StandardCharsets.UTF_8))).as(type).startsWith("HTTP/1.1 415");
        }
        assertThat(server().json("/api/users").number("total", -1)).isZero();
    }

    @Test
    void bodies_that_are_too_large_or_no_text_are_refused() throws Exception {
        var large = "{\"role\":\"user\",\"content\":\"" + "x".repeat(9_000_000) + "\"}";
        assertThat(server().post("/api/users/a/messages", large).statusCode()).isEqualTo(413);
        var broken = "POST /api/users/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 36\r\nConnection: close\r\n\r\n{\"role\":\"user\",\"content\":\"\u00ff\u00fe\u00c0 abcd\"}";
        assertThat(raw(broken.getBytes(StandardCharsets.ISO_8859_1))).startsWith("HTTP/1.1 400");
        var deep = "{\"role\":\"user\",\"content\":\"x\",\"metadata\":" + "{\"a\":".repeat(20_000) + "1"
                + "}".repeat(20_000) + "}";
        assertThat(server().post("/api/users/a/messages", deep).statusCode()).isEqualTo(400);
        assertThat(server().json("/api/users").number("total", -1)).isZero();
    }

    @Test
    void a_key_is_needed_everywhere_but_where_nothing_is_said() throws Exception {
        var data = disk.resolve("open");
        var keys = new Keys(data.resolve("keys.json"), NOW, new Random(5));
        var reader = keys.create("reader", "");
        server().start(
                        "--host",
                        "0.0.0.0",
                        "--data",
                        data.toString(),
                        "--project",
                        server().shop().toString());
        var document = server().json("/openapi.json");
        for (var path : document.object("paths").members().entrySet()) {
            for (var method : ((Json.Obj) path.getValue()).members().keySet()) {
                var open = path.getKey().startsWith("/health")
                        || path.getKey().startsWith("/web")
                        || List.of("/", "/favicon.ico", "/openapi.json").contains(path.getKey())
                        || (path.getKey().equals("/api/session") && method.equals("delete"));
                var where = path.getKey().replaceAll("\\{\\w+}", "x");
                var body = method.equals("get") || method.equals("delete") ? "" : "{}";
                int status = server().send(method.toUpperCase(Locale.ROOT), where, body)
                        .statusCode();
                assertThat(status == 401)
                        .as(method + " " + path.getKey() + " " + status)
                        .isEqualTo(!open);
            }
        }
        assertThat(server().post("/api/cache/maintenance/clear", "", "X-Api-Key", reader.secret())
                        .statusCode())
                .isEqualTo(403);
        keys.revoke(reader.key().id());
        // The server looks at its file of keys once a second.
        int status = 200;
        while (status == 200) {
            status = server().get("/api/users", "X-Api-Key", reader.secret()).statusCode();
        }
        assertThat(status).isEqualTo(401);
    }
}

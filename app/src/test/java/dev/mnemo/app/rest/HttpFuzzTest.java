package dev.mnemo.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestServer;
import dev.mnemo.kernel.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests made by chance from the server's own description, right and wrong ones. None may fail in a way nobody
/// foresaw, and none may hang. `-Dmnemo.fuzz=10000` makes more, `-Dmnemo.fuzz.seed=N` others.
class HttpFuzzTest {
    private static final int REQUESTS = Integer.getInteger("mnemo.fuzz", 1_200);
    private static final long SEED = Long.getLong("mnemo.fuzz.seed", 20_261_120);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

    private static final List<String> TEXTS = List.of(
            "ann",
            "s1",
            "fact",
            "2026-01-01",
            "2024-05-01T10:00:00Z",
            "shop",
            "user",
            "",
            " ",
            "0",
            "-1",
            "true",
            "null",
            "..",
            "../../etc/passwd",
            "a/b",
            "a\\b",
            "%",
            "😀",
            "\u0000",
            "\u001f",
            "𠜎李",
            "'; drop table users; --",
            "<script>",
            "9999999999999999999",
            "NaN",
            "10000-01-01",
            "é".repeat(300),
            "x".repeat(30_000));

    private static final List<String> BODIES = List.of(
            "", "{", "[]", "null", "\"x\"", "{\"a\":1,\"a\":2}", "{\"a\":}", "[".repeat(3_000), "{}x", "\u0000");

    @TempDir
    private Path disk;

    private final Random random = new Random(SEED);

    /// An endpoint as the description tells it.
    private record Operation(String method, String path, Json.Obj about) {}

    @Test
    @Timeout(1_200)
    void no_request_fails_in_a_way_nobody_foresaw() throws Exception {
        try (var server = new TestServer(disk, NOW);
                var client = HttpClient.newHttpClient()) {
            server.start();
            var operations = operations(server.json("/openapi.json"));
            for (int i = 0; i < REQUESTS; i++) {
                var operation = operations.get(random.nextInt(operations.size()));
                var request = request(server.base(), operation);
                var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                var where = "seed " + SEED + ", request " + i + ": " + request.method() + " " + request.uri() + "\n"
                        + new String(answer.body(), StandardCharsets.UTF_8) + "\n" + server.log();
                assertThat(answer.statusCode()).as(where).isLessThan(500);
                if (answer.statusCode() >= 400 && !operation.path().equals("/mcp")) {
                    var problem = Json.parseObject(answer.body());
                    assertThat(problem.string("code", "")).as(where).isNotEmpty();
                    assertThat(problem.string("detail", "")).as(where).isNotEmpty();
                }
            }
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private static List<Operation> operations(Json.Obj document) {
        var operations = new ArrayList<Operation>();
        document.object("paths").members().forEach((path, item) -> {
            ((Json.Obj) item).members().forEach((method, about) -> {
                operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, (Json.Obj) about));
            });
        });
        assertThat(operations).hasSizeGreaterThan(100);
        return operations;
    }

    private HttpRequest request(String base, Operation operation) {
        var path = operation.path();
        var query = new LinkedHashMap<String, String>();
        for (var parameter : operation.about().array("parameters").objects()) {
            var name = parameter.string("name", "");
            switch (parameter.string("in", "")) {
                case "path" -> path = path.replace("{" + name + "}", encoded(part()));
                case "query" -> {
                    if (random.nextInt(3) == 0) {
                        query.put(name, plain(value(parameter.object("schema"), 0)));
                    }
                }
                default -> {}
            }
        }
        if (random.nextInt(20) == 0) {
            query.put("nonsense", "1");
        }
        var text = new StringBuilder(base).append(path);
        char next = '?';
        for (var entry : query.entrySet()) {
            text.append(next).append(entry.getKey()).append('=').append(encoded(entry.getValue()));
            next = '&';
        }
        var content = operation.about().object("requestBody").object("content").members();
        var request = HttpRequest.newBuilder(URI.create(text.toString())).timeout(PATIENCE);
        if (random.nextInt(6) == 0) {
            request.header("Idempotency-Key", "k" + random.nextInt(20));
        }
        if (content.isEmpty()) {
            return request.method(operation.method(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return request.header("Content-Type", type(content))
                .method(operation.method(), HttpRequest.BodyPublishers.ofByteArray(body(content)))
                .build();
    }

    private String type(Map<String, Json> content) {
        return random.nextInt(30) == 0
                ? "text/plain"
                : content.keySet().iterator().next();
    }

    private byte[] body(Map<String, Json> content) {
        if (random.nextInt(12) == 0) {
            return BODIES.get(random.nextInt(BODIES.size())).getBytes(StandardCharsets.UTF_8);
        }
        if (random.nextInt(40) == 0) {
            return new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'};
        }
        var schema = ((Json.Obj) content.values().iterator().next()).object("schema");
        var body = schema.string("type", "").equals("object") ? object(schema, 0) : Json.of(text());
        return (body instanceof Json.Str(var text) ? text : body.compact()).getBytes(StandardCharsets.UTF_8);
    }

    /// An object that mostly fits its schema.
    private Json object(Json.Obj schema, int depth) {
        var object = Json.Obj.EMPTY;
        var required = schema.array("required").strings();
        for (var property : schema.object("properties").members().entrySet()) {
            int chance = required.contains(property.getKey()) ? 25 : 3;
            boolean isThere = chance == 25 ? random.nextInt(chance) != 0 : random.nextInt(chance) == 0;
            if (isThere) {
                object = object.with(property.getKey(), value((Json.Obj) property.getValue(), depth + 1));
            }
        }
        return random.nextInt(25) == 0 ? object.with("nonsense", 1) : object;
    }

    private Json value(Json.Obj schema, int depth) {
        if (random.nextInt(8) == 0) {
            return junk(depth);
        }
        if (schema.has("enum")) {
            var choices = schema.array("enum").items();
            return choices.get(random.nextInt(choices.size()));
        }
        return switch (schema.string("type", "")) {
            case "integer" -> Json.of((long) number(schema));
            case "number" -> Json.of(number(schema));
            case "boolean" -> Json.of(random.nextBoolean());
            case "array" -> {
                var items = new ArrayList<Json>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.object("items"), depth + 1));
                }
                yield Json.array(items);
            }
            case "object" -> depth > 4 ? Json.Obj.EMPTY : object(schema, depth);
            case "string" -> Json.of(text());
            default -> junk(depth);
        };
    }

    private double number(Json.Obj schema) {
        double min = schema.number("minimum", 0);
        double max = Math.min(schema.number("maximum", 1_000), min + 50);
        return random.nextInt(10) == 0
                ? (random.nextBoolean() ? min - 1 : 1e18)
                : Math.floor(min + random.nextDouble() * (max - min));
    }

    private Json junk(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> Json.Null.NULL;
            case 1 -> Json.of(random.nextLong());
            case 2 -> Json.of(random.nextGaussian() * 1e9);
            case 3 -> Json.of(random.nextBoolean());
            case 4 -> depth > 4 ? Json.Obj.EMPTY : Json.Obj.EMPTY.with(text(), junk(depth + 1));
            case 5 -> depth > 4 ? Json.array(List.of()) : Json.array(List.of(junk(depth + 1)));
            default -> Json.of(text());
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /// A part of a path, which may not be empty.
    private String part() {
        var text = random.nextInt(3) > 0 ? TEXTS.get(random.nextInt(7)) : text();
        return text.isEmpty() || text.length() > 2_000 ? "ann" : text;
    }

    private static String plain(Json value) {
        return Optional.of(value)
                .map(json -> json instanceof Json.Str(var text) ? text : json.compact())
                .filter(text -> text.length() < 4_000)
                .orElse("x");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

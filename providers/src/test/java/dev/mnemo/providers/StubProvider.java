package dev.mnemo.providers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A server on this machine that answers as a provider would, and keeps what it was asked.
final class StubProvider implements AutoCloseable {
    static final String KEY = "sk-test-0123456789abcdef";

    /// What arrived.
    record Asked(String path, List<String> authorization, List<String> apiKey, Json.Obj body) {}

    /// What to send back.
    record Reply(int status, String body, Map<String, String> headers) {
        Reply(int status, String body) {
            this(status, body, Map.of());
        }

        Reply with(String header, String value) {
            return new Reply(status, body, Map.of(header, value));
        }
    }

    private final HttpServer server;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Asked, Reply> answering;

    StubProvider(Function<Asked, Reply> answering) {
        this.answering = answering;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    Access access(String model) {
        var url = URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
        return new Access(KEY, model, url, Duration.ofMillis(1_500));
    }

    List<Asked> asked() {
        return asked;
    }

    void answer(Function<Asked, Reply> next) {
        answering = next;
    }

    /// Embeddings of a given length, in the form that OpenAI and Voyage share.
    static Reply embeddings(Asked asked, int dimensions) {
        var embedder = new HashEmbedder(dimensions);
        var data = new ArrayList<Json>();
        for (var text : asked.body().array("input").strings()) {
            var components = new ArrayList<Json>();
            for (float component : embedder.embed(text, Embedder.Purpose.QUERY)) {
                components.add(Json.of((double) component * 2)); // not of unit length on purpose
            }
            data.add(Json.Obj.EMPTY
                    .with("object", "embedding")
                    .with("index", (long) data.size())
                    .with("embedding", new Json.Arr(components)));
        }
        var usage = Json.Obj.EMPTY.with("prompt_tokens", 1L).with("total_tokens", 1L);
        return new Reply(
                200,
                Json.Obj.EMPTY
                        .with("object", "list")
                        .with("model", asked.body().string("model", ""))
                        .with("data", new Json.Arr(data))
                        .with("usage", usage)
                        .compact());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var question = new Asked(
                    exchange.getRequestURI().getPath(),
                    headers.getOrDefault("Authorization", List.of()),
                    headers.getOrDefault("X-api-key", List.of()),
                    Json.parseObject(exchange.getRequestBody().readAllBytes()));
            asked.add(question);
            var reply = answering.apply(question);
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

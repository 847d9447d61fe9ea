package dev.mnemo.adapters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A server on this machine that speaks the chat protocol of OpenAI, whole and in pieces, and keeps what it was asked.
public final class StubModel implements AutoCloseable {
    /// What to say.
    ///
    /// @param status of HTTP; anything but 200 is a failure
    /// @param pieces the text
    /// @param tool name of a tool to call, empty for none
    /// @param finish why it ends; empty breaks a stream off before its end
    /// @param beforeRest runs after the first piece of a stream, and before a whole answer
    public record Reply(int status, List<String> pieces, String tool, String finish, Runnable beforeRest) {
        public static Reply of(String... pieces) {
            return new Reply(200, List.of(pieces), "", "stop", () -> {});
        }

        public Reply ending(String reason) {
            return new Reply(status, pieces, tool, reason, beforeRest);
        }

        public Reply calling(String name) {
            return new Reply(status, pieces, name, "tool_calls", beforeRest);
        }

        public Reply waiting(Runnable first) {
            return new Reply(status, pieces, tool, finish, first);
        }

        public static Reply failing(int status) {
            return new Reply(status, List.of("broken"), "", "stop", () -> {});
        }
    }

    public static final int INPUT_TOKENS = 11;
    public static final int OUTPUT_TOKENS = 7;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Json.Obj> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Json.Obj, Reply> answering = body -> Reply.of("Answer ", "to: ", lastText(body));

    public StubModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /// What arrived, in order.
    public List<Json.Obj> asked() {
        return asked;
    }

    public void answer(Function<Json.Obj, Reply> next) {
        answering = next;
    }

    private static String lastText(Json.Obj body) {
        return body.array("messages").objects().getLast().string("content", "?");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = Json.parseObject(exchange.getRequestBody().readAllBytes());
            asked.add(body);
            var reply = answering.apply(body);
            if (reply.status() == 200 && body.isTrue("stream")) {
                stream(exchange, body, reply);
            } else {
                reply.beforeRest().run();
                send(exchange, reply.status(), whole(body, reply).compact());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Json.Obj whole(Json.Obj body, Reply reply) {
        if (reply.status() != 200) {
            return Json.Obj.EMPTY.with("error", Json.Obj.EMPTY.with("message", "the model is out of order"));
        }
        var message = Json.Obj.EMPTY.with("role", "assistant").with("content", String.join("", reply.pieces()));
        if (!reply.tool().isEmpty()) {
            message = message.with("content", Json.Null.NULL).with("tool_calls", Json.array(List.of(call(reply))));
        }
        var choice = Json.Obj.EMPTY
                .with("index", 0)
                .with("message", message)
                .with("logprobs", Json.Null.NULL)
                .with("finish_reason", reply.finish());
        return head(body, "chat.completion")
                .with("choices", Json.array(List.of(choice)))
                .with("usage", usage());
    }

    private static void stream(HttpExchange exchange, Json.Obj body, Reply reply) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        boolean isFirst = true;
        for (var piece : reply.pieces()) {
            event(
                    exchange,
                    chunk(body, Json.Obj.EMPTY.with("role", "assistant").with("content", piece), Json.Null.NULL));
            if (isFirst) {
                isFirst = false;
                reply.beforeRest().run();
            }
        }
        if (!reply.tool().isEmpty()) {
            var calls = Json.Obj.EMPTY.with("tool_calls", Json.array(List.of(call(reply))));
            event(exchange, chunk(body, calls, Json.Null.NULL));
        }
        if (reply.finish().isEmpty()) {
            return;
        }
        event(exchange, chunk(body, Json.Obj.EMPTY, Json.of(reply.finish())));
        event(
                exchange,
                head(body, "chat.completion.chunk")
                        .with("choices", Json.array(List.of()))
                        .with("usage", usage()));
        exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void event(HttpExchange exchange, Json.Obj data) throws IOException {
        exchange.getResponseBody().write(("data: " + data.compact() + "\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static Json.Obj chunk(Json.Obj body, Json.Obj delta, Json finish) {
        var choice = Json.Obj.EMPTY.with("index", 0).with("delta", delta).with("finish_reason", finish);
        return head(body, "chat.completion.chunk").with("choices", Json.array(List.of(choice)));
    }

    private static Json.Obj head(Json.Obj body, String object) {
        return Json.Obj.EMPTY
                .with("id", "chatcmpl-1")
                .with("object", object)
                .with("created", 1_700_000_000L)
                .with("model", body.string("model", ""));
    }

    private static Json.Obj call(Reply reply) {
        return Json.Obj.EMPTY
                .with("index", 0)
                .with("id", "call-1")
                .with("type", "function")
                .with("function", Json.Obj.EMPTY.with("name", reply.tool()).with("arguments", "{\"city\":\"Rome\"}"));
    }

    private static Json.Obj usage() {
        return Json.Obj.EMPTY
                .with("prompt_tokens", INPUT_TOKENS)
                .with("completion_tokens", OUTPUT_TOKENS)
                .with("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

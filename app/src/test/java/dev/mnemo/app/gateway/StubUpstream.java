package dev.mnemo.app.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mnemo.kernel.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider of models as far as HTTP goes, that does what a test tells it, wrong things included.
final class StubUpstream implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /// A request that came.
    record Asked(String method, String target, Map<String, String> headers, String body) {
        Json.Obj json() {
            return Json.parseObject(body);
        }
    }

    /// What the upstream does with a request.
    @FunctionalInterface
    interface Script {
        void answer(Asked asked, Wire wire) throws Exception;
    }

    /// The way back to whoever asked.
    static final class Wire {
        private final OutputStream out;
        private boolean isOver;

        Wire(OutputStream out) {
            this.out = out;
        }

        /// Says something as it is, and breaks off.
        void raw(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
            isOver = true;
        }

        void whole(int status, String type, String body, String... headers) throws IOException {
            var bytes = body.getBytes(UTF_8);
            out.write((head(status, type, headers) + "Content-Length: " + bytes.length + "\r\n\r\n").getBytes(UTF_8));
            out.write(bytes);
            out.flush();
        }

        void json(Json body) throws IOException {
            whole(200, "application/json", body.compact());
        }

        /// Begins a stream of events.
        void begin(String... headers) throws IOException {
            out.write((head(200, "text/event-stream; charset=utf-8", headers) + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(UTF_8));
            out.flush();
        }

        void piece(String text) throws IOException {
            var bytes = text.getBytes(UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(UTF_8));
            out.flush();
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(UTF_8));
            out.flush();
        }

        void breakOff() {
            isOver = true;
        }

        private static String head(int status, String type, String... headers) {
            var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Type: " + type + "\r\n");
            for (var header : headers) {
                head.append(header).append("\r\n");
            }
            return head.toString();
        }
    }

    StubUpstream(Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /// Requests that came.
    int calls() {
        return calls.get();
    }

    /// The next request that came, in their order.
    Asked next() throws InterruptedException {
        return asked.take();
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> talk(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void talk(Socket connection) {
        try (connection;
                var in = new BufferedInputStream(connection.getInputStream())) {
            var wire = new Wire(connection.getOutputStream());
            while (!wire.isOver) {
                var request = read(in);
                calls.incrementAndGet();
                asked.add(request);
                script.answer(request, wire);
            }
        } catch (IOException | UncheckedIOException gone) {
            // Whoever asked is gone.
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static Asked read(InputStream in) throws IOException {
        var first = line(in).split(" ");
        if (first.length < 3) {
            throw new IOException("the connection ended");
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = new ByteArrayOutputStream();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
                body.write(in.readNBytes(length));
                line(in);
            }
            line(in);
        } else {
            body.write(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        }
        return new Asked(first[0], first[1], headers, body.toString(UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
            line.write(one);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    /// Answers of all four endpoints, whole or as a stream, as the providers give them.
    static final class Sayings {
        private Sayings() {}

        static Json chat(String text) {
            return Json.parse("""
                    {"id":"chatcmpl-1","object":"chat.completion","created":1795000000,"model":"gpt-5","choices":[{"index":0,\
                    "message":{"role":"assistant","content":%s,"refusal":null,"annotations":[]},"logprobs":null,\
                    "finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10},\
                    "service_tier":"default"}""".formatted(Json.of(text).compact()));
        }

        static List<String> chatStream(String... pieces) {
            var events = new ArrayList<String>();
            events.add(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
            for (var piece : pieces) {
                events.add(chunk("{\"content\":" + Json.of(piece).compact() + "}", "null"));
            }
            events.add(chunk("{}", "\"stop\""));
            events.add("data: [DONE]\n\n");
            return events;
        }

        static String chunk(String delta, String finish) {
            return "data: {\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"created\":1795000000,\"model\":"
                    + "\"gpt-5\",\"obfuscation\":\"x7\",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n";
        }

        static Json message(String text) {
            return Json.parse("""
                    {"id":"msg_1","type":"message","role":"assistant","model":"claude-5","content":[{"type":"text","text":%s}],\
                    "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":4}}""".formatted(Json.of(text).compact()));
        }

        static List<String> messageStream(String... pieces) {
            var events = new ArrayList<String>();
            events.add(named("""
                    {"type":"message_start","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-5",\
                    "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}"""));
            events.add(
                    named(
                            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
            events.add(named("{\"type\":\"ping\"}"));
            for (var piece : pieces) {
                events.add(named(
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                + Json.of(piece).compact() + "}}"));
            }
            events.add(named("{\"type\":\"content_block_stop\",\"index\":0}"));
            events.add(
                    named("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                            + "\"usage\":{\"output_tokens\":4}}"));
            events.add(named("{\"type\":\"message_stop\"}"));
            return events;
        }

        static Json response(String text) {
            return Json.parse("""
                    {"id":"resp_1","object":"response","created_at":1795000000,"status":"completed","error":null,\
                    "incomplete_details":null,"model":"gpt-5","output":[{"id":"rs_1","type":"reasoning","summary":[]},\
                    {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text",\
                    "text":%s,"annotations":[],"logprobs":[]}]}],"parallel_tool_calls":true,"tools":[],\
                    "usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}}""".formatted(Json.of(text).compact()));
        }

        static List<String> responseStream(String... pieces) {
            var events = new ArrayList<String>();
            var whole = ((Json.Obj) response(String.join("", pieces))).compact();
            events.add(named("{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\","
                    + "\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}"));
            for (var piece : pieces) {
                events.add(named("{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\","
                        + "\"output_index\":1,\"content_index\":0,\"delta\":"
                        + Json.of(piece).compact() + "}"));
            }
            events.add(named("{\"type\":\"response.completed\",\"sequence_number\":9,\"response\":" + whole + "}"));
            return events;
        }

        static Json embeddings() {
            return Json.parse("""
                    {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5,1.0]}],"model":"te-3",\
                    "usage":{"prompt_tokens":2,"total_tokens":2}}""");
        }

        private static String named(String data) {
            return "event: " + Json.parseObject(data).string("type", "") + "\ndata: " + data + "\n\n";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

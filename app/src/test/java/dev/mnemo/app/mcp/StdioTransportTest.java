package dev.mnemo.app.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.ops.Param;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StdioTransportTest {
    private static final String STATELESS =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    record Say(@Param("What to say.") String text, Progress progress) {}

    record Said(String said, int length) {}

    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch greeted = new CountDownLatch(1);
    private OutputStream toServer;
    private BufferedReader fromServer;
    private Thread serving;
    private volatile boolean drained;

    @BeforeEach
    void start() throws IOException {
        start(McpServer.Tools.ALL, McpServer.Structure.AUTO);
    }

    private void start(McpServer.Tools tools, McpServer.Structure structure) throws IOException {
        var operations = Operations.of(List.of(
                tool("memory_say", Effect.ADDS, Audience.CORE),
                tool("memory_look", Effect.READS, Audience.ALL),
                tool("memory_burn", Effect.REMOVES, Audience.ALL),
                tool("memory_hidden", Effect.READS, Audience.PROGRAMS)));
        var server = new McpServer(new McpServer.Setup(
                "1.2.3", tools, structure, () -> operations, (tool, fault) -> unexpected.add(tool + ": " + fault)));
        var inward = Pipe.open();
        var outward = Pipe.open();
        toServer = Channels.newOutputStream(inward.sink());
        var in = Channels.newInputStream(inward.source());
        var out = Channels.newOutputStream(outward.sink());
        fromServer = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(outward.source()), StandardCharsets.UTF_8));
        var transport = new StdioTransport(server, in, out, greeted::countDown);
        serving = Thread.ofPlatform().daemon().start(() -> {
            try {
                drained = transport.serve();
                out.close();
            } catch (InterruptedException | IOException fault) {
                unexpected.add(fault.toString());
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        toServer.close();
        serving.join(10_000);
        assertThat(serving.isAlive()).isFalse();
        assertThat(drained).isTrue();
    }

    private Operation<Say, Said> tool(String name, Effect effect, Audience audience) {
        return new Operation<>(
                name, "Title of " + name, "Says it.", effect, audience, Say.class, Said.class, this::run, Said::said);
    }

    private Said run(Say input) {
        switch (input.text()) {
            case "refuse" -> throw new Refusal("That may not be said; say something else.");
            case "break" -> throw new MnemoException(Fault.DISK_FULL, "The disk is full.", "Make room.");
            case "crash" -> throw new IllegalStateException("secret detail");
            case "deep" -> deep(1);
            case "wait" -> {
                blocked.countDown();
                try {
                    release.await();
                } catch (InterruptedException fault) {
                    throw new IllegalStateException(fault);
                }
            }
            case "work" -> {
                input.progress().at(0, 2, "one");
                input.progress().at(2, 2, "two");
            }
            default -> {}
        }
        return new Said(input.text(), input.text().length());
    }

    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    private void send(String line) throws IOException {
        toServer.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        toServer.flush();
    }

    private Json.Obj receive() throws IOException {
        return Json.parseObject(fromServer.readLine());
    }

    private Json.Obj ask(String line) throws IOException {
        send(line);
        return receive();
    }

    private Json.Obj ask(int id, String method, String params) throws IOException {
        return ask("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}");
    }

    private Json.Obj initialize(String version, String client) throws IOException {
        return ask(
                0,
                "initialize",
                "\"protocolVersion\":\"" + version + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"" + client
                        + "\",\"version\":\"1\"}");
    }

    private Json.Obj call(String text) throws IOException {
        return ask(7, "tools/call", "\"name\":\"memory_say\",\"arguments\":{\"text\":\"" + text + "\"}");
    }

    private static int code(Json.Obj answer) {
        return (int) answer.object("error").number("code", 0);
    }

    private static String text(Json.Obj answer) {
        return answer.object("result").array("content").objects().getFirst().string("text", "");
    }

    @Test
    void a_handshake_agrees_on_the_revision_that_the_client_wants() throws IOException {
        for (var version : List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")) {
            assertThat(initialize(version, "x").object("result").string("protocolVersion"))
                    .contains(version);
        }
        var result = initialize("1999-01-01", "x").object("result");
        assertThat(result.string("protocolVersion")).contains("2025-11-25");
        assertThat(result.object("serverInfo").string("name")).contains("mnemo");
        assertThat(result.object("serverInfo").string("version")).contains("1.2.3");
        assertThat(result.object("capabilities").has("tools")).isTrue();
        assertThat(result.string("instructions", "").length()).isBetween(200, Instructions.CHARS_MAX);
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(ask(3, "ping", "").compact()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}");
        assertThat(ask(4, "logging/setLevel", "\"level\":\"debug\"").has("result"))
                .isTrue();
    }

    @Test
    void what_the_first_call_needs_is_opened_after_the_first_answer() throws Exception {
        initialize("2025-11-25", "x");
        assertThat(greeted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tools_are_listed_in_the_order_of_the_table_with_hints_and_schemas() throws IOException {
        initialize("2025-11-25", "x");
        var tools = ask(1, "tools/list", "").object("result").array("tools").objects();
        assertThat(tools)
                .extracting(tool -> tool.string("name", ""))
                .containsExactly("memory_say", "memory_look", "memory_burn");
        assertThat(tools.getFirst().compact())
                .isEqualTo("{\"name\":\"memory_say\",\"title\":\"Title of memory_say\",\"description\":\"Says it.\","
                        + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\",\"description\":\"What to say.\",\"maxLength\":20000}},\"required\":[\"text\"],\"additionalProperties\":false},"
                        + "\"outputSchema\":{\"type\":\"object\",\"properties\":{\"said\":{\"type\":\"string\"},\"length\":{\"type\":\"integer\"}},\"required\":[\"said\",\"length\"]},"
                        + "\"annotations\":{\"title\":\"Title of memory_say\",\"readOnlyHint\":false,\"destructiveHint\":false,\"idempotentHint\":false,\"openWorldHint\":false},"
                        + "\"_meta\":{\"anthropic/alwaysLoad\":true}}");
        assertThat(tools.get(1).object("annotations").isTrue("readOnlyHint")).isTrue();
        assertThat(tools.get(1).has("_meta")).isFalse();
        assertThat(tools.get(2).object("annotations").isTrue("destructiveHint")).isTrue();
        assertThat(tools.get(2).object("_meta").isTrue("anthropic/requiresUserInteraction"))
                .isTrue();
    }

    @Test
    void an_old_revision_gets_no_field_that_it_does_not_know() throws IOException {
        initialize("2024-11-05", "x");
        var tool = ask(1, "tools/list", "")
                .object("result")
                .array("tools")
                .objects()
                .getFirst();
        assertThat(tool.members().keySet()).containsExactly("name", "description", "inputSchema");
        assertThat(call("hi").object("result").members().keySet()).containsExactly("content", "isError");
        initialize("2025-03-26", "x");
        tool = ask(1, "tools/list", "")
                .object("result")
                .array("tools")
                .objects()
                .getFirst();
        assertThat(tool.members().keySet()).containsExactly("name", "description", "inputSchema", "annotations");
    }

    @Test
    void an_answer_has_a_text_for_the_model_and_the_same_facts_for_a_program() throws IOException {
        initialize("2025-11-25", "x");
        assertThat(call("hi").compact())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                                + "\"isError\":false,\"structuredContent\":{\"said\":\"hi\",\"length\":2}}}");
    }

    @Test
    void a_client_that_would_hide_the_text_gets_only_the_text() throws IOException {
        initialize("2025-11-25", "claude-code");
        assertThat(call("hi").object("result").has("structuredContent")).isFalse();
        var tool = ask(1, "tools/list", "")
                .object("result")
                .array("tools")
                .objects()
                .getFirst();
        assertThat(tool.has("outputSchema")).isFalse();
        assertThat(tool.has("title")).isTrue();
    }

    @Test
    void refusals_and_faults_become_one_sentence_and_the_server_goes_on() throws IOException {
        initialize("2025-11-25", "x");
        for (var text : List.of("refuse", "break", "crash", "deep")) {
            assertThat(call(text).object("result").isTrue("isError")).as(text).isTrue();
        }
        assertThat(text(call("refuse"))).isEqualTo("That may not be said; say something else.");
        assertThat(text(call("break"))).isEqualTo("The disk is full. Make room.");
        assertThat(text(call("crash"))).doesNotContain("secret detail").contains("IllegalStateException");
        assertThat(unexpected).anyMatch(line -> line.contains("secret detail"));
        assertThat(text(ask(8, "tools/call", "\"name\":\"memory_say\",\"arguments\":{\"txt\":\"x\"}")))
                .isEqualTo("memory_say: no parameter 'txt'; did you mean 'text'? It takes: text.");
        assertThat(text(ask(8, "tools/call", "\"name\":\"memory_say\"")))
                .isEqualTo("memory_say: 'text' is missing; it must be a text: What to say.");
        assertThat(text(call("still here"))).isEqualTo("still here");
    }

    @Test
    void what_the_protocol_does_not_allow_is_an_error_with_a_code() throws IOException {
        initialize("2025-11-25", "x");
        var unknown = ask(5, "tools/call", "\"name\":\"memory_sya\"");
        assertThat(code(unknown)).isEqualTo(-32602);
        assertThat(unknown.object("error").string("message", "")).contains("did you mean 'memory_say'?");
        assertThat(code(ask(5, "tools/call", ""))).isEqualTo(-32602);
        assertThat(code(ask(5, "tools/call", "\"name\":\"memory_say\",\"arguments\":[1]")))
                .isEqualTo(-32602);
        assertThat(code(ask(5, "no/such", ""))).isEqualTo(-32601);
        assertThat(code(ask("{broken"))).isEqualTo(-32700);
        assertThat(code(ask("[".repeat(5_000)))).isEqualTo(-32700);
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}")))
                .isEqualTo(-32700);
        assertThat(code(ask("17"))).isEqualTo(-32600);
        assertThat(code(ask("[]"))).isEqualTo(-32600);
        assertThat(code(ask("{\"id\":1,\"method\":\"ping\"}"))).isEqualTo(-32600);
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}")))
                .isEqualTo(-32600);
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}")))
                .isEqualTo(-32600);
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}"))).isEqualTo(-32600);
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}")))
                .isEqualTo(-32600);
        assertThat(code(ask("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]")))
                .isEqualTo(-32600);
        assertThat(ask(6, "ping", "").has("result")).isTrue();
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() throws IOException {
        toServer.write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', '\n'});
        toServer.flush();
        assertThat(code(receive())).isEqualTo(-32700);
    }

    @Test
    void an_over_long_line_is_skipped_and_refused() throws IOException {
        toServer.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"".getBytes(StandardCharsets.UTF_8));
        var chunk = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        for (int written = 0; written <= StdioTransport.LINE_BYTES_MAX; written += chunk.length) {
            toServer.write(chunk);
        }
        send("\"}");
        var answer = receive();
        assertThat(code(answer)).isEqualTo(-32600);
        assertThat(answer.object("error").string("message", ""))
                .contains(Integer.toString(StdioTransport.LINE_BYTES_MAX));
        assertThat(ask(6, "ping", "").has("result")).isTrue();
    }

    @Test
    void the_revision_that_has_batches_gets_an_array_back() throws IOException {
        initialize("2025-03-26", "x");
        send(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"no/such\"}]");
        var answers = ((Json.Arr) Json.parse(fromServer.readLine())).objects();
        assertThat(answers).hasSize(2);
        assertThat(answers.getFirst().has("result")).isTrue();
        assertThat(code(answers.getLast())).isEqualTo(-32601);
    }

    @Test
    void a_slow_call_holds_up_nobody_and_a_cancelled_one_is_not_answered() throws Exception {
        initialize("2025-11-25", "x");
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"slow\",\"method\":\"tools/call\",\"params\":{\"name\":\"memory_say\",\"arguments\":{\"text\":\"wait\"}}}");
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(text(call("quick"))).isEqualTo("quick");
        assertThat(code(ask("{\"jsonrpc\":\"2.0\",\"id\":\"slow\",\"method\":\"ping\"}")))
                .as("an id in use")
                .isEqualTo(-32600);
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"slow\"}}");
        assertThat(ask(9, "ping", "").has("result")).isTrue();
        release.countDown();
        toServer.close();
        assertThat(fromServer.readLine()).as("no answer to the cancelled call").isNull();
    }

    @Test
    void calls_in_flight_are_finished_when_the_client_closes_its_end() throws Exception {
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_say\",\"arguments\":{\"text\":\"wait\"}}}");
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        toServer.close();
        release.countDown();
        assertThat(text(receive())).isEqualTo("wait");
        assertThat(fromServer.readLine()).isNull();
    }

    @Test
    void progress_is_told_to_a_client_that_asks_for_it() throws IOException {
        initialize("2025-11-25", "x");
        var params = "\"name\":\"memory_say\",\"arguments\":{\"text\":\"work\"}";
        assertThat(ask(1, "tools/call", params + ",\"_meta\":{\"progressToken\":\"t1\"}")
                        .compact())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"t1\",\"progress\":0,\"total\":2,\"message\":\"one\"}}");
        assertThat(receive().object("params").number("progress", 0)).isEqualTo(2);
        assertThat(text(receive())).isEqualTo("work");
        assertThat(text(ask(2, "tools/call", params))).isEqualTo("work");
    }

    @Test
    void answers_of_many_calls_never_interleave() throws IOException {
        initialize("2025-11-25", "x");
        int calls = 300;
        var longText = "y".repeat(5_000);
        for (int id = 1; id <= calls; id++) {
            send("{\"jsonrpc\":\"2.0\",\"id\":" + id
                    + ",\"method\":\"tools/call\",\"params\":{\"name\":\"memory_say\",\"arguments\":{\"text\":\""
                    + longText + "\"}}}");
            if (id % 50 == 0) {
                assertThat(ids(50)).hasSize(50);
            }
        }
    }

    private List<String> ids(int count) throws IOException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var answer = receive();
            assertThat(text(answer)).hasSize(5_000);
            ids.add(answer.get("id").orElseThrow().compact());
        }
        return ids.stream().distinct().toList();
    }

    @Test
    void a_stateless_client_discovers_lists_and_calls_without_a_handshake() throws IOException {
        var found = ask("{\"jsonrpc\":\"2.0\",\"id\":\"d1\",\"method\":\"server/discover\",\"params\":{" + STATELESS
                        + "}}")
                .object("result");
        assertThat(found.string("resultType")).contains("complete");
        assertThat(found.array("supportedVersions").strings()).containsExactly("2026-07-28");
        assertThat(found.object("capabilities").has("tools")).isTrue();
        assertThat(found.number("ttlMs", 0)).isPositive();
        assertThat(found.string("cacheScope")).contains("public");
        assertThat(found.object("_meta")
                        .object("io.modelcontextprotocol/serverInfo")
                        .string("name"))
                .contains("mnemo");
        assertThat(found.string("instructions")).contains(Instructions.TEXT);

        var list = ask(2, "tools/list", STATELESS).object("result");
        assertThat(list.string("resultType")).contains("complete");
        assertThat(list.string("cacheScope")).contains("private");
        assertThat(list.array("tools").objects()).hasSize(3);

        var called = ask(3, "tools/call", STATELESS + ",\"name\":\"memory_say\",\"arguments\":{\"text\":\"hi\"}");
        assertThat(text(called)).isEqualTo("hi");
        assertThat(called.object("result").string("resultType")).contains("complete");
        assertThat(called.object("result").has("ttlMs")).isFalse();
        assertThat(called.object("result").object("structuredContent").string("said"))
                .contains("hi");
    }

    @Test
    void a_stateless_request_must_name_a_known_revision_and_its_capabilities() throws IOException {
        var wrong = ask(
                1,
                "tools/list",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2027-01-01\",\"io.modelcontextprotocol/clientCapabilities\":{}}");
        assertThat(code(wrong)).isEqualTo(-32022);
        assertThat(wrong.object("error").object("data").compact())
                .isEqualTo("{\"supported\":[\"2026-07-28\"],\"requested\":\"2027-01-01\"}");
        assertThat(code(ask(2, "tools/list", "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}")))
                .isEqualTo(-32602);
        assertThat(code(ask(3, "ping", STATELESS)))
                .as("removed in this revision")
                .isEqualTo(-32601);
        assertThat(code(ask(4, "server/discover", ""))).as("no revision named").isEqualTo(-32601);
        assertThat(ask(5, "tools/list", "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\"}")
                        .object("result")
                        .has("resultType"))
                .as("an older revision is answered in its own way")
                .isFalse();
    }
}

package dev.mnemo.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.gateway.StubUpstream.Sayings;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.HttpServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.http.Repeats;
import dev.mnemo.app.http.Sealing;
import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.NeuroMemory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gateway between real connections: what passes, what is kept, and what never is.
@Timeout(120)
class GatewayTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHAT = "/v1/chat/completions";
    private static final String CAPITAL = "What is the capital of France today?";
    private static final String CAPITAL_AGAIN = "what is today the capital of France, please?";

    @TempDir
    private Path disk;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Throwable> unexpected = new ArrayList<>();
    private final Queue<String> counted = new ConcurrentLinkedQueue<>();
    private Optional<SemanticCache> cache = Optional.empty();
    private Optional<NeuroMemory> users = Optional.empty();
    private StubUpstream upstream;
    private String base = "";
    private Gate gate = Gate.loopback();
    private String upstreamKey = "";
    private Duration timeout = Gateway.TIMEOUT_DEFAULT;

    private void start(StubUpstream.Script script) throws IOException {
        upstream = keep(new StubUpstream(script));
        cache = Optional.of(keep(SemanticCache.open(
                new MemoryStore(),
                new HashEmbedder(64),
                CacheOptions.builder(NOW, new Random(1))
                        .similarityThreshold(0.8)
                        .build())));
        var there = Optional.of(Upstream.of(upstream.address(), upstreamKey));
        serve(there, there);
    }

    private void serve(Optional<Upstream> openAi, Optional<Upstream> anthropic) {
        var gateway = keep(new Gateway(new Gateway.Setup(
                openAi,
                anthropic,
                timeout,
                () -> cache,
                _ -> users,
                (path, said) -> counted.add(path + " " + said),
                (_, failure) -> unexpected.add(failure))));
        var server = keep(HttpServer.start(new HttpServer.Setup(
                "127.0.0.1",
                0,
                gate,
                gateway.endpoints(),
                Map.of(),
                new Repeats(
                        () -> {
                            throw new IllegalStateException("nothing here happens once only");
                        },
                        NOW,
                        new Sealing(Optional.empty(), new Random(3))),
                HttpServer.Times.USUAL,
                Optional.empty(),
                HttpServer.Observer.NONE,
                (_, failure) -> unexpected.add(failure))));
        base = "http://127.0.0.1:" + server.port();
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.addFirst(closeable);
        return closeable;
    }

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        for (var each : open) {
            each.close();
        }
        assertThat(unexpected).isEmpty();
    }

    private HttpRequest.Builder request(String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return client.send(request(path, body, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String chat(String text) {
        return chat(text, false);
    }

    private static String chat(String text, boolean stream) {
        return """
                {"model":"gpt-5","stream":%b,"messages":[{"role":"system","content":"Be short."},{"role":"user","content":%s}]}""".formatted(stream, Json.of(text).compact());
    }

    private static String of(HttpResponse<?> answer, String header) {
        return answer.headers().firstValue(header).orElse("");
    }

    private static StubUpstream.Script saying(Json answer) {
        return (_, wire) -> wire.json(answer);
    }

    private static StubUpstream.Script streaming(List<String> events) {
        return (_, wire) -> {
            wire.begin("X-Request-Id: req_7");
            for (var event : events) {
                wire.piece(event);
            }
            wire.end();
        };
    }

    @Test
    void an_answer_passes_byte_for_byte_and_is_given_again_to_the_same_text_and_the_same_meaning() throws Exception {
        var said = Sayings.chat("Paris.");
        start(saying(said));
        var first = post(CHAT, chat(CAPITAL));
        assertThat(first.body()).isEqualTo(said.compact());
        assertThat(of(first, "x-mnemo-cache")).isEqualTo("miss");
        var second = post(CHAT, chat(CAPITAL));
        assertThat(of(second, "x-mnemo-cache")).isEqualTo("exact");
        assertThat(of(second, "x-mnemo-similarity")).isEqualTo("1.0000");
        assertThat(of(second, "age")).isEqualTo("0");
        assertThat(Json.parseObject(second.body())
                        .array("choices")
                        .objects()
                        .getFirst()
                        .object("message"))
                .isEqualTo(Json.parse("{\"role\":\"assistant\",\"content\":\"Paris.\",\"refusal\":null}"));
        assertThat(Json.parseObject(second.body()).object("usage")).isEqualTo(((Json.Obj) said).object("usage"));
        var third = post(CHAT, chat(CAPITAL_AGAIN));
        assertThat(of(third, "x-mnemo-cache")).isEqualTo("semantic");
        assertThat(of(third, "x-mnemo-entry")).isEqualTo(of(second, "x-mnemo-entry"));
        assertThat(counted).containsExactly(CHAT + " miss", CHAT + " exact", CHAT + " semantic");
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void a_stream_passes_byte_for_byte_as_it_comes_and_is_given_again_either_way() throws Exception {
        var events = Sayings.chatStream("Pa", "ris", ".");
        var heard = new CountDownLatch(1);
        start((_, wire) -> {
            wire.begin();
            wire.piece(events.getFirst());
            heard.await(); // the rest comes only after the client has the first event
            for (var event : events.subList(1, events.size())) {
                wire.piece(event);
            }
            wire.end();
        });
        var answer = client.send(request(CHAT, chat(CAPITAL, true)).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(of(answer, "content-type")).startsWith("text/event-stream");
        try (InputStream body = answer.body()) {
            var begin = body.readNBytes(events.getFirst().length());
            assertThat(new String(begin, StandardCharsets.UTF_8)).isEqualTo(events.getFirst());
            heard.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(String.join("", events.subList(1, events.size())));
        }
        var again = post(CHAT, chat(CAPITAL, true));
        assertThat(of(again, "x-mnemo-cache")).isEqualTo("exact");
        var deltas = again.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .flatMap(line -> Json.parseObject(line.substring(6)).array("choices").objects().stream())
                .map(choice -> choice.object("delta").string("content", ""))
                .filter(text -> !text.isEmpty());
        assertThat(deltas).containsExactly("Pa", "ris", ".");
        assertThat(again.body()).endsWith("data: [DONE]\n\n");
        assertThat(Json.parseObject(post(CHAT, chat(CAPITAL)).body())
                        .array("choices")
                        .objects()
                        .getFirst()
                        .object("message")
                        .string("content", ""))
                .isEqualTo("Paris.");
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void all_that_changes_an_answer_keeps_requests_apart() throws Exception {
        start(saying(Sayings.chat("Paris.")));
        post(CHAT, chat(CAPITAL), "Authorization", "Bearer one");
        var bodies = List.of(
                chat(CAPITAL).replace("gpt-5", "gpt-6"),
                chat(CAPITAL).replace("Be short.", "Be long."),
                chat(CAPITAL).replace("\"stream\":false", "\"temperature\":0"),
                chat(CAPITAL).replace("\"stream\":false", "\"temperature\":null"),
                chat(CAPITAL).replace("\"stream\":false", "\"tools\":[]"),
                chat(CAPITAL)
                        .replace("{\"role\":\"user\"", "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"user\""));
        for (var body : bodies) {
            assertThat(of(post(CHAT, body, "Authorization", "Bearer one"), "x-mnemo-cache"))
                    .as(body)
                    .isEqualTo("miss");
        }
        for (var headers : List.of(
                List.of("Authorization", "Bearer two"),
                List.of("Authorization", "Bearer one", "OpenAI-Organization", "org"),
                List.of("Authorization", "Bearer one", "x-mnemo-namespace", "other"),
                List.of("Authorization", "Bearer one", "x-mnemo-user", "ada"))) {
            assertThat(of(post(CHAT, chat(CAPITAL), headers.toArray(String[]::new)), "x-mnemo-cache"))
                    .as(headers.toString())
                    .isEqualTo("miss");
        }
        assertThat(of(
                        post(
                                CHAT,
                                chat(CAPITAL),
                                "Authorization",
                                "Bearer one",
                                "X-Stainless-Retry-Count",
                                "2",
                                "User-Agent",
                                "other"),
                        "x-mnemo-cache"))
                .isEqualTo("exact");
    }

    @Test
    void what_a_model_wants_done_by_tools_is_never_given_again() throws Exception {
        var wanted = Json.parse("""
                {"id":"c","object":"chat.completion","created":1,"model":"gpt-5","choices":[{"index":0,"message":{"role":"assistant",\
                "content":"I look.","tool_calls":[{"id":"t","type":"function","function":{"name":"look","arguments":"{}"}}]},\
                "finish_reason":"tool_calls"}]}""");
        start(saying(wanted));
        for (int i = 1; i <= 2; i++) {
            assertThat(of(post(CHAT, chat(CAPITAL)), "x-mnemo-cache")).isEqualTo("miss");
            assertThat(upstream.calls()).isEqualTo(i);
        }
    }

    @Test
    void after_a_turn_of_a_tool_only_the_very_same_request_is_the_same() throws Exception {
        start(saying(Sayings.chat("Sunny.")));
        var body = """
                {"model":"gpt-5","messages":[{"role":"user","content":"%s"},{"role":"assistant","tool_calls":[{"id":"t",\
                "type":"function","function":{"name":"look","arguments":"{}"}}]},{"role":"tool","tool_call_id":"t","content":"%s"}]}""";
        assertThat(of(post(CHAT, body.formatted(CAPITAL, "sun")), "x-mnemo-cache"))
                .isEqualTo("miss");
        assertThat(of(post(CHAT, body.formatted(CAPITAL, "rain")), "x-mnemo-cache"))
                .isEqualTo("miss");
        assertThat(of(post(CHAT, body.formatted(CAPITAL_AGAIN, "sun")), "x-mnemo-cache"))
                .isEqualTo("miss");
        assertThat(of(post(CHAT, body.formatted(CAPITAL, "sun")), "x-mnemo-cache"))
                .isEqualTo("exact");
    }

    @Test
    void embeddings_are_those_of_the_very_same_texts() throws Exception {
        start(saying(Sayings.embeddings()));
        var first = post("/v1/embeddings", "{\"model\":\"te-3\",\"input\":\"Apple pie recipe\"}");
        var second = post("/v1/embeddings", "{\"model\":\"te-3\",\"input\":\"Apple pie recipe\"}");
        assertThat(of(second, "x-mnemo-cache")).isEqualTo("exact");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(of(post("/v1/embeddings", "{\"model\":\"te-3\",\"input\":\"apple pie recipe\"}"), "x-mnemo-cache"))
                .isEqualTo("miss");
    }

    @Test
    void the_other_endpoints_are_given_again_as_streams_and_whole() throws Exception {
        start((asked, wire) -> {
            boolean isAnthropic = asked.target().equals("/v1/messages");
            var events = isAnthropic ? Sayings.messageStream("Pa", "ris.") : Sayings.responseStream("Pa", "ris.");
            if (asked.json().isTrue("stream")) {
                streaming(events).answer(asked, wire);
            } else {
                wire.json(isAnthropic ? Sayings.message("Paris.") : Sayings.response("Paris."));
            }
        });
        for (var path : List.of("/v1/messages", "/v1/responses")) {
            var member = path.equals("/v1/messages") ? "messages" : "input";
            var body = "{\"model\":\"m\",\"stream\":%b,\"" + member + "\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
            var whole = post(path, body.formatted(false, CAPITAL));
            assertThat(of(whole, "x-mnemo-cache")).isEqualTo("miss");
            post(path, body.formatted(false, CAPITAL)); // waits until the answer is kept
            var again = post(path, body.formatted(false, CAPITAL_AGAIN));
            assertThat(of(again, "x-mnemo-cache")).isEqualTo("semantic");
            assertThat(Json.parse(again.body())).isEqualTo(Json.parse(whole.body()));
            assertThat(post(path, body.formatted(true, CAPITAL)).body())
                    .contains("Paris.")
                    .contains("event: ");
            var other = body.replace("\"m\"", "\"n\"");
            var streamed = post(path, other.formatted(true, CAPITAL));
            assertThat(of(streamed, "x-mnemo-cache")).isEqualTo("miss");
            var said = post(path, other.formatted(false, CAPITAL));
            assertThat(of(said, "x-mnemo-cache")).isEqualTo("exact");
            assertThat(said.body()).contains("Paris.");
        }
        assertThat(upstream.calls()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503, 529})
    void a_fault_of_the_upstream_passes_unchanged_and_is_not_kept(int status) throws Exception {
        start((_, wire) ->
                wire.whole(status, "application/json", "{\"error\":{\"message\":\"no\"}}", "Retry-After: 7"));
        for (int i = 1; i <= 2; i++) {
            var answer = post(CHAT, chat(CAPITAL));
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"no\"}}");
            assertThat(of(answer, "retry-after")).isEqualTo("7");
            assertThat(upstream.calls()).isEqualTo(i);
        }
    }

    @Test
    void half_a_stream_is_half_a_stream_for_the_caller_too_and_is_not_kept() throws Exception {
        var events = Sayings.chatStream("Pa", "ris.");
        start((_, wire) -> {
            wire.begin();
            wire.piece(events.get(0));
            wire.piece(events.get(1));
            wire.breakOff();
        });
        for (int i = 1; i <= 2; i++) {
            assertThat(untilItEnds(chat(CAPITAL, true)))
                    .contains("Transfer-Encoding: chunked", events.get(0), events.get(1))
                    .doesNotEndWith("0\r\n\r\n");
            assertThat(upstream.calls()).isEqualTo(i);
        }
    }

    /// All bytes of an answer until the connection ends, which a client library would not show if the end is missing.
    private String untilItEnds(String body) throws IOException {
        var address = URI.create(base);
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var request = "POST " + CHAT + " HTTP/1.1\r\nHost: " + address.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_stream_without_its_last_event_and_one_with_an_error_pass_and_are_not_kept() throws Exception {
        var events = Sayings.chatStream("Pa", "ris.");
        var cut = events.subList(0, events.size() - 1);
        var wrong =
                List.of(events.getFirst(), "data: {\"error\":{\"message\":\"overloaded\"}}\n\n", "data: [DONE]\n\n");
        start((asked, wire) ->
                streaming(asked.body().contains("cut") ? cut : wrong).answer(asked, wire));
        for (var text : List.of("cut", "wrong")) {
            for (int i = 0; i < 2; i++) {
                var answer = post(CHAT, chat(text, true));
                assertThat(answer.body()).isEqualTo(String.join("", text.equals("cut") ? cut : wrong));
                assertThat(of(answer, "x-mnemo-cache")).isEqualTo("miss");
            }
        }
        assertThat(upstream.calls()).isEqualTo(4);
    }

    @Test
    void garbage_passes_or_is_named() throws Exception {
        start((asked, wire) -> {
            if (asked.body().contains("html")) {
                wire.whole(200, "text/html", "<p>Proxy</p>");
            } else if (asked.body().contains("cut json")) {
                wire.whole(200, "application/json", "{\"choices\":[");
            } else {
                wire.raw("this is no HTTP\r\n\r\n");
            }
        });
        assertThat(post(CHAT, chat("html")).body()).isEqualTo("<p>Proxy</p>");
        assertThat(post(CHAT, chat("cut json")).body()).isEqualTo("{\"choices\":[");
        var named = post(CHAT, chat("neither"));
        assertThat(named.statusCode()).isEqualTo(502);
        assertThat(Json.parseObject(named.body()).string("code", "")).isEqualTo("upstream_unreachable");
        assertThat(Json.parseObject(named.body()).object("error").string("message", ""))
                .contains(upstream.address());
        assertThat(post(CHAT, "{\"model\":").statusCode())
                .as("the upstream says what is wrong")
                .isEqualTo(502);
    }

    @Test
    void an_upstream_that_is_silent_is_given_up() throws Exception {
        timeout = Duration.ofMillis(200);
        var over = new CountDownLatch(1);
        start((_, _) -> over.await());
        var answer = post(CHAT, chat(CAPITAL));
        over.countDown();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(Json.parseObject(answer.body()).string("code", "")).isEqualTo("upstream_timeout");
    }

    @Test
    void a_caller_who_leaves_ends_the_call_of_the_upstream() throws Exception {
        var gone = new CountDownLatch(1);
        var events = Sayings.chatStream("x".repeat(100));
        start((_, wire) -> {
            wire.begin();
            wire.piece(events.getFirst());
            try {
                while (true) {
                    wire.piece(events.get(1)); // until nobody listens any more
                }
            } catch (IOException broken) {
                gone.countDown();
                throw broken;
            }
        });
        var answer = client.send(request(CHAT, chat(CAPITAL, true)).build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().readNBytes(10);
        answer.body().close();
        assertThat(gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_same_at_the_same_time_is_one_call() throws Exception {
        var all = new CountDownLatch(1);
        start((_, wire) -> {
            all.await();
            wire.json(Sayings.chat("Paris."));
        });
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 20; i++) {
            answers.add(client.sendAsync(
                    request(CHAT, chat(CAPITAL, i % 2 == 0)).build(), HttpResponse.BodyHandlers.ofString()));
        }
        upstream.next(); // somebody has asked; the others wait, or will find the answer
        all.countDown();
        for (var answer : answers) {
            assertThat(answer.get().body()).contains("Paris.");
        }
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void headers_turn_the_cache_off_renew_an_answer_and_ask_for_more() throws Exception {
        start((asked, wire) ->
                wire.json(Sayings.chat("Answer " + asked.headers().getOrDefault("n", ""))));
        post(CHAT, chat(CAPITAL), "n", "1");
        assertThat(of(post(CHAT, chat(CAPITAL), "n", "1", "x-mnemo-cache", "bypass"), "x-mnemo-cache"))
                .isEqualTo("bypass");
        assertThat(upstream.calls()).isEqualTo(2);
        post(CHAT, chat(CAPITAL), "n", "1", "x-mnemo-cache", "refresh");
        assertThat(upstream.calls()).isEqualTo(3);
        assertThat(of(post(CHAT, chat(CAPITAL), "n", "1"), "x-mnemo-cache")).isEqualTo("exact");
        assertThat(of(post(CHAT, chat(CAPITAL_AGAIN), "n", "1", "x-mnemo-threshold", "0.999"), "x-mnemo-cache"))
                .isEqualTo("miss");
        assertThat(of(post(CHAT, chat("Tell me " + CAPITAL), "n", "1", "x-mnemo-budget", "0.01"), "x-mnemo-cache"))
                .as("no rate of errors is promised by a cache without a budget")
                .isEqualTo("miss");
        var wrong = post(CHAT, chat(CAPITAL), "x-mnemo-ttl", "soon");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Json.parseObject(wrong.body()).object("error").string("message", ""))
                .contains("x-mnemo-ttl");
    }

    @Test
    void what_a_conversation_elsewhere_holds_is_left_to_the_upstream() throws Exception {
        start(saying(Sayings.response("Paris.")));
        var body = "{\"model\":\"gpt-5\",\"conversation\":\"conv_1\",\"input\":\"" + CAPITAL + "\"}";
        assertThat(of(post("/v1/responses", body), "x-mnemo-cache")).isEqualTo("bypass");
        assertThat(of(post("/v1/responses", body), "x-mnemo-cache")).isEqualTo("bypass");
    }

    @Test
    void a_user_is_remembered_and_what_is_remembered_goes_into_the_prompt_as_data() throws Exception {
        var memory = keep(NeuroMemory.builder(disk.resolve("users.db").toString(), NOW, new Random(3))
                .open());
        users = Optional.of(memory);
        start((asked, wire) -> {
            if (asked.json().isTrue("stream")) {
                streaming(Sayings.chatStream("Noted", ".")).answer(asked, wire);
            } else {
                wire.json(Sayings.chat("You like green tea."));
            }
        });
        var told = "I like green tea </memory> very much.";
        var first = post(CHAT, chat(told, true), "x-mnemo-user", "ada", "x-mnemo-session", "s1");
        assertThat(of(first, "x-mnemo-memory")).isEqualTo("0");
        var sent = upstream.next();
        assertThat(sent.body()).isEqualTo(chat(told, true));
        assertThat(sent.headers().keySet()).noneMatch(name -> name.startsWith("x-mnemo"));
        awaitMessages(memory, "ada", "s1", 2);
        assertThat(memory.conversations().getSessionMessages("ada", "s1"))
                .extracting(message -> message.role() + ": " + message.content())
                .containsExactly("user: " + told, "assistant: Noted.");

        var second = post(CHAT, chat("Which tea do I like?"), "x-mnemo-user", "ada", "x-mnemo-session", "s1");
        assertThat(Integer.parseInt(of(second, "x-mnemo-memory"))).isPositive();
        var turns = upstream.next().json().array("messages").objects();
        var prompt = turns.getLast().string("content", "");
        assertThat(turns.getFirst().string("content", "")).isEqualTo("Be short.");
        assertThat(prompt)
                .startsWith("<memory>\n")
                .contains("green tea &lt;/memory> very much")
                .endsWith("</memory>\n\nWhich tea do I like?");
        awaitMessages(memory, "ada", "s1", 4);
        assertThat(of(post(CHAT, chat("Which tea do I like?"), "x-mnemo-user", "eve"), "x-mnemo-cache"))
                .as("what was said to one user is not said to another")
                .isEqualTo("miss");
        assertThat(upstream.next().body()).doesNotContain("green");
    }

    private static void awaitMessages(NeuroMemory memory, String user, String session, int count) {
        while (memory.conversations().getSessionMessages(user, session).size() < count) {
            Thread.yield(); // the turn is kept after its answer
        }
    }

    @Test
    void keys_go_where_they_belong() throws Exception {
        var keys = new Keys(disk.resolve("keys.json"), NOW, new Random(5));
        var ours = keys.create("tenant", "").secret();
        var theirs = keys.create("tenant", "acme").secret();
        gate = Gate.withKeys(Set.of(), keys);
        start(saying(Sayings.chat("Paris.")));
        assertThat(post(CHAT, chat(CAPITAL)).statusCode()).isEqualTo(401);
        assertThat(post(CHAT, chat(CAPITAL), "Authorization", "Bearer sk-foreign")
                        .statusCode())
                .isEqualTo(401);
        assertThat(of(
                        post(CHAT, chat(CAPITAL), "X-Mnemo-Key", ours, "Authorization", "Bearer sk-theirs"),
                        "x-mnemo-cache"))
                .isEqualTo("miss");
        assertThat(upstream.next().headers()).containsEntry("authorization", "Bearer sk-theirs");
        assertThat(of(
                        post(CHAT, chat(CAPITAL), "X-Mnemo-Key", theirs, "Authorization", "Bearer sk-theirs"),
                        "x-mnemo-cache"))
                .as("another tenant")
                .isEqualTo("miss");
        upstream.next();
        post(CHAT, chat(CAPITAL), "Authorization", "Bearer " + ours);
        assertThat(upstream.next().headers())
                .as("our own keys stay here")
                .doesNotContainKey("authorization")
                .doesNotContainKey("x-mnemo-key");
    }

    @Test
    void the_key_of_the_server_takes_the_place_of_those_of_callers() throws Exception {
        upstreamKey = "sk-server";
        start((asked, wire) ->
                wire.json(asked.target().equals("/v1/messages") ? Sayings.message("Paris.") : Sayings.chat("Paris.")));
        post(CHAT, chat(CAPITAL), "Authorization", "Bearer anything");
        assertThat(upstream.next().headers()).containsEntry("authorization", "Bearer sk-server");
        post("/v1/messages", chat(CAPITAL), "x-api-key", "anything", "Cookie", "mnemo_key=1");
        assertThat(upstream.next().headers())
                .containsEntry("x-api-key", "sk-server")
                .doesNotContainKey("authorization")
                .doesNotContainKey("cookie");
    }

    @Test
    void everything_else_passes_by() throws Exception {
        var bodies = new LinkedBlockingQueue<String>();
        start((asked, wire) -> {
            bodies.add(asked.method() + " " + asked.target() + " " + asked.body());
            wire.whole(200, "application/json", "{\"data\":[]}");
        });
        var models = client.send(
                HttpRequest.newBuilder(URI.create(base + "/v1/models/a%2Fb?limit=3"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(models.body()).isEqualTo("{\"data\":[]}");
        assertThat(bodies.take()).isEqualTo("GET /v1/models/a%2Fb?limit=3 ");
        post("/v1/files", "{\"x\":1}");
        assertThat(bodies.take()).isEqualTo("POST /v1/files {\"x\":1}");
    }

    @Test
    void a_gateway_that_is_off_says_how_to_turn_it_on() throws Exception {
        serve(Optional.empty(), Optional.empty());
        var answer = post(CHAT, chat(CAPITAL));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.parseObject(answer.body()).object("error").string("message", ""))
                .contains("--gateway-openai");
        assertThat(Json.parseObject(post("/v1/messages", "{}").body())
                        .object("error")
                        .string("message", ""))
                .contains("--gateway-anthropic");
    }
}

package dev.mnemo.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.NodeClients;
import dev.mnemo.app.Setting;
import dev.mnemo.app.TestServer;
import dev.mnemo.app.gateway.StubUpstream.Asked;
import dev.mnemo.app.gateway.StubUpstream.Sayings;
import dev.mnemo.app.gateway.StubUpstream.Wire;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official clients of OpenAI and Anthropic take what the gateway of `mnemo up` says for what the provider says.
@Tag("services")
@Timeout(1_800)
class ProviderClientsTest {
    private static final Pattern FAULT = Pattern.compile("fault: (\\d+)");

    @TempDir
    private Path disk;

    @Test
    void the_official_clients_stream_use_tools_fail_and_hit_as_they_should() throws Exception {
        try (var upstream = new StubUpstream(ProviderClientsTest::answer);
                var server = new TestServer(disk, InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000)))) {
            var base = server.with(Setting.GATEWAY_OPENAI, upstream.address())
                    .with(Setting.GATEWAY_ANTHROPIC, upstream.address())
                    .start();
            var ran = NodeClients.script("provider-clients.mjs", base);
            assertThat(ran.exitCode()).isZero();
            var said = Json.parseObject(ran.out());

            check(said, "chat", "Paris.", "miss");
            check(said, "chatExact", "Paris.", "exact");
            check(said, "chatMeaning", "Paris.", "semantic");
            check(said, "chatReplayed", "Paris. stop", "exact");
            check(said, "chatStream", "Pa|ris. stop", "miss");
            check(said, "chatStreamAgain", "Pa|ris. stop", "exact");
            check(said, "chatStreamWhole", "Paris.", "exact");
            check(said, "tools", "look", "miss");
            check(said, "toolsAgain", "look", "miss");
            check(said, "embeddings", "0.25,-0.5,1", "miss");
            check(said, "embeddingsAgain", "0.25,-0.5,1", "exact");
            check(said, "response", "Paris.", "miss");
            check(said, "responseExact", "Paris.", "exact");
            check(said, "responseMeaning", "Paris.", "semantic");
            check(said, "responseReplayed", "Paris. Paris.", "exact");
            check(said, "responseStream", "Pa|ris. Paris.", "miss");
            check(said, "responseStreamWhole", "Paris.", "exact");
            check(said, "message", "Paris.", "miss");
            check(said, "messageExact", "Paris.", "exact");
            check(said, "messageMeaning", "Paris.", "semantic");
            check(said, "messageReplayed", "Paris. Paris. end_turn", "exact");
            check(said, "messageStream", "Pa|ris. Paris. end_turn", "miss");
            check(said, "messageStreamWhole", "Paris.", "exact");

            assertThat(said.object("limited").number("status")).hasValue(429);
            assertThat(said.object("limited").string("name", "")).isEqualTo("RateLimitError");
            assertThat(said.object("limited").string("message", "")).contains("no more for now");
            assertThat(said.object("limited").string("retryAfter", "")).isEqualTo("7");
            assertThat(said.object("broken").number("status")).hasValue(500);
            assertThat(said.object("overloaded").number("status")).hasValue(529);
            assertThat(said.object("remembered").string("memory", "")).isEqualTo("0");
            assertThat(said.object("remembering").string("text", "")).contains("green tea");

            var figures = server.get("/metrics").body();
            assertThat(figures)
                    .contains("mnemo_gateway_answers_total{cache=\"semantic\",route=\"/v1/messages\"} 1.0")
                    .contains("mnemo_cache_hits_total{layer=\"semantic\"} 3.0")
                    .contains("status=\"529\"");
        }
    }

    private static void check(Json.Obj said, String name, String text, String cache) {
        assertThat(said.object(name).string("text", "")).as(name).isEqualTo(text);
        assertThat(said.object(name).string("cache", "")).as(name).isEqualTo(cache);
    }

    /// A model that answers by what it is asked; of tea it repeats what it is told.
    private static void answer(Asked asked, Wire wire) throws IOException {
        var fault = FAULT.matcher(asked.body());
        if (fault.find()) {
            wire.whole(
                    Integer.parseInt(fault.group(1)),
                    "application/json",
                    "{\"error\":{\"type\":\"t\",\"message\":\"no more for now\"}}",
                    "Retry-After: 7");
            return;
        }
        boolean isStream = asked.json().isTrue("stream");
        switch (asked.target()) {
            case "/v1/embeddings" -> wire.json(Sayings.embeddings());
            case "/v1/chat/completions" -> {
                if (asked.body().contains("tool: ")) {
                    wire.json(Json.parse("""
                            {"id":"c","object":"chat.completion","created":1,"model":"gpt-5","choices":[{"index":0,"message":\
                            {"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":\
                            {"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"""));
                } else if (asked.body().contains("Which tea")) {
                    wire.json(Sayings.chat(asked.body()));
                } else if (isStream) {
                    all(wire, Sayings.chatStream("Pa", "ris."));
                } else {
                    wire.json(Sayings.chat("Paris."));
                }
            }
            case "/v1/responses" -> {
                if (isStream) {
                    all(wire, Sayings.responseStream("Pa", "ris."));
                } else {
                    wire.json(Sayings.response("Paris."));
                }
            }
            default -> {
                if (isStream) {
                    all(wire, Sayings.messageStream("Pa", "ris."));
                } else {
                    wire.json(Sayings.message("Paris."));
                }
            }
        }
    }

    private static void all(Wire wire, Iterable<String> events) throws IOException {
        wire.begin();
        for (var event : events) {
            wire.piece(event);
        }
        wire.end();
    }
}

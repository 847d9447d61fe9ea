import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.providers.Access;
import dev.mnemo.providers.Patience;
import dev.mnemo.providers.Provider;
import dev.mnemo.providers.RemoteLanguageModel;
import dev.mnemo.user.NeuroMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// A chat whose answers and whose memory come from a model behind an endpoint that speaks the protocol of OpenAI. Set
/// LLM_BASE_URL, LLM_MODEL and LLM_API_KEY to talk to a real one (OpenAI, DeepSeek, Moonshot, SiliconFlow, Ollama, …):
///
///     export LLM_BASE_URL=http://localhost:11434/v1 LLM_MODEL=llama3.2 LLM_API_KEY=none
///     java -cp 'app/target/distribution/mnemo-0.1.0/lib/*' examples/ChatWithModel.java
///
/// Without them a stand-in on this machine answers, so that the example runs anywhere. Its first answer is an error on
/// purpose: nothing is lost by it.
static final String USER = "ann";
static final List<String> CONVERSATION = List.of(
        "My sister Bea moved to Oslo in May 2024, I visit her every summer.",
        "By the way, I can't stand coriander.",
        "What should I cook for my sister when I visit her?");

void main() throws Exception {
    var url = System.getenv("LLM_BASE_URL");
    var standIn = url == null ? new StandIn() : null;
    var access = new Access(
            System.getenv().getOrDefault("LLM_API_KEY", "none"),
            System.getenv().getOrDefault("LLM_MODEL", "stand-in"),
            URI.create(standIn == null ? url : standIn.url()),
            Duration.ofSeconds(60));
    var model = RemoteLanguageModel.of(Provider.OPENAI, access, Patience.usual(new SecureRandom()));
    var file = Files.createTempDirectory("chat-with-model").resolve("memory.db");
    try (var memory = NeuroMemory.builder(file.toString(), InstantSource.system(), new SecureRandom())
            .languageModel(model)
            .onExtraction(done -> IO.println("  [learned " + done.factsExtracted() + " facts, " + done.episodesExtracted()
                    + " episodes from " + done.messagesProcessed() + " message]"))
            .onLlmCall(call -> IO.println("  [" + call.model() + ": " + call.usage()
                    .map(usage -> usage.inputTokens() + " + " + usage.outputTokens() + " tokens")
                    .orElse("tokens not counted") + "]"))
            .open()) {
        for (var line : CONVERSATION) {
            IO.println("> " + line);
            var known = memory.recall(USER, line).merged().stream()
                    .limit(8)
                    .map(hit -> "- " + hit.text())
                    .collect(Collectors.joining("\n"));
            memory.ingest(USER, "user", line, "chat");
            var answer = model.complete(
                    "You talk with a user. What you remember of them, as data:\n" + known, line, 500);
            memory.ingest(USER, "assistant", answer, "chat");
            IO.println(answer);
            memory.awaitIdle(USER, Duration.ofMinutes(2));
        }
        memory.memories().list(USER, List.of(), 20, 0).items().forEach(kept -> IO.println("  " + kept.type().word() + ": "
                + kept.content() + kept.event().map(event -> " (" + event.precision() + " " + event.from() + ")").orElse("")));
        var spent = model.spent();
        IO.println("  " + spent.requests() + " requests, " + spent.failures() + " failed and were asked again; at 0.15 and 0.60"
                + " a million tokens that is " + "%.6f".formatted(spent.cost(0.15, 0.60)));
    } finally {
        if (standIn != null) {
            standIn.server.stop(0);
        }
    }
}

/// Speaks the protocol as a small model would, and knows this one conversation.
static final class StandIn {
    final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int asked;

    StandIn() throws IOException {
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = Json.parseObject(exchange.getRequestBody().readAllBytes());
            var messages = body.array("messages").objects();
            var prompt = messages.getLast().string("content", "");
            boolean extraction = messages.getFirst().string("content", "").contains("long-term memory");
            var text = extraction ? learned(prompt.substring(prompt.indexOf("Messages to draw from"))) : said(messages.getFirst(), prompt);
            boolean ill = asked++ == 0;
            var bytes = (ill
                            ? Json.parseObject("{\"error\": {\"message\": \"overloaded\"}}")
                            : reply(body.string("model", ""), text, prompt.length() / 4))
                    .compact()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(ill ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Json.Obj reply(String model, String text, int tokens) {
        var message = Json.Obj.EMPTY.with("role", "assistant").with("content", text);
        var choice = Json.Obj.EMPTY.with("index", 0L).with("message", message).with("finish_reason", "stop");
        return Json.Obj.EMPTY
                .with("id", "c")
                .with("object", "chat.completion")
                .with("created", 1L)
                .with("model", model)
                .with("choices", Json.array(List.of(choice)))
                .with(
                        "usage",
                        Json.Obj.EMPTY
                                .with("prompt_tokens", (long) tokens)
                                .with("completion_tokens", text.length() / 4L)
                                .with("total_tokens", tokens + text.length() / 4L));
    }

    private static String said(Json.Obj system, String prompt) {
        boolean remembers = system.string("content", "").contains("coriander");
        return !prompt.endsWith("?") ? "I will remember that." : remembers
                ? "Something from Oslo's market, and without coriander, as you cannot stand it."
                : "I know too little of you two.";
    }

    private static String learned(String messages) {
        if (messages.contains("sister Bea moved")) {
            return """
                {"facts": [{"content": "The user's sister is Bea", "subject": "user", "attribute": "sister", "single": true,
                            "value": "Bea", "category": "relationship", "importance": 8},
                           {"content": "Bea lives in Oslo", "subject": "Bea", "attribute": "home", "value": "Oslo"}],
                 "episodes": [{"content": "Bea moved to Oslo", "time": null, "time_words": "May 2024"}],
                 "triples": [{"subject_type": "person", "subject": "Bea", "relation": "lives_in", "object_type": "location",
                              "object": "Oslo", "single": true}]}""";
        }
        return messages.contains("coriander")
                ? "{\"facts\": [{\"content\": \"The user cannot stand coriander\", \"attribute\": \"taste\", \"value\": \"coriander\"}]}"
                : "{}";
    }
}

package dev.mnemo.bench;

import dev.mnemo.app.gateway.Gateway;
import dev.mnemo.app.gateway.Upstream;
import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.HttpServer;
import dev.mnemo.app.http.Repeats;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.http.Sealing;
import dev.mnemo.cache.CacheOptions;
import dev.mnemo.cache.SemanticCache;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.models.LocalModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// What the gateway adds to a call of a model: `GatewayBench [--requests 2000] [--model NAME] [--pause 0]`. One client
/// asks
/// one request after the other, in rounds that take turns: the upstream itself, the gateway without the cache, with a
/// miss, with an exact hit. The upstream answers at once, so all that is seen is overhead. Without a model's name,
/// vectors
/// are made of hashed words, which takes no time; with one, a miss embeds its question. A pause in milliseconds after
/// each
/// answer leaves the gateway time to store it, as a caller who reads the answer does; without one storing counts too.
final class GatewayBench {
    private static final int ROUNDS = 10;
    private static final List<List<String>> PARTS = List.of(
            List.of(
                    "How do I",
                    "Where can I",
                    "When should I",
                    "May I",
                    "Why would I",
                    "Who helps me to",
                    "Is it dear to"),
            List.of(
                    "repair",
                    "sell",
                    "insure",
                    "paint",
                    "move",
                    "return",
                    "rent",
                    "photograph",
                    "lend",
                    "weigh",
                    "post"),
            List.of(
                    "an old cello",
                    "a blue bicycle",
                    "the flat",
                    "my invoice",
                    "the garden",
                    "a box of shoes",
                    "two tents"),
            List.of("in Lisbon", "at the harbour", "near the border", "from abroad", "by train", "with a neighbour"),
            List.of("before winter", "on a Sunday", "without a receipt", "this year", "after the wedding", "at night"));
    private static final String ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"An answer of some words that is as long as short answers are."},"finish_reason":"stop"}]}""";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int pauseMillis;
    private int asked;

    private GatewayBench(int pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    public static void main(String[] args) throws Exception {
        int requests = 2_000;
        int pause = 0;
        var model = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (args[i].equals("--requests")) {
                requests = Integer.parseInt(args[i + 1]);
            } else if (args[i].equals("--pause")) {
                pause = Integer.parseInt(args[i + 1]);
            } else {
                model = args[i + 1];
            }
        }
        new GatewayBench(pause).run(requests, embedder(model));
    }

    private static Embedder embedder(String name) {
        if (name.isEmpty()) {
            return new HashEmbedder(384);
        }
        var cache = Path.of(System.getProperty("java.io.tmpdir"), "mnemo-bench-models");
        if (LocalModel.find(name, cache) instanceof LocalModel.Present(var embedder)) {
            return embedder;
        }
        throw new IllegalArgumentException("there is no local model " + name);
    }

    private void run(int requests, Embedder embedder) throws Exception {
        var disk = Files.createTempDirectory("mnemo-gateway-bench");
        var random = new SplittableRandom(1);
        try (var upstream = server(List.of(Endpoint.post(
                        "/v1/chat/completions", "Stub", "Answers at once.", Json.Obj.EMPTY, request -> {
                            request.bytes(1 << 20);
                            return Response.bytes(200, "application/json", ANSWER.getBytes(StandardCharsets.UTF_8));
                        })));
                var cache = SemanticCache.open(
                        disk.resolve("cache.db"), embedder, CacheOptions.standard(InstantSource.system(), random));
                var gateway = new Gateway(new Gateway.Setup(
                        Optional.of(Upstream.of("http://127.0.0.1:" + upstream.port(), "")),
                        Optional.empty(),
                        Gateway.TIMEOUT_DEFAULT,
                        () -> Optional.of(cache),
                        _ -> Optional.empty(),
                        (_, _) -> {},
                        (_, failure) -> failure.printStackTrace()));
                var server = server(gateway.endpoints())) {
            var direct = new double[requests];
            var passed = new double[requests];
            var missed = new double[requests];
            var hit = new double[requests];
            int each = requests / ROUNDS;
            ask(upstream.port(), each, "on", _ -> "warm", new double[each], 0);
            ask(server.port(), each, "on", this::question, new double[each], 0);
            for (int round = 0; round < ROUNDS; round++) {
                ask(upstream.port(), each, "on", this::question, direct, round * each);
                ask(server.port(), each, "bypass", this::question, passed, round * each);
                ask(server.port(), each, "on", this::question, missed, round * each);
                ask(server.port(), each, "on", _ -> "the same", hit, round * each);
            }
            print("upstream itself", direct);
            print("gateway, cache bypassed", passed);
            print("gateway, miss", missed);
            print("gateway, exact hit", hit);
            System.out.printf(
                    Locale.ROOT,
                    "a miss adds %.2f ms at the median, %.1f times a call of the upstream itself%n",
                    percentile(missed, 50) - percentile(direct, 50),
                    percentile(missed, 50) / percentile(direct, 50));
        }
    }

    /// Another question each time, out of 19,404, in an order that jumps.
    private String question(int i) {
        long rest = asked++ * 7_919L;
        var question = new StringBuilder();
        for (var part : PARTS) {
            question.append(part.get((int) (rest % part.size()))).append(' ');
            rest /= part.size();
        }
        return question.toString().strip() + "?";
    }

    private static HttpServer server(List<Endpoint> endpoints) {
        return HttpServer.start(new HttpServer.Setup(
                "127.0.0.1",
                0,
                Gate.loopback(),
                endpoints,
                Map.of(),
                new Repeats(
                        () -> {
                            throw new IllegalStateException("nothing here happens once only");
                        },
                        InstantSource.system(),
                        new Sealing(Optional.empty(), new SplittableRandom(2))),
                HttpServer.Times.USUAL,
                Optional.empty(),
                HttpServer.Observer.NONE,
                (_, failure) -> failure.printStackTrace()));
    }

    private void ask(int port, int count, String mode, IntFunction<String> question, double[] millis, int from)
            throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question.apply(i) + "\"}]}";
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                    .header("Content-Type", "application/json")
                    .header("x-mnemo-cache", mode)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            long start = System.nanoTime();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            millis[from + i] = (System.nanoTime() - start) / 1e6;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("status " + answer.statusCode());
            }
            if (pauseMillis > 0) {
                Thread.sleep(pauseMillis);
            }
        }
    }

    private static void print(String what, double[] millis) {
        System.out.printf(
                Locale.ROOT,
                "%-26s p50 %.2f ms   p95 %.2f ms   p99 %.2f ms%n",
                what,
                percentile(millis, 50),
                percentile(millis, 95),
                percentile(millis, 99));
    }

    private static double percentile(double[] values, int percent) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}

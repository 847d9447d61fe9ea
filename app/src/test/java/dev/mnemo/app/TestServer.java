package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.SourceOutline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Servers for tests, each on a free port, with a model that knows words only; and a client of the last one.
public final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DIMENSIONS = 64;

    /// Servers that share a database make different ids.
    private static final AtomicLong SEEDS = new AtomicLong(3);

    private final Path disk;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
    private final List<Thread> running = new ArrayList<>();
    private final List<Up> servers = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Optional<Embedder> model = Optional.of(new HashEmbedder(DIMENSIONS));
    private String base = "";

    /// @param disk holds everything
    public TestServer(Path disk, InstantSource clock) {
        this.disk = disk;
        this.clock = clock;
    }

    /// The folder of a small project, made when it is first asked for.
    public Path shop() throws IOException {
        var shop = disk.resolve("shop");
        if (!Files.exists(shop)) {
            copy(Path.of("../project/src/test/resources/golden/shop"), shop);
        }
        return shop;
    }

    /// Has servers that are started later work under a setting.
    public TestServer with(Setting setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /// Has servers that are started later work with a model or without one.
    public TestServer withModel(boolean there) {
        model = there ? Optional.of(new HashEmbedder(DIMENSIONS)) : Optional.empty();
        return this;
    }

    /// Starts a server on {@link #shop} with its files in `data`; says its address.
    public String start() throws Exception {
        return start(
                "--project", shop().toString(), "--data", disk.resolve("data").toString());
    }

    /// Starts a server on a free port; says its address.
    public String start(String... words) throws Exception {
        var all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(words));
        var up = up(all.toArray(String[]::new));
        var said = new LinkedBlockingQueue<String>();
        var out = new PrintStream(new Lines(said), true, StandardCharsets.UTF_8);
        servers.add(up);
        running.add(Thread.ofPlatform().start(() -> {
            try {
                up.run(out);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
        var line = said.poll(30, TimeUnit.SECONDS);
        assertThat(line).startsWith("Mnemo is up: ");
        base = line.substring("Mnemo is up: ".length()).replace("localhost", "127.0.0.1");
        return base;
    }

    /// A server that was not started yet.
    Up up(String... words) {
        var around = around();
        var config = Config.read(around);
        return new Up(
                new Up.Parts(
                        config,
                        "9.9",
                        this::open,
                        model,
                        new HashEmbedder(DIMENSIONS),
                        clock,
                        chance(SEEDS.getAndIncrement()),
                        new PrintStream(log, true, StandardCharsets.UTF_8)),
                UpOptions.parse(List.of(words), around, config.databases()));
    }

    Surroundings around() {
        return new Surroundings(settings, Map.of(), disk, disk.resolve("home"));
    }

    private ProjectMemory open(Path root) {
        return ProjectMemory.whenNeeded(
                new ProjectOptions(
                        root,
                        root.resolve(".mnemo"),
                        disk.resolve("home/.mnemo/global"),
                        disk.resolve("home/.mnemo/projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        SourceOutline.COMMENTS_ONLY,
                        Optional.empty(),
                        clock,
                        chance(1)),
                store -> FileEventLog.open(store.resolve("logs"), clock, () -> ZoneOffset.UTC, chance(2)));
    }

    /// Chance from a seed, for many threads.
    private static RandomGenerator chance(long seed) {
        var random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /// The address of the server that was started last.
    public String base() {
        return base;
    }

    /// What the servers said of failures.
    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /// Asks the server that was started last.
    ///
    /// @param headers names and values in turn
    public HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    /// The answer of a read that must succeed.
    public Json.Obj json(String path, String... headers) throws Exception {
        return good(get(path, headers));
    }

    /// The body of an answer that must be a success.
    public static Json.Obj good(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.parseObject(answer.body());
    }

    HttpClient client() {
        return client;
    }

    /// Stops all servers as the end of a process does, and waits until they have.
    public void stop() throws InterruptedException {
        servers.forEach(Up::stop);
        for (var thread : running) {
            thread.join(Duration.ofSeconds(30));
            assertThat(thread.isAlive()).as("the server stops").isFalse();
        }
        servers.clear();
        running.clear();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        client.close();
    }

    /// Takes what is printed line by line.
    private static final class Lines extends OutputStream {
        private final LinkedBlockingQueue<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(LinkedBlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int one) {
            if (one == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8).strip());
                line.reset();
            } else {
                line.write(one);
            }
        }
    }
}

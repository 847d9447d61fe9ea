package dev.mnemo.app;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.gateway.Gateway;
import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.HttpServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.http.Repeats;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.mcp.HttpTransport;
import dev.mnemo.app.mcp.McpServer;
import dev.mnemo.app.metrics.Metrics;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.rest.CacheApi;
import dev.mnemo.app.rest.CacheCare;
import dev.mnemo.app.rest.CacheFigures;
import dev.mnemo.app.rest.CacheJournal;
import dev.mnemo.app.rest.LogFeed;
import dev.mnemo.app.rest.OpenApi;
import dev.mnemo.app.rest.ProjectApi;
import dev.mnemo.app.rest.Projects;
import dev.mnemo.app.rest.ServerApi;
import dev.mnemo.app.rest.UserApi;
import dev.mnemo.app.web.Dashboard;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.registry.ProjectRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// `mnemo up`: one server for browsers, programs and agents, on this machine unless it is told otherwise.
final class Up {
    static final String KEYS = "keys.json";

    private static final int ADDRESS_BYTES_MAX = 200;

    /// What comes from outside.
    ///
    /// @param config the configuration
    /// @param version the version of the program
    /// @param opener opens the memory of the project in a folder
    /// @param embedder the model of the other memories
    /// @param cacheModel whose vectors the response cache holds: the same, or the one that is missing
    record Parts(
            Config config,
            String version,
            Function<Path, ProjectMemory> opener,
            Optional<Embedder> embedder,
            Embedder cacheModel,
            InstantSource clock,
            RandomGenerator random,
            PrintStream log) {}

    private final Parts parts;
    private final UpOptions options;
    private final CountDownLatch stop = new CountDownLatch(1);

    Up(Parts parts, UpOptions options) {
        this.parts = parts;
        this.options = options;
    }

    /// Ends {@link #run}.
    void stop() {
        stop.countDown();
    }

    /// Serves until {@link #stop}.
    ///
    /// @param out is told the address when the server is ready
    int run(PrintStream out) throws InterruptedException {
        var registry = new ProjectRegistry(parts.config().places().registry());
        try (var channel = claimData();
                var memories = new Memories(setup());
                var figures = new CacheFigures(memories::server, memories::cache, parts.clock());
                var journal = new CacheJournal(memories::server, memories.sealing(), parts.clock());
                var projects = new Projects(roots(), registry, parts.opener())) {
            var gate = gate();
            memories.openSoon();
            var keys = started(memories::checkKeys);
            var served = new Served(projects, memories, figures, journal);
            var ready = new AtomicBoolean();
            var metrics = new Metrics(
                    () -> memories.cache().stats(Optional.empty()),
                    () -> memories.users().workLoad());
            try (var gateway = Providers.gateway(parts.config().gateway(), memories, metrics, this::unexpected);
                    var server = HttpServer.start(new HttpServer.Setup(
                            options.hosts().getFirst(),
                            options.port(),
                            gate,
                            endpoints(served, gateway, metrics, ready),
                            Map.of("/ws/logs", new LogFeed(projects)),
                            new Repeats(memories::server, parts.clock(), memories.sealing()),
                            HttpServer.Times.USUAL,
                            Providers.keyStore(parts.config().encryption()),
                            metrics,
                            this::unexpected))) {
                var address = (parts.config().encryption().keyStore().isEmpty() ? "http://" : "https://")
                        + shown(options.hosts().getFirst()) + ":" + server.port();
                await(keys);
                sign(channel, address);
                ready.set(true);
                out.println("Mnemo is up: " + address);
                out.println("Ctrl+C stops it. API: " + address + "/openapi.json   MCP: " + address + "/mcp");
                if (parts.embedder().isEmpty() && parts.config().answers().match() == Config.Match.MEANING) {
                    say("The response cache gives answers to the same text only, because there is no embedding model.");
                }
                warmUp(projects, memories);
                figures.start();
                journal.start();
                stop.await();
                ready.set(false);
            }
            return ExitCode.DONE;
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The data folder " + options.data() + " cannot be closed: " + fault + ".",
                    "Nothing that was acknowledged is lost.",
                    fault);
        }
    }

    /// Begins something that takes a while, such as opening a database, while the server is made.
    private static FutureTask<Boolean> started(Runnable work) {
        var task = new FutureTask<>(work, true);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void await(FutureTask<Boolean> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        }
    }

    private static String shown(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    /// The projects that were named; without any, the one around the working directory, if it has a store.
    private List<Path> roots() {
        if (!options.projects().isEmpty()) {
            return options.projects();
        }
        var places = parts.config().places();
        return Files.isDirectory(places.store()) ? List.of(places.root()) : List.of();
    }

    private Gate gate() {
        if (options.hosts().stream().allMatch(Gate::isLoopback)) {
            return Gate.loopback();
        }
        var keys = new Keys(options.data().resolve(KEYS), parts.clock(), parts.random());
        if (keys.list().isEmpty()) {
            throw new Refusal("A server that others reach needs keys; make one first: mnemo key create --role admin");
        }
        return Gate.withKeys(names(), keys);
    }

    private Set<String> names() {
        var names = new HashSet<>(options.hosts());
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException _) {
            // Then it is not reached by that name.
        }
        return names;
    }

    /// What is served.
    private record Served(Projects projects, Memories memories, CacheFigures figures, CacheJournal journal) {}

    private Memories.Setup setup() {
        return new Memories.Setup(
                options.data(),
                options.databases(),
                parts.config().users(),
                parts.embedder(),
                new Memories.Answers(parts.config().answers(), parts.cacheModel()),
                ModelChoice.patientLanguageModel(parts.config(), parts.random()),
                parts.clock(),
                parts.random());
    }

    private List<Endpoint> endpoints(Served served, Gateway gateway, Metrics metrics, AtomicBoolean ready) {
        var projects = served.projects();
        var rows = new ArrayList<Endpoint>();
        rows.addAll(new ServerApi(parts.version(), ready::get, served.memories()::troubles).endpoints());
        rows.addAll(
                new ProjectApi(projects, parts.clock(), parts.config().serving().sidecarCapChars())
                        .endpoints(Operations.of(parts.opener()
                                        .apply(parts.config().places().root()))
                                .all()));
        rows.addAll(new UserApi(served.memories()::users, options.data()).endpoints());
        rows.addAll(new CacheApi(served.memories()::cache, served.journal()).endpoints());
        rows.addAll(
                new CacheCare(served.memories()::cache, served.journal(), served.figures(), parts.clock()).endpoints());
        rows.addAll(new HttpTransport(
                        request -> mcp(projects.served(request.query("project")).operations(), metrics), parts.random())
                .endpoints());
        rows.addAll(gateway.endpoints());
        rows.addAll(metrics.endpoints());
        rows.addAll(new Dashboard().endpoints());
        var described = new OpenApi(rows, parts.version());
        rows.add(Endpoint.get(
                        "/openapi.json",
                        "Server",
                        "This interface as OpenAPI 3.1.",
                        List.of(),
                        _ -> Response.json(described.document()))
                .forAccess(Endpoint.Access.OPEN));
        return rows;
    }

    private McpServer mcp(Operations operations, Metrics metrics) {
        var serving = parts.config().serving();
        return new McpServer(new McpServer.Setup(
                parts.version(),
                serving.tools(),
                serving.structure(),
                () -> operations,
                metrics::called,
                this::unexpected));
    }

    /// Opens what is likely to be asked for, and lets workers go on with what an earlier server left.
    private void warmUp(Projects projects, Memories memories) {
        Thread.ofVirtual()
                .start(() -> memories.troubles()
                        .forEach((name, trouble) -> say(trouble.isEmpty() ? "" : name + ": " + trouble)));
        Thread.ofVirtual().start(() -> {
            try {
                if (!projects.isEmpty()) {
                    projects.served(Optional.empty()).project();
                }
            } catch (MnemoException | Refusal broken) {
                say(broken.getMessage());
            }
        });
    }

    private void say(@Nullable String sentence) {
        if (sentence != null && !sentence.isEmpty()) {
            parts.log().println("mnemo: " + sentence);
        }
    }

    private void unexpected(String what, Throwable fault) {
        synchronized (parts.log()) {
            parts.log().println("mnemo: " + what + " failed");
            fault.printStackTrace(parts.log());
        }
    }

    /// Makes sure that this is the only server on its data.
    private FileChannel claimData() {
        var file = options.data().resolve("server.lock");
        try {
            makeForItsOwner(options.data());
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                var address = ByteBuffer.allocate(ADDRESS_BYTES_MAX);
                channel.read(address, 0);
                channel.close();
                throw new Refusal("Another server works on " + options.data() + ": "
                        + new String(address.array(), 0, address.position(), StandardCharsets.UTF_8).strip()
                        + ". Use it, stop it, or give --data another folder.");
            }
            return channel;
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The data folder " + options.data() + " cannot be written: " + fault + ".",
                    "Give --data a folder that this user may write.",
                    fault);
        }
    }

    /// Makes a folder that nobody else may enter, where the file system knows rights. One that is there keeps those
    /// its owner gave it.
    private static void makeForItsOwner(Path folder) throws IOException {
        var above = folder.toAbsolutePath().getParent();
        if (Files.isDirectory(folder) || above == null) {
            return;
        }
        Files.createDirectories(above);
        if (Files.getFileStore(above).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(ADDRESS_BYTES_MAX, 1, false);
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static void sign(FileChannel channel, String address) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((address + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }

    /// Stops the server when the process is told to end, and waits until it has stopped.
    static void stopAtEnd(Up up, Thread running) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            up.stop();
            try {
                running.join(HttpServer.STOP_GRACE.toMillis() + TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}

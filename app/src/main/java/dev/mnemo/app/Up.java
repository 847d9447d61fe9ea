package dev.mnemo.app;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.HttpServer;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.mcp.HttpTransport;
import dev.mnemo.app.mcp.McpServer;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.rest.LogFeed;
import dev.mnemo.app.rest.OpenApi;
import dev.mnemo.app.rest.ProjectApi;
import dev.mnemo.app.rest.Projects;
import dev.mnemo.app.rest.ServerApi;
import dev.mnemo.app.web.Dashboard;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// `mnemo up`: one server for browsers, programs and agents, on this machine unless it is told otherwise.
final class Up {
    static final int PORT = 7077;
    static final String KEYS = "keys.json";
    static final String HOST = "127.0.0.1";

    private static final int ADDRESS_BYTES_MAX = 200;

    /// How the server is started.
    ///
    /// @param hosts the address to listen on first, then further names under which it is reached
    /// @param port the port; 0 for any free one
    /// @param data the folder of its own files
    /// @param projects folders of projects, the usual one first
    record Options(List<String> hosts, int port, Path data, List<Path> projects) {
        Options {
            hosts = List.copyOf(hosts);
            projects = List.copyOf(projects);
        }

        static Options parse(List<String> words, Surroundings around) {
            var hosts = new ArrayList<String>();
            var projects = new ArrayList<Path>();
            int port = PORT;
            Path data = data(around);
            for (int i = 0; i < words.size(); i += 2) {
                var flag = words.get(i);
                if (i + 1 == words.size() || !flag.startsWith("--")) {
                    throw usage(flag);
                }
                var value = words.get(i + 1);
                switch (flag) {
                    case "--host" -> hosts.add(value);
                    case "--port" -> port = port(value);
                    case "--data" -> data = around.path(value);
                    case "--project" -> projects.add(folder(around.path(value)));
                    default -> throw usage(flag);
                }
            }
            return new Options(hosts.isEmpty() ? List.of(HOST) : hosts, port, data, projects);
        }

        /// Where a server keeps its own files unless it is told otherwise.
        static Path data(Surroundings around) {
            return around.home().resolve(".mnemo").resolve("server");
        }

        private static Path folder(Path path) {
            if (!Files.isDirectory(path)) {
                throw new Refusal("--project must name a folder; " + path + " is none.");
            }
            return path;
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new Refusal("--port must be a number from 0 to 65535; '" + text + "' is none.");
        }

        private static Refusal usage(String word) {
            return new Refusal("'" + word + "' is not understood. Usage: mnemo up [--host ADDRESS]... [--port NUMBER]"
                    + " [--data FOLDER] [--project FOLDER]...");
        }
    }

    /// What comes from outside.
    ///
    /// @param config the configuration
    /// @param version the version of the program
    /// @param opener opens the memory of the project in a folder
    record Parts(
            Config config,
            String version,
            Function<Path, ProjectMemory> opener,
            InstantSource clock,
            RandomGenerator random,
            PrintStream log) {}

    private final Parts parts;
    private final Options options;
    private final CountDownLatch stop = new CountDownLatch(1);

    Up(Parts parts, Options options) {
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
                var projects = new Projects(roots(), registry, parts.opener())) {
            var ready = new AtomicBoolean();
            try (var server = HttpServer.start(new HttpServer.Setup(
                    options.hosts().getFirst(),
                    options.port(),
                    gate(),
                    endpoints(projects, ready),
                    Map.of("/ws/logs", new LogFeed(projects)),
                    this::unexpected))) {
                var address = "http://" + shown(options.hosts().getFirst()) + ":" + server.port();
                sign(channel, address);
                ready.set(true);
                out.println("Mnemo is up: " + address);
                out.println("Ctrl+C stops it. API: " + address + "/openapi.json   MCP: " + address + "/mcp");
                warmUp(projects);
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

    private List<Endpoint> endpoints(Projects projects, AtomicBoolean ready) {
        var rows = new ArrayList<Endpoint>();
        rows.addAll(new ServerApi(parts.version(), ready::get).endpoints());
        rows.addAll(
                new ProjectApi(projects, parts.clock(), parts.config().serving().sidecarCapChars())
                        .endpoints(Operations.of(parts.opener()
                                        .apply(parts.config().places().root()))
                                .all()));
        rows.addAll(new HttpTransport(
                        request -> mcp(projects.served(request.query("project")).operations()), parts.random())
                .endpoints());
        rows.addAll(new Dashboard().endpoints());
        var document = OpenApi.of(rows, parts.version());
        rows.add(Endpoint.get(
                        "/openapi.json",
                        "Server",
                        "This interface as OpenAPI 3.1.",
                        List.of(),
                        _ -> Response.json(document))
                .forAccess(Endpoint.Access.OPEN));
        return rows;
    }

    private McpServer mcp(Operations operations) {
        var serving = parts.config().serving();
        return new McpServer(new McpServer.Setup(
                parts.version(), serving.tools(), serving.structure(), () -> operations, this::unexpected));
    }

    private void warmUp(Projects projects) {
        Thread.ofVirtual().start(() -> {
            try {
                if (!projects.isEmpty()) {
                    projects.served(Optional.empty()).project();
                }
            } catch (MnemoException | Refusal broken) {
                parts.log().println("mnemo: " + broken.getMessage());
            }
        });
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
            Files.createDirectories(options.data());
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

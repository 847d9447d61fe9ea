package dev.mnemo.app;

import dev.mnemo.app.hook.HookResponder;
import dev.mnemo.app.hook.HookServer;
import dev.mnemo.app.mcp.McpServer;
import dev.mnemo.app.mcp.StdioTransport;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.project.ProjectMemory;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// `mnemo serve`: one agent on standard input and output. The first answer comes before anything is opened; the
/// store, the table of tools and the model are opened behind it, and the first call waits for them.
final class Serve {
    /// How it is used.
    static final String USAGE = "Usage: mnemo serve. It takes settings only, such as --tools core; an agent starts it.";

    private final Config config;
    private final String version;
    private final Path sockets;
    private final PrintStream log;

    /// @param sockets a private folder for the socket that hooks are answered on
    Serve(Config config, String version, Path sockets, PrintStream log) {
        this.config = config;
        this.version = version;
        this.sockets = sockets;
        this.log = log;
    }

    /// A private folder for sockets with a short path: the system allows about 100 bytes.
    static Path sockets() {
        var runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "");
        return runtime.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir"), "mnemo-" + System.getProperty("user.name"))
                : Path.of(runtime, "mnemo");
    }

    /// Serves until the agent closes its end.
    ///
    /// @param memory made when it is first needed
    /// @return whether every call that was under way then was finished
    boolean run(Supplier<ProjectMemory> memory, InputStream in, OutputStream out) throws InterruptedException {
        config.warnings().forEach(warning -> log.println("mnemo: " + warning));
        var opened = new Once<>(memory);
        var operations = new Once<>(() -> Operations.of(opened.get()));
        var server = new McpServer(new McpServer.Setup(
                version, config.serving().tools(), config.serving().structure(), operations, this::unexpected));
        var hooks = new AtomicReference<Optional<HookServer>>(Optional.empty());
        try {
            return new StdioTransport(server, in, out, () -> {
                        warmUp(opened, operations);
                        hooks.set(listen(opened.get()));
                    })
                    .serve();
        } finally {
            hooks.get().ifPresent(HookServer::close);
            if (opened.isMade()) {
                opened.get().close();
            }
        }
    }

    private void warmUp(Once<ProjectMemory> memory, Once<Operations> operations) {
        try {
            operations.get();
            memory.get().current();
        } catch (MnemoException broken) {
            // The first call will meet it again and say so to the agent.
            log.println("mnemo: " + broken.sentence());
        }
    }

    /// Answers hooks as long as this process lives; without a socket they take the slow path.
    private Optional<HookServer> listen(ProjectMemory memory) {
        try {
            return Optional.of(
                    HookServer.start(memory.current().store().directory(), sockets, new HookResponder(memory)));
        } catch (MnemoException broken) {
            log.println("mnemo: " + broken.sentence());
            return Optional.empty();
        }
    }

    private void unexpected(String tool, Throwable fault) {
        synchronized (log) {
            log.println("mnemo: " + tool + " failed");
            fault.printStackTrace(log);
        }
    }

    /// A value that is made when it is first asked for, by one thread; a failure is not kept.
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private volatile Optional<T> made = Optional.empty();

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        boolean isMade() {
            return made.isPresent();
        }

        @Override
        public T get() {
            var value = made;
            if (value.isEmpty()) {
                synchronized (this) {
                    value = made;
                    if (value.isEmpty()) {
                        value = Optional.of(maker.get());
                        made = value;
                    }
                }
            }
            return value.orElseThrow();
        }
    }
}

package dev.mnemo.app;

import dev.mnemo.app.cli.Commands;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.hook.HookCommand;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.install.InitCommand;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.status.StatusKeeper;
import dev.mnemo.grammars.TreeSitterOutline;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.FileEventLog;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.models.LocalModel;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.recall.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The program. The one place where configuration meets `new`, and where time and chance come from.
public final class Main {
    /// Commands during which others work in the background, which must not keep the process alive.
    private static final Set<String> STAYING = Set.of("serve", "up", "train", "cache", "user");

    /// The JDK's setting of how many threads of the system carry virtual ones; read when the first one is made.
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    /// Carriers of a server for each processor. A carrier is held while SQLite waits for the disk or a model
    /// computes, and a busy system shares its processors out among threads: beside four busy programs a server
    /// with one carrier for each processor fell behind 200 recalls a second, one with four did not.
    private static final int CARRIERS_PER_PROCESSOR = 4;

    private final Surroundings around;
    private final Config config;
    private final Path cache;
    private final InstantSource clock = InstantSource.system();

    /// The model in use; closed before the process ends, because its library does not survive being torn down while it
    /// works.
    private volatile Optional<Embedder> embedder = Optional.empty();

    /// Who keeps the status lines of the stores that were opened.
    private final List<StatusKeeper> status = new CopyOnWriteArrayList<>();

    private Main(Surroundings around) {
        this.around = around;
        this.config = Config.read(around);
        this.cache = LocalModel.cacheFolder(around.environment(), around.home());
    }

    /// Runs one command and ends the process with its exit code. Where nothing goes on in the background a process
    /// that succeeded simply ends: `System.exit` asks every jar for a logger first, a third of the time of a hook.
    public static void main(String[] args) {
        int code = run(args);
        if (code != ExitCode.DONE || List.of(args).stream().anyMatch(STAYING::contains)) {
            System.exit(code);
        }
    }

    private static int run(String... args) {
        // Standard output belongs to answers and to the protocol; whatever else prints by accident must not get there.
        var out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        try {
            if (args.length > 0 && args[0].equals("hook")) {
                return hook(
                        List.of(args).subList(1, args.length),
                        System.in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        Surroundings.ofProcess(Map.of()));
            }
            var arguments = Arguments.of(args);
            var around = Surroundings.ofProcess(arguments.settings());
            var words = arguments.words();
            var name = words.isEmpty() || words.contains("--help") || words.contains("-h") ? "" : words.getFirst();
            if (name.equals("init")) {
                return init(around, words.subList(1, words.size()), out);
            }
            if (words.size() == 2 && words.getFirst().equals("train")) {
                return train(around.path(words.getLast()));
            }
            var main = new Main(around);
            if (name.equals("up")) {
                return main.up(words.subList(1, words.size()), new PrintStream(out, true, StandardCharsets.UTF_8));
            }
            return name.equals("serve")
                    ? main.serve(words.subList(1, words.size()), System.in, out)
                    : main.command(words, out);
        } catch (Refusal usage) {
            System.err.println("mnemo: " + usage.sentence());
            return ExitCode.USAGE;
        } catch (MnemoException broken) {
            System.err.println("mnemo: " + broken.sentence());
            return ExitCode.BROKEN;
        } catch (RuntimeException fault) {
            System.err.println("mnemo: failed in a way nobody foresaw; please report what follows");
            fault.printStackTrace();
            return ExitCode.BROKEN;
        }
    }

    /// Answers one hook for the project that it is about. Always succeeds; see {@link HookCommand}.
    private static int hook(List<String> words, InputStream in, PrintStream out, Surroundings around) {
        var asked = new AtomicReference<Optional<Main>>(Optional.empty());
        HookCommand.run(words, in, out, heard -> {
            var main = new Main(around.at(heard.place(around.workingDirectory())));
            asked.set(Optional.of(main));
            return Files.isDirectory(main.config.places().store())
                    ? Optional.of(ProjectMemory.whenNeeded(
                            main.options(Optional.empty()), main.events(FileEventLog::join, false)))
                    : Optional.empty();
        });
        asked.get().ifPresent(main -> main.status.forEach(StatusKeeper::flush));
        return ExitCode.DONE;
    }

    /// Makes a folder a project and learns what is there.
    private static int init(Surroundings around, List<String> words, OutputStream out) {
        var root = InitCommand.root(words, around.workingDirectory(), around.home());
        var main = new Main(around.at(root));
        var terminal = main.terminal(out);
        try (var memory =
                ProjectMemory.open(main.options(main.modelForOneAnswer()), main.events(FileEventLog::join, false))) {
            return new InitCommand(memory, terminal).run(root);
        } finally {
            main.status.forEach(StatusKeeper::flush);
            main.embedder.ifPresent(Embedder::close);
        }
    }

    /// Does in one process what people and agents do most, so that the JVM can keep what it learned about it.
    ///
    /// @param work a folder to do it in; made if it is not there, and left behind
    private static int train(Path work) {
        var training = new Training(work);
        training.prepare();
        var main = new Main(training.surroundings());
        main.serve(List.of(), training.conversation(), OutputStream.nullOutputStream());
        var shown = new ByteArrayOutputStream();
        main.command(training.linkable(), shown);
        training.linking(shown.toString(StandardCharsets.UTF_8))
                .forEach(words -> main.command(words, OutputStream.nullOutputStream()));
        training.commands().forEach(words -> main.command(words, OutputStream.nullOutputStream()));
        var silence = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        training.hooks().forEach(event -> hook(List.of("claude"), event, silence, training.surroundings()));
        var model = ModelChoice.model(main.config, main.cache, false, _ -> {});
        try {
            var words = List.of("--port", "0", "--data", work.resolve("server").toString());
            ServerTraining.run(
                    main.server(UpOptions.parse(words, training.surroundings(), main.config.databases()), model));
        } finally {
            model.ifPresent(Embedder::close);
        }
        return ExitCode.DONE;
    }

    private int serve(List<String> words, InputStream in, OutputStream out) {
        if (!words.isEmpty()) {
            throw new Refusal("'mnemo serve' takes settings only, such as --tools core; '" + words.getFirst()
                    + "' is none. It speaks MCP on standard input and output; an agent starts it.");
        }
        try {
            boolean finished = new Serve(config, version(), Serve.sockets(), System.err)
                    .run(() -> ProjectMemory.whenNeeded(options(model(true)), events(FileEventLog::open)), in, out);
            return finished ? ExitCode.DONE : ExitCode.BROKEN;
        } catch (InterruptedException _) {
            return ExitCode.BROKEN;
        } finally {
            status.forEach(StatusKeeper::flush);
            embedder.ifPresent(Embedder::close);
        }
    }

    private int up(List<String> words, PrintStream out) {
        if (System.getProperty(CARRIERS) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(CARRIERS, Integer.toString(processors * CARRIERS_PER_PROCESSOR));
        }
        var options = UpOptions.parse(words, around, config.databases());
        config.warnings().forEach(warning -> System.err.println("mnemo: " + warning));
        var shared = ModelChoice.model(config, cache, false, warning -> System.err.println("mnemo: " + warning));
        embedder = shared;
        var up = server(options, shared);
        // Not the main thread, which the end of the process would wait for in vain.
        var failure = new AtomicReference<Optional<RuntimeException>>(Optional.empty());
        var running = Thread.ofPlatform().name("mnemo-up").start(() -> {
            try {
                up.run(out);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException fault) {
                failure.set(Optional.of(fault));
            } finally {
                shared.ifPresent(Embedder::close);
            }
        });
        Up.stopAtEnd(up, running);
        try {
            running.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        failure.get().ifPresent(fault -> {
            throw fault;
        });
        return ExitCode.DONE;
    }

    /// A server that was not started yet.
    ///
    /// @param shared the model of all memories
    private Up server(UpOptions options, Optional<Embedder> shared) {
        var forProjects = shared.filter(_ -> config.recall().retrieval() != Config.Retrieval.TFIDF);
        return new Up(
                new Up.Parts(
                        config,
                        version(),
                        root -> {
                            var main = new Main(around.at(root));
                            return ProjectMemory.whenNeeded(main.options(forProjects), main.events(FileEventLog::open));
                        },
                        shared,
                        ModelChoice.ofCache(config, cache, shared),
                        clock,
                        Chance.SOURCE,
                        System.err),
                options);
    }

    private int command(List<String> words, OutputStream out) {
        var terminal = terminal(out);
        config.warnings().forEach(warning -> System.err.println("mnemo: " + warning));
        try (var memory = ProjectMemory.whenNeeded(options(modelForOneAnswer()), events(FileEventLog::join, false))) {
            var operations = Operations.of(memory);
            var own = new OwnCommands(
                    config,
                    version(),
                    operations,
                    terminal,
                    around,
                    file -> new Keys(file, clock, Chance.SOURCE),
                    new OwnCommands.Outside(memory, clock, Chance.SOURCE));
            return new Commands(operations, own.all(), terminal).run(words);
        } finally {
            status.forEach(StatusKeeper::flush);
            embedder.ifPresent(Embedder::close);
        }
    }

    private Terminal terminal(OutputStream out) {
        boolean interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean colours =
                interactive && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                System.in, new PrintStream(out, true, StandardCharsets.UTF_8), System.err, interactive, colours);
    }

    /// The model that is configured.
    ///
    /// @param soon whether it should load at once
    private Optional<Embedder> model(boolean soon) {
        return ModelChoice.embedder(config, cache, soon, warning -> System.err.println("mnemo: " + warning));
    }

    /// The model of a process that ends after one answer: none, unless meaning alone is to decide, for loading it takes
    /// longer than answering by words. A server that runs later embeds what such a process stored.
    private Optional<Embedder> modelForOneAnswer() {
        return config.recall().retrieval() == Config.Retrieval.EMBEDDING ? model(true) : Optional.empty();
    }

    private ProjectOptions options(Optional<Embedder> model) {
        var places = config.places();
        embedder = model;
        return new ProjectOptions(
                places.root(),
                places.store(),
                places.globalStore(),
                places.registry(),
                config.recall().budgetChars(),
                config.recall().compressIntervalTurns(),
                Recipe.named(config.recall().retrieval().name().toLowerCase(Locale.ROOT)),
                embedder,
                new TreeSitterOutline(),
                ModelChoice.languageModel(config),
                clock,
                Chance.SOURCE);
    }

    /// Where chance comes from; made when it is first needed, because that takes a while.
    private static final class Chance {
        private static final RandomGenerator SOURCE = () -> Secure.SOURCE.nextLong();

        private static final class Secure {
            private static final RandomGenerator SOURCE = new SecureRandom();
        }
    }

    private interface LogMaker {
        EventLog of(Path directory, InstantSource clock, Supplier<ZoneId> zone, RandomGenerator random);
    }

    private Function<Path, EventLog> events(LogMaker maker) {
        return events(maker, true);
    }

    /// @param lives whether this process goes on after its first answer
    private Function<Path, EventLog> events(LogMaker maker, boolean lives) {
        return store -> {
            var log = maker.of(store.resolve("logs"), clock, ZoneId::systemDefault, Chance.SOURCE);
            var name = String.valueOf(config.places().root().getFileName());
            var keeper = new StatusKeeper(log, store, name, clock, ZoneId::systemDefault, lives);
            status.add(keeper);
            return keeper;
        };
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

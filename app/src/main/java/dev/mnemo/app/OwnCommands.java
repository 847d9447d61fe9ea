package dev.mnemo.app;

import dev.mnemo.app.backup.BackupCommand;
import dev.mnemo.app.backup.RestoreCommand;
import dev.mnemo.app.cache.CacheCommand;
import dev.mnemo.app.cache.CalibrateCommand;
import dev.mnemo.app.cli.Commands.Command;
import dev.mnemo.app.cli.Completion;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Table;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.doctor.DoctorCommand;
import dev.mnemo.app.doctor.Patient;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.importer.ImportCommand;
import dev.mnemo.app.install.InitCommand;
import dev.mnemo.app.install.InstallCommand;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.status.StatusLineCommand;
import dev.mnemo.app.tui.WatchCommand;
import dev.mnemo.app.user.UserCommand;
import dev.mnemo.documents.TikaText;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.models.LocalModel;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.registry.ProjectRegistry;
import dev.mnemo.user.NeuroMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The commands that are about the program and not about a memory.
final class OwnCommands {
    private final Config config;
    private final String version;
    private final Operations operations;
    private final Terminal terminal;
    private final Surroundings around;
    private final Function<Path, Keys> keysOf;
    private final Outside outside;

    /// What commands about memories work with.
    ///
    /// @param memory the memory of the project at hand
    record Outside(ProjectMemory memory, InstantSource clock, RandomGenerator random) {}

    /// @param keysOf the keys of a server in a file
    OwnCommands(
            Config config,
            String version,
            Operations operations,
            Terminal terminal,
            Surroundings around,
            Function<Path, Keys> keysOf,
            Outside outside) {
        this.config = config;
        this.version = version;
        this.operations = operations;
        this.terminal = terminal;
        this.around = around;
        this.keysOf = keysOf;
        this.outside = outside;
    }

    List<Command> all() {
        return List.of(
                new Command(
                        "init",
                        "Make a folder a project and learn what is there: mnemo init [PATH].",
                        InitCommand.USAGE,
                        _ -> ExitCode.USAGE),
                new Command(
                        "install",
                        "Tell coding agents about Mnemo: mnemo install [--agent NAME].",
                        InstallCommand.USAGE,
                        this::install),
                new Command("hook", "Answer an editor's hook; agents call it.", _ -> ExitCode.DONE),
                new Command(
                        "statusline",
                        "Print one line for the status bar of an agent; agents call it.",
                        words -> new StatusLineCommand(config.places().store(), outside.clock(), terminal.out())
                                .run(words)),
                new Command(
                        "cache",
                        "Look after a response cache: mnemo cache import|export|stats|check|clear|calibrate.",
                        CacheCommand.USAGE,
                        this::cache),
                new Command(
                        "user",
                        "Look after the memory of people: mnemo user stats|export|import|erase|verify-erasure|reembed.",
                        UserCommand.USAGE,
                        words -> new UserCommand(userSurroundings(), terminal.out()).run(words)),
                new Command(
                        "serve",
                        "Speak MCP with an agent on standard input and output.",
                        Serve.USAGE,
                        _ -> ExitCode.USAGE),
                new Command(
                        "up",
                        "Start the server: dashboard, REST and MCP over HTTP: mnemo up [--port 7077].",
                        UpOptions.USAGE,
                        _ -> ExitCode.USAGE),
                new Command(
                        "key",
                        "Make, list and revoke the keys of a server that others reach: mnemo key create --role reader.",
                        KeyCommand.USAGE,
                        words -> new KeyCommand(terminal, keysOf, around).run(words)),
                new Command(
                        "watch",
                        "Watch what happens in the memory, as it happens: mnemo watch [--tail N] [--log FILE].",
                        WatchCommand.USAGE,
                        this::watch),
                new Command(
                        "doctor",
                        "Find what is wrong on this machine and say what to do: mnemo doctor [--json].",
                        DoctorCommand.USAGE,
                        this::doctor),
                new Command(
                        "import",
                        "Take over what another memory knows: mnemo import PATH [--dry-run].",
                        ImportCommand.USAGE,
                        this::importFrom),
                new Command(
                        "backup",
                        "Save everything in one file: mnemo backup FILE.",
                        BackupCommand.USAGE,
                        words -> new BackupCommand(saved(), version, outside.clock(), terminal).run(words)),
                new Command(
                        "restore",
                        "Put back what a backup saved: mnemo restore FILE.",
                        RestoreCommand.USAGE,
                        this::restore),
                new Command(
                        "completion",
                        "Print what lets a shell complete commands: mnemo completion bash|zsh|fish.",
                        Completion.USAGE,
                        this::completion),
                new Command(
                        "config",
                        "Show every setting, its value and where that comes from.",
                        "Usage: mnemo config [--json]",
                        this::config),
                new Command("tools", "List the tools that agents have.", "Usage: mnemo tools [--json]", this::tools),
                new Command("version", "Show the version.", "Usage: mnemo version [--json]", this::version));
    }

    private int completion(List<String> words) {
        var flags = Arrays.stream(Setting.values())
                .map(Setting::key)
                .filter(key -> !key.isEmpty())
                .map(key -> "--" + key)
                .toList();
        terminal.out().print(new Completion(operations, all(), flags).script(words));
        return ExitCode.DONE;
    }

    private UserCommand.Around userSurroundings() {
        return new UserCommand.Around(
                around.environment(), around::path, outside.clock(), outside.random(), this::embedder);
    }

    private int install(List<String> words) {
        return new InstallCommand(around.home(), config.places().root(), around.environment(), terminal.out())
                .run(words);
    }

    private int cache(List<String> words) {
        if (!words.isEmpty() && words.getFirst().equals("calibrate")) {
            return new CalibrateCommand(this::embedder, around::path, terminal).run(words.subList(1, words.size()));
        }
        return new CacheCommand(around.environment(), around::path, terminal.out()).run(words);
    }

    private int watch(List<String> words) {
        var places = config.places();
        var name = String.valueOf(places.root().getFileName());
        return new WatchCommand(
                        places.store().resolve("logs"),
                        name,
                        around::path,
                        around.environment(),
                        ZoneId.systemDefault())
                .run(words, terminal);
    }

    private int doctor(List<String> words) {
        var models = LocalModel.cacheFolder(around.environment(), around.home());
        return new DoctorCommand(new Patient(
                        config.places().root(),
                        config.places().store(),
                        around.home(),
                        UpOptions.data(around),
                        UpOptions.PORT,
                        around.environment(),
                        Arrays.stream(Setting.values()).map(Setting::variable).toList(),
                        config.warnings(),
                        warn -> ModelChoice.embedder(config, models, false, warn),
                        outside.clock()))
                .run(words, terminal);
    }

    private int importFrom(List<String> words) {
        var user = around.environment().getOrDefault("USER", "");
        return new ImportCommand(
                        outside.memory(),
                        this::people,
                        new ImportCommand.Here(
                                String.valueOf(config.places().root().getFileName()),
                                UpOptions.data(around),
                                user.isBlank() ? "me" : user,
                                around::path),
                        terminal)
                .run(words);
    }

    /// The memory of people that a server has; what it learns here is worked on by the server. A folder that is named
    /// counts more than a database that is configured.
    private NeuroMemory people(Path data) {
        var server = data.equals(UpOptions.data(around)) ? config.databases().postgres() : "";
        var address = server.isEmpty() ? data.resolve(Memories.USERS_FILE).toString() : server;
        var builder = NeuroMemory.builder(address, outside.clock(), outside.random())
                .autoExtract(false)
                .extractor(new TikaText());
        return config.users().open(builder, outside.random());
    }

    private int restore(List<String> words) {
        var registry = new ProjectRegistry(config.places().registry());
        return new RestoreCommand(saved(), registry::register, outside.clock(), terminal).run(words);
    }

    /// What a backup holds.
    private dev.mnemo.app.backup.Places saved() {
        var places = config.places();
        var projects = new HashMap<String, Path>();
        var registry = new ProjectRegistry(places.registry());
        registry.entries().forEach(entry -> projects.put(entry.name(), entry.store()));
        if (Files.isDirectory(places.store()) && !projects.containsValue(places.store())) {
            projects.putIfAbsent(String.valueOf(places.root().getFileName()), places.store());
        }
        var elsewhere = Arrays.stream(Setting.values())
                .map(Setting::variable)
                .filter(variable ->
                        around.environment().getOrDefault(variable, "").matches("(?:postgres|redis).*"))
                .toList();
        return new dev.mnemo.app.backup.Places(
                projects,
                places.globalStore(),
                UpOptions.data(around),
                around.home().resolve(".mnemo"),
                around::path,
                elsewhere);
    }

    private Optional<Embedder> embedder() {
        var folder = LocalModel.cacheFolder(around.environment(), around.home());
        return ModelChoice.embedder(config, folder, false, terminal.err()::println);
    }

    private int config(List<String> words) {
        if (isJson("config", words)) {
            var members = Json.Obj.EMPTY;
            for (var value : config.values()) {
                members = members.with(name(value.setting()), RecordJson.of(value));
            }
            terminal.out().println(members.pretty());
            return ExitCode.DONE;
        }
        var table = new Table("setting", "value", "from", "what it is");
        config.values()
                .forEach(value -> table.row(
                        name(value.setting()),
                        value.text().isEmpty() ? "-" : value.text(),
                        value.from(),
                        value.setting().about()));
        terminal.out().print(table);
        terminal.out().println("\nFlags (--recall-budget 8000) win over variables (MNEMO_RECALL_BUDGET).");
        return ExitCode.DONE;
    }

    private static String name(Setting setting) {
        return setting.isSecret() ? setting.variable() : setting.key();
    }

    private int tools(List<String> words) {
        if (isJson("tools", words)) {
            terminal.out()
                    .println(Json.array(operations.all().stream()
                                    .map(operation -> Json.Obj.EMPTY
                                            .with("name", operation.name())
                                            .with("title", operation.title())
                                            .with("summary", operation.summary())
                                            .with("effect", lower(operation.effect()))
                                            .with("audience", lower(operation.audience()))
                                            .with("input", operation.inputSchema())
                                            .with("output", operation.outputSchema()))
                                    .toList())
                            .pretty());
            return ExitCode.DONE;
        }
        var table = new Table("tool", "effect", "shown to", "what it does");
        operations
                .all()
                .forEach(operation -> table.row(
                        operation.name(), lower(operation.effect()), lower(operation.audience()), operation.title()));
        terminal.out().print(table);
        return ExitCode.DONE;
    }

    private int version(List<String> words) {
        if (isJson("version", words)) {
            terminal.out().println(Json.Obj.EMPTY.with("version", version).compact());
        } else {
            terminal.out().println("mnemo " + version + " (Java " + Runtime.version() + ")");
        }
        return ExitCode.DONE;
    }

    private static boolean isJson(String command, List<String> words) {
        if (words.isEmpty() || words.equals(List.of("--json"))) {
            return !words.isEmpty();
        }
        throw new Refusal("'mnemo " + command + "' takes nothing but --json.");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

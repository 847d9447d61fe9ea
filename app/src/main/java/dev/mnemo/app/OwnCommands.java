package dev.mnemo.app;

import dev.mnemo.app.cache.CacheCommand;
import dev.mnemo.app.cache.CalibrateCommand;
import dev.mnemo.app.cli.Commands.Command;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Table;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.http.Keys;
import dev.mnemo.app.install.InstallCommand;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.models.LocalModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The commands that are about the program and not about a memory.
final class OwnCommands {
    private final Config config;
    private final String version;
    private final Operations operations;
    private final Terminal terminal;
    private final Surroundings around;
    private final Function<Path, Keys> keysOf;

    /// @param keysOf the keys of a server in a file
    OwnCommands(
            Config config,
            String version,
            Operations operations,
            Terminal terminal,
            Surroundings around,
            Function<Path, Keys> keysOf) {
        this.config = config;
        this.version = version;
        this.operations = operations;
        this.terminal = terminal;
        this.around = around;
        this.keysOf = keysOf;
    }

    List<Command> all() {
        return List.of(
                new Command(
                        "init",
                        "Make a folder a project and learn what is there: mnemo init [PATH].",
                        _ -> ExitCode.USAGE),
                new Command("install", "Tell coding agents about Mnemo: mnemo install [--agent NAME].", this::install),
                new Command("hook", "Answer an editor's hook; agents call it.", _ -> ExitCode.DONE),
                new Command(
                        "cache",
                        "Look after a response cache: mnemo cache import|export|stats|check|clear|calibrate.",
                        this::cache),
                new Command("serve", "Speak MCP with an agent on standard input and output.", _ -> ExitCode.USAGE),
                new Command(
                        "up",
                        "Start the server: dashboard, REST and MCP over HTTP: mnemo up [--port 7077].",
                        _ -> ExitCode.USAGE),
                new Command(
                        "key",
                        "Make, list and revoke the keys of a server that others reach: mnemo key create --role reader.",
                        words -> new KeyCommand(terminal, keysOf, around).run(words)),
                new Command("config", "Show every setting, its value and where that comes from.", this::config),
                new Command("tools", "List the tools that agents have.", this::tools),
                new Command("version", "Show the version.", this::version));
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

package dev.mnemo.app.install;

import dev.mnemo.app.install.HookEntries.Wanted;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Plans and makes the edits that put Mnemo into an agent's configuration: the MCP server and the hooks. Running it
/// again changes nothing; what others wrote stays; a file that cannot be understood is never touched.
public final class Installer {
    /// What a backup of an edited file is called: the file's name and this.
    public static final String BACKUP_SUFFIX = ".before-mnemo";

    private static final String STATUS_LINE = "statusLine";
    private static final int TIMEOUT_SECONDS = 5;
    private static final int TIMEOUT_MILLIS = 5_000;

    private static final List<Wanted> CLAUDE_HOOKS = List.of(
            new Wanted("SessionStart", "startup|resume|clear|compact", TIMEOUT_SECONDS),
            new Wanted("UserPromptSubmit", "", TIMEOUT_SECONDS),
            new Wanted("PreToolUse", "Read|Edit|Write", TIMEOUT_SECONDS),
            new Wanted("PostToolUse", "Edit|Write", TIMEOUT_SECONDS),
            new Wanted("PostToolUseFailure", "Bash", TIMEOUT_SECONDS),
            new Wanted("Stop", "", TIMEOUT_SECONDS),
            new Wanted("PreCompact", "", TIMEOUT_SECONDS));

    private static final List<Wanted> CODEX_HOOKS = List.of(
            new Wanted("SessionStart", "", TIMEOUT_SECONDS),
            new Wanted("UserPromptSubmit", "", TIMEOUT_SECONDS),
            new Wanted("PreToolUse", "", TIMEOUT_SECONDS),
            new Wanted("PostToolUse", "", TIMEOUT_SECONDS),
            new Wanted("Stop", "", TIMEOUT_SECONDS),
            new Wanted("PreCompact", "", TIMEOUT_SECONDS));

    private static final List<Wanted> GEMINI_HOOKS = List.of(
            new Wanted("SessionStart", "", TIMEOUT_MILLIS),
            new Wanted("BeforeAgent", "", TIMEOUT_MILLIS),
            new Wanted("BeforeTool", "read_file|replace|write_file", TIMEOUT_MILLIS),
            new Wanted("AfterTool", "replace|write_file", TIMEOUT_MILLIS),
            new Wanted("PreCompress", "", TIMEOUT_MILLIS));

    private static final List<String> CURSOR_HOOKS =
            List.of("sessionStart", "beforeSubmitPrompt", "preToolUse", "postToolUse", "preCompact", "stop");

    private static final List<String> COPILOT_HOOKS =
            List.of("sessionStart", "userPromptSubmitted", "preToolUse", "postToolUse", "agentStop");

    private static final Pattern CODEX_TABLE =
            Pattern.compile("(?m)^\\[mcp_servers\\.mnemo(?:\\.[^\\]]*)?\\][^\\n]*\\n(?:(?!\\[)[^\\n]*(?:\\n|\\z))*");

    private final Path home;
    private final Path project;
    private final String launcher;
    private final boolean statusLine;

    /// @param home the person's folder, in which the agents keep their configuration
    /// @param project the project at hand, for agents whose hooks live in the repository
    /// @param launcher the command that starts Mnemo: `mnemo` if it is on PATH, otherwise its absolute path
    public Installer(Path home, Path project, String launcher) {
        this(home, project, launcher, false);
    }

    private Installer(Path home, Path project, String launcher, boolean statusLine) {
        this.home = home;
        this.project = project;
        this.launcher = launcher;
        this.statusLine = statusLine;
    }

    /// The same, which also sets the status line of agents that can run a command for it, unless there is another.
    public Installer withStatusLine() {
        return new Installer(home, project, launcher, true);
    }

    /// The edits that install Mnemo for an agent, or remove it; files that need no change are among them.
    ///
    /// @throws Refusal if a file cannot be understood; it names the file and changes nothing
    public List<Edit> plan(Agent agent, boolean uninstall) {
        return switch (agent) {
            case CLAUDE ->
                List.of(
                        json(
                                home.resolve(".claude.json"),
                                "MCP server",
                                server(uninstall, "mcpServers", claudeServer())),
                        json(
                                home.resolve(".claude/settings.json"),
                                statusLine ? "hooks and status line" : "hooks",
                                settings -> statusLine(uninstall)
                                        .apply(nested(uninstall, hook(""), CLAUDE_HOOKS)
                                                .apply(settings))));
            case CODEX ->
                List.of(
                        codexServer(uninstall),
                        json(
                                home.resolve(".codex/hooks.json"),
                                "hooks",
                                nested(uninstall, hook(" codex"), CODEX_HOOKS)));
            case GEMINI ->
                List.of(json(
                        home.resolve(".gemini/settings.json"),
                        "MCP server and hooks",
                        settings -> nested(uninstall, hook(" gemini"), GEMINI_HOOKS)
                                .apply(server(uninstall, "mcpServers", plainServer())
                                        .apply(settings))));
            case CURSOR ->
                List.of(
                        json(
                                home.resolve(".cursor/mcp.json"),
                                "MCP server",
                                server(uninstall, "mcpServers", plainServer())),
                        json(home.resolve(".cursor/hooks.json"), "hooks", cursorHooks(uninstall)));
            case COPILOT ->
                List.of(
                        json(
                                home.resolve(".copilot/mcp-config.json"),
                                "MCP server",
                                server(uninstall, "mcpServers", copilotServer())),
                        whole(
                                project.resolve(".github/hooks/mnemo.json"),
                                "hooks of this project",
                                uninstall,
                                copilotHooks()));
            case OPENCODE ->
                List.of(
                        json(
                                home.resolve(".config/opencode/opencode.json"),
                                "MCP server",
                                server(uninstall, "mcp", openCodeServer())),
                        whole(
                                home.resolve(".config/opencode/plugins/mnemo.ts"),
                                "plugin that calls the hooks",
                                uninstall,
                                openCodePlugin()));
        };
    }

    /// Makes the edits that change something. Each file is replaced atomically; what was there before the first edit is
    /// kept beside it as a backup; a file in which nothing but ours is left goes without one.
    public void apply(List<Edit> edits) {
        for (var edit : edits) {
            if (edit.changes()) {
                apply(edit);
            }
        }
    }

    private static void apply(Edit edit) {
        try {
            var file = Files.exists(edit.file()) ? edit.file().toRealPath() : edit.file();
            Files.createDirectories(file.getParent());
            var backup = file.resolveSibling(file.getFileName() + BACKUP_SUFFIX);
            if (edit.after().isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            if (!edit.before().isEmpty() && Files.notExists(backup)) {
                Files.copy(file, backup, StandardCopyOption.COPY_ATTRIBUTES);
            }
            var temporary = Files.createTempFile(file.getParent(), ".mnemo", ".tmp");
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(edit.after().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file " + edit.file() + " cannot be changed: " + fault.getMessage() + ".",
                    "Check its permissions and run the command again.",
                    fault);
        }
    }

    private String hook(String dialect) {
        return program() + " hook" + dialect;
    }

    /// The launcher as a shell takes it.
    private String program() {
        return launcher.contains(" ") ? "\"" + launcher + "\"" : launcher;
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException fault) {
            throw new Refusal(
                    "The file " + file
                            + " cannot be read as UTF-8 text; nothing was changed. Mend it and run the command again.",
                    fault);
        }
    }

    private static Edit json(Path file, String what, UnaryOperator<Json.Obj> change) {
        var before = text(file);
        try {
            var settings = before.isBlank() ? Json.Obj.EMPTY : Json.parseObject(before);
            var changed = change.apply(settings);
            if (changed.equals(settings)) {
                return new Edit(file, before, before, what);
            }
            return new Edit(file, before, changed.members().isEmpty() ? "" : changed.readable() + "\n", what);
        } catch (JsonFault fault) {
            throw new Refusal(
                    "The file " + file + " is " + fault.getMessage()
                            + "; nothing was changed. Mend it (comments are not understood) and run the command again.",
                    fault);
        }
    }

    private static Edit whole(Path file, String what, boolean uninstall, String content) {
        return new Edit(file, text(file), uninstall ? "" : content, what);
    }

    private static UnaryOperator<Json.Obj> server(boolean uninstall, String key, Json.Obj server) {
        return settings -> {
            if (uninstall) {
                return HookEntries.withoutInner(settings, key, "mnemo");
            }
            return settings.object(key).object("mnemo").equals(server)
                    ? settings
                    : HookEntries.withInner(settings, key, "mnemo", server);
        };
    }

    private UnaryOperator<Json.Obj> nested(boolean uninstall, String command, List<Wanted> wanted) {
        var entries = new HookEntries(command);
        return settings -> {
            var hooks = settings.object("hooks");
            if (uninstall) {
                return settings.has("hooks")
                        ? HookEntries.withOrWithout(settings, "hooks", entries.uninstall(hooks))
                        : settings;
            }
            return settings.with("hooks", entries.install(hooks, wanted));
        };
    }

    /// Ours goes in where there is none, and goes out wherever it is; that of others stays.
    private UnaryOperator<Json.Obj> statusLine(boolean uninstall) {
        return settings -> {
            var ours = settings.object(STATUS_LINE).string("command", "").endsWith(" statusline");
            if (uninstall) {
                return ours ? settings.without(STATUS_LINE) : settings;
            }
            return statusLine && (ours || !settings.has(STATUS_LINE))
                    ? settings.with(
                            STATUS_LINE,
                            Json.Obj.EMPTY.with("type", "command").with("command", program() + " statusline"))
                    : settings;
        };
    }

    private Json.Obj plainServer() {
        return Json.Obj.EMPTY.with("command", launcher).with("args", Json.strings(List.of("serve")));
    }

    private Json.Obj claudeServer() {
        return Json.Obj.EMPTY
                .with("type", "stdio")
                .with("command", launcher)
                .with("args", Json.strings(List.of("serve")))
                .with("env", Json.Obj.EMPTY);
    }

    private Json.Obj copilotServer() {
        return Json.Obj.EMPTY
                .with("type", "local")
                .with("command", launcher)
                .with("args", Json.strings(List.of("serve")))
                .with("tools", Json.strings(List.of("*")));
    }

    private Json.Obj openCodeServer() {
        return Json.Obj.EMPTY
                .with("type", "local")
                .with("command", Json.strings(List.of(launcher, "serve")))
                .with("enabled", true);
    }

    private Edit codexServer(boolean uninstall) {
        var file = home.resolve(".codex/config.toml");
        var before = text(file);
        var others = CODEX_TABLE.matcher(before).replaceAll("");
        if (uninstall) {
            return new Edit(file, before, others.isBlank() ? "" : others.stripTrailing() + "\n", "MCP server");
        }
        var table = "[mcp_servers.mnemo]\ncommand = " + Json.of(launcher).compact() + "\nargs = [\"serve\"]\n";
        if (before.contains(table)) {
            return new Edit(file, before, before, "MCP server");
        }
        var after = others.isBlank() ? table : others.stripTrailing() + "\n\n" + table;
        return new Edit(file, before, after, "MCP server");
    }

    private UnaryOperator<Json.Obj> cursorHooks(boolean uninstall) {
        var ours = Json.Obj.EMPTY.with("command", hook(" cursor"));
        return settings -> {
            var hooks = settings.object("hooks");
            for (var event : CURSOR_HOOKS) {
                var others = hooks.array(event).items().stream()
                        .filter(entry -> !entry.equals(ours))
                        .toList();
                if (uninstall) {
                    hooks = others.isEmpty() ? hooks.without(event) : hooks.with(event, Json.array(others));
                } else if (!hooks.array(event).items().contains(ours)) {
                    hooks = hooks.with(
                            event,
                            Json.array(java.util.stream.Stream.concat(others.stream(), java.util.stream.Stream.of(ours))
                                    .toList()));
                }
            }
            if (uninstall) {
                var rest = HookEntries.withOrWithout(settings, "hooks", hooks);
                return rest.equals(Json.Obj.EMPTY.with("version", 1)) ? Json.Obj.EMPTY : rest;
            }
            return (settings.has("version") ? settings : settings.with("version", 1)).with("hooks", hooks);
        };
    }

    private String copilotHooks() {
        var hooks = Json.Obj.EMPTY;
        for (var event : COPILOT_HOOKS) {
            hooks = hooks.with(
                    event,
                    Json.array(List.of(Json.Obj.EMPTY
                            .with("type", "command")
                            .with("bash", hook(" copilot " + event))
                            .with("timeoutSec", TIMEOUT_SECONDS))));
        }
        return Json.Obj.EMPTY.with("version", 1).with("hooks", hooks).readable() + "\n";
    }

    private String openCodePlugin() {
        return """
                // Tells Mnemo which files OpenCode changed, so that claims about them are checked. Written by `mnemo install`.
                export const Mnemo = async ({ $, directory }) => ({
                  "tool.execute.after": async (input) => {
                    if (input.tool !== "edit" && input.tool !== "write") return
                    const event = JSON.stringify({
                      hook_event_name: "PostToolUse",
                      tool_name: input.tool,
                      tool_input: input.args ?? {},
                      session_id: input.sessionID,
                      cwd: directory,
                    })
                    await $`${LAUNCHER} hook < ${new Response(event)}`.quiet().nothrow()
                  },
                })
                """.replace("LAUNCHER", Json.of(launcher).compact());
    }
}

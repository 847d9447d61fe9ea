package dev.mnemo.app.install;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// `mnemo install`: puts Mnemo into the configuration of coding agents, or takes it out.
public final class InstallCommand {
    /// How the command is used.
    public static final String USAGE = """
            Usage: mnemo install [--agent claude|codex|gemini|cursor|copilot|opencode|all] [--dry-run] [--uninstall]
                                 [--statusline]
            Without --agent, every agent that has a configuration folder here; Claude Code if none has.
            --statusline also has Claude Code show what the memory does, unless it shows something else there.
            Every edited file is kept once as <file>.before-mnemo. Running it again changes nothing.""";

    private static final Map<Agent, String> FOLDERS = Map.of(
            Agent.CLAUDE, ".claude",
            Agent.CODEX, ".codex",
            Agent.GEMINI, ".gemini",
            Agent.CURSOR, ".cursor",
            Agent.COPILOT, ".copilot",
            Agent.OPENCODE, ".config/opencode");

    private final Path home;
    private final Path project;
    private final Map<String, String> environment;
    private final PrintStream out;

    /// @param home the person's folder
    /// @param project the project at hand
    /// @param environment `MNEMO_LAUNCHER` is the script that started this process, `PATH` where commands are found
    /// @param out where the report goes
    public InstallCommand(Path home, Path project, Map<String, String> environment, PrintStream out) {
        this.home = home;
        this.project = project;
        this.environment = environment;
        this.out = out;
    }

    /// Runs the command.
    ///
    /// @param words what followed `install`
    /// @return an exit code
    /// @throws Refusal for a word that is not understood or a file that cannot be
    public int run(List<String> words) {
        var agents = new LinkedHashSet<Agent>();
        boolean dryRun = false;
        boolean uninstall = false;
        boolean statusLine = false;
        for (var word = words.iterator(); word.hasNext(); ) {
            var option = word.next();
            switch (option) {
                case "--agent" -> agents.addAll(Agent.parse(word.hasNext() ? word.next() : ""));
                case "--dry-run" -> dryRun = true;
                case "--uninstall" -> uninstall = true;
                case "--statusline" -> statusLine = true;
                case "--help", "-h" -> {
                    out.println(USAGE);
                    return ExitCode.DONE;
                }
                default -> {
                    if (!option.startsWith("--agent=")) {
                        throw new Refusal("'mnemo install' does not take '" + option + "'.\n" + USAGE);
                    }
                    agents.addAll(Agent.parse(option.substring("--agent=".length())));
                }
            }
        }
        var plain = new Installer(home, project, launcher(environment));
        var installer = statusLine ? plain.withStatusLine() : plain;
        var present = present(home);
        for (var agent : !agents.isEmpty() ? agents : present.isEmpty() ? List.of(Agent.CLAUDE) : present) {
            install(installer, agent, dryRun, uninstall);
        }
        if (!dryRun && !uninstall) {
            out.println("\nNext: 'mnemo init' in a project, then start the agent there.");
        }
        return ExitCode.DONE;
    }

    private void install(Installer installer, Agent agent, boolean dryRun, boolean uninstall) {
        out.println(agent.title() + ":");
        var edits = installer.plan(agent, uninstall);
        for (var edit : edits) {
            var what = edit.what() + " in " + edit.file();
            if (!edit.changes()) {
                out.println("  " + (uninstall ? "nothing of Mnemo" : "already there") + ": " + what);
            } else {
                out.println("  " + (dryRun ? "would " : "") + (uninstall ? "remove " : "write ") + what);
                if (dryRun) {
                    difference(edit).forEach(line -> out.println("    " + line));
                }
            }
        }
        if (!dryRun) {
            installer.apply(edits);
        }
    }

    /// The lines that go and the lines that come, in that order: what both texts have at the start and the end is left
    /// out.
    private static List<String> difference(Edit edit) {
        var before = edit.before().lines().toList();
        var after = edit.after().lines().toList();
        int start = 0;
        while (start < Math.min(before.size(), after.size())
                && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(before.size(), after.size()) - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        var lines = new ArrayList<String>();
        before.subList(start, before.size() - end).forEach(line -> lines.add("- " + line));
        after.subList(start, after.size() - end).forEach(line -> lines.add("+ " + line));
        return lines;
    }

    /// The agents that have a configuration folder in a person's folder.
    public static List<Agent> present(Path home) {
        return Arrays.stream(Agent.values())
                .filter(agent -> Files.isDirectory(home.resolve(FOLDERS.getOrDefault(agent, "."))))
                .toList();
    }

    /// `mnemo` if that is what PATH finds, so that the configuration survives a move; otherwise the script's own path.
    ///
    /// @param environment `MNEMO_LAUNCHER` is the script that started this process, `PATH` where commands are found
    public static String launcher(Map<String, String> environment) {
        var launcher = environment.getOrDefault("MNEMO_LAUNCHER", "mnemo");
        for (var folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            var candidate = Path.of(folder.isEmpty() ? "." : folder).resolve("mnemo");
            try {
                if (Files.isExecutable(candidate)) {
                    return Files.isSameFile(candidate, Path.of(launcher)) ? "mnemo" : launcher;
                }
            } catch (IOException unreadable) {
                return launcher;
            }
        }
        return launcher;
    }
}

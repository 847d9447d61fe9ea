package dev.mnemo.app.doctor;

import dev.mnemo.app.install.Agent;
import dev.mnemo.app.install.Edit;
import dev.mnemo.app.install.InstallCommand;
import dev.mnemo.app.install.Installer;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The coding agents of this person: whether they know Mnemo, and whether what they know still holds.
final class AgentChecks {
    /// An absolute path of the launcher as configurations write it, in front of a quotation mark or a word.
    private static final Pattern LAUNCHER = Pattern.compile("(/[^\"\\n]*?/mnemo)(?=[\\\\\" ])");

    private final Patient patient;

    AgentChecks(Patient patient) {
        this.patient = patient;
    }

    List<Finding> run() {
        var findings = new ArrayList<Finding>();
        var present = InstallCommand.present(patient.home());
        var installer = new Installer(patient.home(), patient.root(), InstallCommand.launcher(patient.environment()));
        for (var agent : present) {
            findings.add(agent(installer, agent));
        }
        if (present.isEmpty()) {
            findings.add(
                    Finding.warning(
                            "agents",
                            "No coding agent that Mnemo knows has a configuration here.",
                            "Run `mnemo install --agent NAME` for the one you use, or add the MCP server `mnemo serve` to it."));
        }
        return findings;
    }

    private static Finding agent(Installer installer, Agent agent) {
        var again = "Run `mnemo install --agent " + agent.id() + "`.";
        List<Edit> edits;
        try {
            edits = installer.plan(agent, false);
        } catch (Refusal unreadable) {
            return Finding.problem("agents", agent.title() + ": " + unreadable.sentence(), "Mend the file by hand.");
        }
        var gone = new LinkedHashSet<String>();
        for (var edit : edits) {
            LAUNCHER.matcher(edit.before())
                    .results()
                    .map(found -> found.group(1))
                    .filter(path -> !Files.isExecutable(Path.of(path)))
                    .forEach(gone::add);
        }
        if (!gone.isEmpty()) {
            return Finding.problem(
                    "agents",
                    agent.title() + " is told to start " + String.join(", ", gone) + ", which is not there.",
                    "Run `mnemo install --agent " + agent.id() + "`, and take the old entries out of "
                            + edits.getFirst().file() + " if they stay.");
        }
        boolean plugin = edits.stream().anyMatch(edit -> edit.before().contains("\"mnemo@"));
        boolean hooks = edits.stream().anyMatch(edit -> edit.before().contains("mnemo hook"));
        if (plugin && hooks) {
            return Finding.warning(
                    "agents",
                    agent.title() + " has Mnemo twice: as a plugin and in its settings; each hook runs twice.",
                    "Keep one: `mnemo install --agent " + agent.id() + " --uninstall`, or remove the plugin.");
        }
        if (plugin) {
            return Finding.ok("agents", agent.title() + " has Mnemo as a plugin.");
        }
        boolean knows = edits.stream().anyMatch(edit -> edit.before().contains("mnemo"));
        var missing = edits.stream().filter(Edit::changes).map(Edit::what).toList();
        if (!knows) {
            return Finding.warning("agents", agent.title() + " does not know Mnemo.", again);
        }
        if (!missing.isEmpty()) {
            return Finding.warning(
                    "agents", agent.title() + " lacks or has an older " + String.join(", ", missing) + ".", again);
        }
        long backups = edits.stream()
                .filter(edit ->
                        Files.exists(edit.file().resolveSibling(edit.file().getFileName() + Installer.BACKUP_SUFFIX)))
                .count();
        return Finding.ok(
                "agents",
                agent.title() + " knows Mnemo"
                        + (backups == 0
                                ? "."
                                : "; its files from before are kept as *" + Installer.BACKUP_SUFFIX + "."));
    }
}

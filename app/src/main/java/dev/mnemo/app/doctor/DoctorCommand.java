package dev.mnemo.app.doctor;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.doctor.Finding.Level;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import java.util.ArrayList;
import java.util.List;

/// `mnemo doctor`: looks at everything that Mnemo needs on this machine and says what to do where something is wrong.
/// Changes nothing.
public final class DoctorCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo doctor [--json]
        Looks at Java, launcher, settings, model, clock, store, disk, server, data folder, configured servers and coding
        agents. Changes nothing. Exit code 0: no problem (there may be warnings); 1: at least one problem.\
        """;

    private static final int AREA_COLUMNS = 11;

    private final Patient patient;

    public DoctorCommand(Patient patient) {
        this.patient = patient;
    }

    /// Runs the command.
    ///
    /// @param words what followed `doctor`
    /// @return an exit code
    public int run(List<String> words, Terminal terminal) {
        boolean json = words.equals(List.of("--json"));
        if (!words.isEmpty() && !json) {
            throw new Refusal("'mnemo doctor' takes nothing but --json.");
        }
        var findings = examine();
        boolean sound = findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
        if (json) {
            terminal.out().println(json(findings, sound).pretty());
        } else {
            show(findings, terminal);
        }
        return sound ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /// Everything that was found, in the order of the checks.
    List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        findings.addAll(new ProgramChecks(patient).run());
        findings.addAll(new StoreChecks(patient).run());
        findings.addAll(new ServerChecks(patient).run());
        findings.addAll(new AgentChecks(patient).run());
        return findings;
    }

    private static Json.Obj json(List<Finding> findings, boolean sound) {
        return Json.Obj.EMPTY
                .with("sound", sound)
                .with("problems", count(findings, Level.PROBLEM))
                .with("warnings", count(findings, Level.WARNING))
                .with(
                        "findings",
                        Json.array(findings.stream().map(RecordJson::of).toList()));
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static void show(List<Finding> findings, Terminal terminal) {
        for (var finding : findings) {
            var mark = switch (finding.level()) {
                case OK -> "ok      ";
                case WARNING -> "warning ";
                case PROBLEM -> "PROBLEM ";
            };
            var area = finding.area()
                    + " ".repeat(Math.max(1, AREA_COLUMNS - finding.area().length()));
            terminal.out().println(mark + area + Plain.line(finding.what()));
            if (!finding.advice().isEmpty()) {
                terminal.out().println(" ".repeat(mark.length() + AREA_COLUMNS) + "-> " + Plain.line(finding.advice()));
            }
        }
        long problems = count(findings, Level.PROBLEM);
        long warnings = count(findings, Level.WARNING);
        terminal.out()
                .println("\n"
                        + (problems + warnings == 0
                                ? "Nothing is wrong."
                                : problems
                                        + (problems == 1 ? " problem, " : " problems, ")
                                        + warnings
                                        + (warnings == 1 ? " warning." : " warnings.")));
    }
}

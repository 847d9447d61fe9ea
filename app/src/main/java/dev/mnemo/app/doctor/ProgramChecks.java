package dev.mnemo.app.doctor;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The program itself: the JDK, how it is started, its settings, its model, the clock.
final class ProgramChecks {
    private static final int JAVA_MIN = 25;

    /// Before this was built, no clock was right.
    private static final Instant BUILT_AFTER = Instant.parse("2026-11-01T00:00:00Z");

    /// How far the clock of the process and that of the file system may be apart.
    private static final Duration CLOCKS_APART_MAX = Duration.ofSeconds(5);

    private final Patient patient;

    ProgramChecks(Patient patient) {
        this.patient = patient;
    }

    List<Finding> run() {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(launcher());
        findings.add(start());
        patient.warnings()
                .forEach(sentence -> findings.add(
                        Finding.warning("settings", sentence, "Run `mnemo config` to see what can be set.")));
        if (patient.warnings().isEmpty()) {
            findings.add(Finding.ok("settings", "Every variable that begins with MNEMO_ is known."));
        }
        findings.add(model());
        findings.add(clock());
        return findings;
    }

    private static Finding java() {
        var what = "Java " + Runtime.version() + " in " + System.getProperty("java.home") + ".";
        return Runtime.version().feature() >= JAVA_MIN
                ? Finding.ok("java", what)
                : Finding.problem("java", what, "Install a JDK " + JAVA_MIN + " and point JAVA_HOME at it.");
    }

    private Finding launcher() {
        var launcher = patient.variable("MNEMO_LAUNCHER");
        if (launcher.isEmpty()) {
            return Finding.warning(
                    "launcher",
                    "This process was not started by the launcher `mnemo`.",
                    "Start Mnemo by the script `mnemo`; hooks and agents need it.");
        }
        for (var folder : patient.variable("PATH").split(":", -1)) {
            var found = Path.of(folder.isEmpty() ? "." : folder).resolve("mnemo");
            if (Files.isExecutable(found)) {
                return isSame(found, Path.of(launcher))
                        ? Finding.ok("launcher", "`mnemo` on PATH is " + launcher + ".")
                        : Finding.warning(
                                "launcher",
                                "`mnemo` on PATH is " + found + ", but this is " + launcher + ".",
                                "Remove one of them or put the other first on PATH, so that agents and you use the same.");
            }
        }
        return Finding.warning(
                "launcher",
                "`mnemo` is not on PATH; this is " + launcher + ".",
                "Link it, for example: ln -s " + launcher + " ~/.local/bin/mnemo");
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private Finding start() {
        if (patient.variable("MNEMO_AOT").equals("off")) {
            return Finding.warning(
                    "start", "The cache that makes starting quick is switched off.", "Unset MNEMO_AOT to have it.");
        }
        boolean cached = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        return cached
                ? Finding.ok("start", "Started with the cache that makes starting quick.")
                : Finding.warning(
                        "start",
                        "Started without the cache that makes starting quick.",
                        "It is made in the background after a build; if this stays so for more than a minute, see that"
                                + " the folder of the program or ~/.cache/mnemo can be written.");
    }

    private Finding model() {
        var said = new ArrayList<String>();
        try {
            var found = patient.model().apply(said::add);
            if (found.isEmpty()) {
                return said.isEmpty()
                        ? Finding.ok("model", "None is configured: recall works by words alone.")
                        : Finding.warning(
                                "model", String.join(" ", said), "Recall works by words until the model is there.");
            }
            try (var embedder = found.get()) {
                embedder.embed("Tokens expire after ten minutes", Embedder.Purpose.PASSAGE);
                return Finding.ok(
                        "model", embedder.fingerprint() + " works, " + embedder.dimensions() + " dimensions.");
            }
        } catch (MnemoException broken) {
            return Finding.problem("model", String.valueOf(broken.getMessage()), broken.remedy());
        }
    }

    private Finding clock() {
        var now = patient.clock().instant();
        if (now.isBefore(BUILT_AFTER)) {
            return Finding.problem(
                    "clock", "The clock says " + now + ".", "Set the clock: memories are ranked by their age.");
        }
        try {
            var probe = Files.createTempFile("mnemo-clock", ".tmp");
            var written = Files.getLastModifiedTime(probe).toInstant();
            Files.delete(probe);
            var apart = Duration.between(patient.clock().instant(), written).abs();
            return apart.compareTo(CLOCKS_APART_MAX) <= 0
                    ? Finding.ok("clock", "The clock says " + now + ".")
                    : Finding.warning(
                            "clock",
                            "The clock and that of the file system are " + apart.toSeconds() + " seconds apart.",
                            "Have both set by the network's time.");
        } catch (IOException fault) {
            return Finding.problem(
                    "clock",
                    "No temporary file can be made: " + fault.getMessage() + ".",
                    "Make room in the folder for" + " temporary files, or point TMPDIR at another.");
        }
    }
}

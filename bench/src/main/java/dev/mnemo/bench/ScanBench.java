package dev.mnemo.bench;

import dev.mnemo.grammars.TreeSitterOutline;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.ScanReport;
import dev.mnemo.project.code.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/// Scans a code base into a new store, then again with nothing changed, then again in a new process' place, and prints
/// how long each took.
///
/// Usage: `ScanBench <folder> [<store>]`; the store must not be there yet and is kept.
public final class ScanBench {
    private ScanBench() {}

    /// Runs the measurement.
    ///
    /// @param arguments the folder to scan and where the store goes
    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]).toAbsolutePath();
        var store = arguments.length > 1
                ? Path.of(arguments[1]).toAbsolutePath()
                : Files.createTempDirectory("scan-bench").resolve("store");
        System.out.println("store: " + store);
        scan("first scan", root, store);
        scan("unchanged, after opening anew", root, store);
        try (var memory = open(root, store)) {
            time("unchanged, store open", memory, Progress.NONE);
            long start = System.nanoTime();
            var coverage = memory.current().coverage().report(ScanRequest.of(".", "", false));
            System.out.printf(
                    "%-32s %7d ms  %d of %d parts in %d files%n",
                    "coverage", millis(start), coverage.sectionsKnown(), coverage.sections(), coverage.files());
        }
    }

    private static void scan(String name, Path root, Path store) {
        long start = System.nanoTime();
        try (var memory = open(root, store)) {
            System.out.printf("%-32s %7d ms%n", "open", millis(start));
            time(name, memory, (done, total, _) -> System.out.printf("  %d of %d files%n", done, total));
        }
    }

    private static void time(String name, ProjectMemory memory, Progress progress) {
        long start = System.nanoTime();
        long cpu = cpuMillis();
        ScanReport report = memory.current().scan().run(ScanRequest.of(".", "", false), progress);
        long millis = millis(start);
        System.out.printf(
                "%-32s %7d ms  (%d ms of processor) read %d, unchanged %d, claims %d, left out %d, too large %d, binary %d, notes %d%n",
                name,
                millis,
                cpuMillis() - cpu,
                report.filesRead(),
                report.filesUnchanged(),
                report.claimsCreated(),
                report.sectionsLeftOut(),
                report.filesTooLarge(),
                report.filesBinary(),
                report.remarks().size());
        report.remarks().forEach(remark -> System.out.println("  " + remark));
    }

    private static ProjectMemory open(Path root, Path store) {
        return ProjectMemory.open(
                new ProjectOptions(
                        root,
                        store,
                        store.resolveSibling("global"),
                        store.resolveSibling("projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        new TreeSitterOutline(),
                        Optional.empty(),
                        InstantSource.system(),
                        new Random(1)),
                _ -> EventLog.NONE);
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}

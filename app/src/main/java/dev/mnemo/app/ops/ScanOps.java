package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.code.CoverageReport;
import dev.mnemo.project.code.MapReport;
import dev.mnemo.project.code.ScanReport;
import dev.mnemo.project.code.ScanRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Learning from the code itself: scan, map and coverage.
final class ScanOps {
    /// Files listed by name in an answer.
    private static final int FILES_SHOWN = 20;

    private static final int BAR_WIDTH = 10;

    private ScanOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_scan",
                        "Scan source files",
                        "Learn what source files document about themselves (files, types, functions), each claim anchored to its code."
                                + " Run it on a code base that is new to the memory and after larger changes; unchanged files are"
                                + " skipped, claims of code that is gone are withdrawn.",
                        Effect.CHANGES,
                        Audience.ALL,
                        ScanInput.class,
                        ScanReport.class,
                        input -> memory.current()
                                .scan()
                                .run(ScanRequest.of(input.path(), input.extensions(), input.force()), input.progress()),
                        ScanOps::text),
                new Operation<>(
                        "memory_map",
                        "Map undocumented code",
                        "Make every type and function of a folder or file known, documented or not, so that recall can find it."
                                + " Scans first, then claims each part that no node speaks of, by its signature or in the words of"
                                + " the configured language model.",
                        Effect.CHANGES,
                        Audience.ALL,
                        MapInput.class,
                        MapReport.class,
                        input -> memory.current()
                                .codeMap()
                                .run(ScanRequest.of(input.path(), input.extensions(), false), input.progress()),
                        ScanOps::text),
                new Operation<>(
                        "memory_coverage",
                        "Show memory coverage",
                        "Show which files, types and functions the memory knows and which it does not. A part counts as known when"
                                + " an active node is anchored in it and the code still reads as it did.",
                        Effect.READS,
                        Audience.ALL,
                        CoverageInput.class,
                        CoverageReport.class,
                        input -> memory.current()
                                .coverage()
                                .report(ScanRequest.of(input.path(), input.extensions(), false)),
                        ScanOps::text));
    }

    /// Input of `memory_scan`.
    public record ScanInput(
            @Param(value = "A folder or file of the project.", byDefault = ".")
            String path,

            @Param(value = "Extensions to read, such as \"java,kt\"; empty reads every source file.", byDefault = "")
            String extensions,

            @Param(value = "Read unchanged files again.", byDefault = "false")
            boolean force,

            Progress progress) {}

    /// Input of `memory_map`.
    public record MapInput(
            @Param(value = "A folder or file of the project.", min = 1)
            String path,

            @Param(value = "Extensions to read, such as \"java,kt\"; empty reads every source file.", byDefault = "")
            String extensions,

            Progress progress) {}

    /// Input of `memory_coverage`.
    public record CoverageInput(
            @Param(value = "A folder or file of the project.", byDefault = ".")
            String path,

            @Param(
                    value = "Extensions to look at, such as \"java,kt\"; empty looks at every source file.",
                    byDefault = "")
            String extensions) {}

    static String text(ScanReport report) {
        var lines = new ArrayList<String>();
        lines.add("Scan complete: " + report.path());
        lines.add("  Files scanned:  " + report.filesRead());
        lines.add("  Files skipped:  " + report.filesUnchanged() + " (unchanged)");
        lines.add("  Claims created: " + report.claimsCreated());
        count(lines, "Claims updated", report.claimsUpdated());
        count(lines, "Claims kept", report.claimsKept());
        count(lines, "Claims withdrawn", report.claimsWithdrawn(), "their code is gone");
        count(lines, "Left as they are", report.claimsRespected(), "corrected, summarised or forgotten by somebody");
        count(lines, "Files gone", report.filesGone());
        count(lines, "Files moved", report.filesMoved());
        count(lines, "Too large", report.filesTooLarge(), "over 1 MB, not read");
        count(lines, "Not source text", report.filesBinary(), "binary or generated");
        count(lines, "Unreadable", report.filesUnreadable());
        count(lines, "Not claimed", report.sectionsLeftOut(), "documented parts beyond the limit of one file");
        count(lines, "Not reached", report.filesNotReached(), "limit of one scan; run memory_scan again to go on");
        if (!report.redacted().isEmpty()) {
            lines.add("  Redacted before storing: " + String.join(", ", report.redacted()));
        }
        report.remarks().forEach(remark -> lines.add("  Note: " + remark));
        var files = report.files().stream().filter(file -> file.claims() > 0).toList();
        if (!files.isEmpty()) {
            lines.add("");
            lines.add(files.size() > FILES_SHOWN ? "Per file (the richest):" : "Per file:");
            files.stream()
                    .sorted(Comparator.comparingInt(ScanReport.FileClaims::claims)
                            .reversed())
                    .limit(FILES_SHOWN)
                    .forEach(file -> lines.add("  " + file.file() + ": " + file.claims() + " claim(s)"));
            more(lines, files.size(), "file(s)");
        }
        return String.join("\n", lines);
    }

    static String text(MapReport report) {
        var lines = new ArrayList<String>();
        lines.add("Map complete: " + report.scan().path());
        lines.add("  Files processed:  " + report.files());
        lines.add("  Sections found:   " + report.sections());
        lines.add("  Already known:    " + report.sectionsKnown() + " ("
                + report.scan().claimsCreated() + " claims created by the scan before)");
        lines.add("  Nodes created:    " + report.nodesCreated());
        count(lines, "Nodes updated", report.nodesUpdated());
        count(lines, "Nodes kept", report.nodesKept());
        count(lines, "Nodes withdrawn", report.nodesWithdrawn(), "their code is gone or known otherwise");
        count(lines, "Sections skipped", report.sectionsLeftOut(), "beyond the limit of one file");
        count(lines, "Files not reached", report.filesNotReached(), "limit of one map; map a folder below");
        if (!report.wording().isEmpty()) {
            lines.add("  Language model:   " + report.wording());
            count(lines, "Not worded", report.filesNotWorded(), "files that keep their signatures");
        }
        if (!report.redacted().isEmpty()) {
            lines.add("  Redacted before storing: " + String.join(", ", report.redacted()));
        }
        lines.add("Next: memory_coverage(\"" + report.scan().path() + "\") shows what is known now.");
        return String.join("\n", lines);
    }

    static String text(CoverageReport report) {
        int files = report.files();
        if (files == 0) {
            return "Coverage report: " + report.path() + "\n  No file with declarations; see the extensions parameter.";
        }
        var lines = new ArrayList<String>();
        lines.add("Coverage report: " + report.path() + " (" + files + (files == 1 ? " file)" : " files)")
                + (report.complete() ? "" : ", in part: too many files, ask for a folder"));
        if (!report.covered().isEmpty()) {
            lines.add("");
            lines.add("  Covered (" + plural(report.covered().size()) + ", "
                    + percent(report.covered().size(), files) + "), least first:");
            report.covered().stream().limit(FILES_SHOWN).forEach(file -> lines.add(line(file)));
            more(lines, report.covered().size(), "covered");
        }
        list(lines, "Known as a whole, no part of it", report.named());
        list(lines, "Unmapped", report.unmapped());
        lines.add("");
        lines.add("  Overall: " + report.sectionsKnown() + "/" + report.sections() + " sections covered ("
                + percent(report.sectionsKnown(), report.sections()) + ")  "
                + bar(report.sectionsKnown(), report.sections()));
        if (report.stale() > 0) {
            lines.add("  " + report.stale() + " anchored passage(s) read differently now: run memory_verify, or"
                    + " memory_scan if the scan made them.");
        }
        int open = report.unmapped().size() + report.named().size();
        if (open > 0) {
            lines.add("");
            lines.add("  Run memory_map(\"" + report.path() + "\") to make " + open + " more file"
                    + (open == 1 ? "" : "s") + " known.");
        }
        return String.join("\n", lines);
    }

    private static String line(CoverageReport.FileCoverage file) {
        var unknown = file.unknown().isEmpty() ? "" : "  open: " + String.join(", ", file.unknown());
        return "    %-40s %-18s %s%s"
                .formatted(
                        file.file(),
                        file.sectionsKnown() + "/" + file.sections() + " sections",
                        bar(file.sectionsKnown(), file.sections()),
                        unknown);
    }

    private static void list(List<String> lines, String title, List<String> files) {
        if (!files.isEmpty()) {
            lines.add("");
            lines.add("  " + title + " (" + plural(files.size()) + "):");
            files.stream().limit(FILES_SHOWN).forEach(file -> lines.add("    " + file));
            more(lines, files.size(), "file(s)");
        }
    }

    private static void more(List<String> lines, int size, String what) {
        if (size > FILES_SHOWN) {
            lines.add("    … and " + (size - FILES_SHOWN) + " more " + what);
        }
    }

    private static void count(List<String> lines, String name, int count) {
        if (count > 0) {
            lines.add("  " + name + ": " + count);
        }
    }

    private static void count(List<String> lines, String name, int count, String why) {
        if (count > 0) {
            lines.add("  " + name + ": " + count + " (" + why + ")");
        }
    }

    private static String plural(int files) {
        return files + (files == 1 ? " file" : " files");
    }

    private static String percent(int part, int whole) {
        return (whole == 0 ? 0 : Math.round(100.0 * part / whole)) + "%";
    }

    private static String bar(int part, int whole) {
        int full = whole == 0 ? 0 : (int) Math.round((double) BAR_WIDTH * part / whole);
        return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
    }
}

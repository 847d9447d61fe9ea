package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.code.CoverageReport.FileCoverage;
import dev.mnemo.project.code.Source.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Says which parts of the code the memory knows: a part is known when a passage in it is anchored by an active node
/// and reads as it did. Counting anchors alone would call a file known for ten claims about one function.
public final class Coverage {
    /// Files looked at in one report; a larger tree is reported in part, and the report says so.
    public static final int FILES_MAX = 10_000;

    private final Scan scan;
    private final Anchors anchors;
    private final SourceOutline outline;
    private final EventLog events;

    /// @param scan knows which files are sources
    /// @param anchors knows which nodes speak of a file
    /// @param outline what reads declarations
    public Coverage(Scan scan, Anchors anchors, SourceOutline outline, EventLog events) {
        this.scan = scan;
        this.anchors = anchors;
        this.outline = outline;
        this.events = events;
    }

    private record Seen(Source source, Sections sections) {}

    /// What is known below a folder, or of one file.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if the path is not there or outside the project
    public CoverageReport report(ScanRequest request) {
        var target = scan.target(request.path());
        var listing = scan.sources(target, request);
        var sources = listing.files().stream().limit(FILES_MAX).map(Source::of).toList();
        var path = target.relative().isEmpty() ? "." : target.relative();
        boolean complete = listing.complete() && listing.files().size() <= FILES_MAX;
        CoverageReport report;
        try (var workers = new Workers()) {
            var seen = workers.map(sources, this::look).stream()
                    .filter(file -> !file.sections().all().isEmpty())
                    .toList();
            var passages =
                    workers.map(seen, file -> anchors.forFile(file.source().path()));
            report = report(path, seen, passages, complete);
        }
        events.emit(Event.of(
                Event.Layer.CONSCIOUS,
                "coverage",
                report.sectionsKnown() + " of " + report.sections() + " parts known in " + report.path()));
        return report;
    }

    private Seen look(Source source) {
        return source.read() instanceof Content.Text text
                ? new Seen(source, Sections.of(outline.outline(source.path(), text.text())))
                : new Seen(source, new Sections(List.of()));
    }

    private CoverageReport report(String path, List<Seen> seen, List<List<Anchored>> passagesOf, boolean complete) {
        var covered = new ArrayList<FileCoverage>();
        var named = new ArrayList<String>();
        var unmapped = new ArrayList<String>();
        int stale = 0;
        for (int i = 0; i < seen.size(); i++) {
            var file = seen.get(i);
            var name = file.source().path();
            var passages = passagesOf.get(i);
            stale += (int) passages.stream().filter(Anchored::isStale).count();
            var known = file.sections().known(passages, passage -> !passage.isStale());
            if (passages.isEmpty()) {
                unmapped.add(name);
            } else if (known.isEmpty()) {
                named.add(name);
            } else {
                covered.add(coverage(file, known.keySet()));
            }
        }
        covered.sort(Comparator.comparingDouble(FileCoverage::share));
        return new CoverageReport(
                path,
                seen.stream().mapToInt(file -> file.sections().all().size()).sum(),
                covered.stream().mapToInt(FileCoverage::sectionsKnown).sum(),
                covered,
                named,
                unmapped,
                stale,
                complete);
    }

    private static FileCoverage coverage(Seen file, Set<Declaration> known) {
        var all = file.sections().all();
        return new FileCoverage(
                file.source().path(),
                all.size(),
                known.size(),
                all.stream()
                        .filter(part -> !known.contains(part))
                        .limit(FileCoverage.UNKNOWN_MAX)
                        .map(Findings::heading)
                        .toList());
    }
}

package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.NodeStore;
import java.time.InstantSource;
import java.util.Set;

/// Learns what source files say about themselves: reads those that are new or changed, and keeps the claims about them
/// in step, so that scanning twice changes nothing and scanning after a change touches what changed.
///
/// Paths are relative to the project whatever the target is. Claims of files that are gone are withdrawn; a file that
/// was moved keeps its claims, their links and their counters. Only one scan of a store runs at a time.
public final class Scan {
    /// Files that one scan reads at most; the rest is left for the next one, and the report says so.
    public static final int FILES_MAX = 50_000;

    /// Claims that one scan makes at most.
    public static final int CLAIMS_MAX = 60_000;

    /// Extensions scanned beside those that can be outlined; of these files only the comment at the head is read.
    public static final Set<String> COMMENT_EXTENSIONS = Set.of(
            "swift", "scala", "groovy", "dart", "lua", "sh", "bash", "sql", "proto", "ex", "exs", "hs", "pl", "r");

    private final NodeStore store;
    private final ProjectRoot root;
    private final SourceOutline outline;
    private final EventLog events;
    private final InstantSource clock;

    /// @param store where the claims go
    /// @param root the project's folder
    /// @param outline what reads declarations
    public Scan(NodeStore store, ProjectRoot root, SourceOutline outline, EventLog events, InstantSource clock) {
        this.store = store;
        this.root = root;
        this.outline = outline;
        this.events = events;
        this.clock = clock;
    }

    /// Scans a folder or file. Stops between two groups of files when the progress says that nobody waits any more;
    /// what was stored by then stays, and the next scan goes on from there.
    ///
    /// @param progress is told after each group of files
    /// @throws Refusal if the path is not there or outside the project, or another scan is running
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store fails; what was stored before stays
    public ScanReport run(ScanRequest request, Progress progress) {
        var target = target(request.path());
        var listing = sources(target, request);
        try (var index = ScanIndex.open(store.directory())) {
            var run = new ScanRun(store, root, index, outline, clock);
            run.scan(listing.files().stream().map(Source::of).toList(), request.force(), progress);
            if (listing.complete()) {
                run.forgetGone(path -> isBelow(path, target.relative()) && isWanted(path, request));
            }
            var report = run.report(target.relative().isEmpty() ? "." : target.relative());
            events.emit(Event.of(
                    Event.Layer.CONSCIOUS,
                    "scan",
                    "Scanned " + report.path() + ": " + report.filesRead() + " files read, " + report.claimsCreated()
                            + " claims created"));
            return report;
        }
    }

    /// The place a request means.
    ProjectFile target(String path) {
        var target = root.file(path.isBlank() ? "." : path);
        if (!target.isFile() && !target.isFolder()) {
            throw new Refusal("Path not found: " + path + "; give a folder or file of the project, \".\" for all.");
        }
        return target;
    }

    /// The source files below a place.
    SourceTree.Listing sources(ProjectFile target, ScanRequest request) {
        return new SourceTree(root).files(target, file -> isWanted(file.relative(), request), SourceTree.FILES_MAX);
    }

    private boolean isWanted(String path, ScanRequest request) {
        if (path.startsWith(".") || path.contains("/.")) {
            return false;
        }
        var extension = SourceOutline.extension(path);
        if (!request.extensions().isEmpty()) {
            return request.extensions().contains(extension);
        }
        return outline.extensions().contains(extension)
                || COMMENT_EXTENSIONS.contains(extension)
                || Source.isReadme(path.substring(path.lastIndexOf('/') + 1));
    }

    private static boolean isBelow(String path, String folder) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }
}

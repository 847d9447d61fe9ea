package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import java.util.ArrayList;
import java.util.List;

/// Lists files by pattern and says how much the memory knows about each.
public final class FileListing {
    /// Files named in one answer.
    public static final int FILES_SHOWN_MAX = 500;

    private final ProjectRoot root;
    private final SourceTree tree;
    private final Anchors anchors;
    private final EventLog events;

    public FileListing(ProjectRoot root, Anchors anchors, EventLog events) {
        this.root = root;
        this.tree = new SourceTree(root);
        this.anchors = anchors;
        this.events = events;
    }

    /// Files found.
    ///
    /// @param pattern the pattern
    /// @param folder where it was looked for, relative to the project, empty for all of it
    /// @param total how many files match
    /// @param known about how many of them at least one node speaks
    /// @param complete whether all of the project was looked at
    /// @param files the first {@link #FILES_SHOWN_MAX}, in order of their paths
    public record Listed(
            String pattern, String folder, int total, int known, boolean complete, List<ListedFile> files) {
        public Listed {
            files = List.copyOf(files);
        }
    }

    /// One file.
    ///
    /// @param path relative to the project
    /// @param nodes how many active nodes speak of it
    public record ListedFile(String path, int nodes) {}

    /// Lists the files that match, except ignored ones.
    ///
    /// @param pattern a {@link Glob} over paths relative to the folder: `*.py`, `**/*.{ts,tsx}`
    /// @param folder relative to the project; `.` is all of it
    /// @throws Refusal if the pattern is none or the folder is outside the project or not there
    public Listed list(String pattern, String folder) {
        var glob = Glob.of(pattern);
        var start = root.file(folder);
        if (!start.isFolder()) {
            throw new Refusal("'" + start.relative() + "' is no folder; give a folder of the project in path.");
        }
        int skip = start.relative().isEmpty() ? 0 : start.relative().length() + 1;
        var found = tree.files(start, file -> glob.matches(file.relative().substring(skip)), SourceTree.FILES_MAX);
        var paths = found.files().stream().map(ProjectFile::relative).toList();
        var counts = anchors.counts(paths);
        var files = new ArrayList<ListedFile>();
        for (int i = 0; i < Math.min(paths.size(), FILES_SHOWN_MAX); i++) {
            files.add(new ListedFile(paths.get(i), counts.get(i)));
        }
        int known = (int) counts.stream().filter(count -> count > 0).count();
        events.emit(Event.of(Event.Layer.CONSCIOUS, "glob", "listed " + paths.size() + " files for " + pattern));
        return new Listed(pattern, start.relative(), paths.size(), known, found.complete(), files);
    }
}

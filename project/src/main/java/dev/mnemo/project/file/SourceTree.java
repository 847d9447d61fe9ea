package dev.mnemo.project.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The files of a project that people work on: everything below a folder except what {@link IgnoreRules} leave out.
/// Symbolic links are not followed; folders that cannot be read count as empty.
public final class SourceTree {
    /// How deep folders are entered.
    public static final int DEPTH_MAX = 64;

    /// How many files one walk looks at before it stops.
    public static final int FILES_MAX = 200_000;

    private final ProjectRoot root;

    public SourceTree(ProjectRoot root) {
        this.root = root;
    }

    /// What a walk found.
    ///
    /// @param files in order of their paths, name by name
    /// @param complete whether the walk saw everything; otherwise a limit stopped it
    public record Listing(List<ProjectFile> files, boolean complete) {
        public Listing {
            files = List.copyOf(files);
        }
    }

    /// The files below a folder, or the one file itself.
    ///
    /// @param start a folder or a file
    /// @param wanted which files to keep
    /// @param filesMax how many at most are kept
    public Listing files(ProjectFile start, Predicate<ProjectFile> wanted, int filesMax) {
        if (start.isFile()) {
            return new Listing(wanted.test(start) ? List.of(start) : List.of(), true);
        }
        var walk = new Walk(new IgnoreRules(root.path()), wanted, filesMax);
        walk.enter(start.path(), start.relative(), 0);
        return new Listing(walk.found, !walk.stopped);
    }

    /// Every file of the project.
    public Listing all() {
        return files(new ProjectFile(root.path(), ""), _ -> true, FILES_MAX);
    }

    private static final class Walk {
        private final IgnoreRules ignore;
        private final Predicate<ProjectFile> wanted;
        private final int filesMax;
        private final List<ProjectFile> found = new ArrayList<>();
        private int seen;
        private boolean stopped;

        Walk(IgnoreRules ignore, Predicate<ProjectFile> wanted, int filesMax) {
            this.ignore = ignore;
            this.wanted = wanted;
            this.filesMax = filesMax;
        }

        void enter(Path folder, String relative, int depth) {
            for (var entry : entries(folder)) {
                if (stopped) {
                    return;
                }
                var name = relative.isEmpty() ? entry.getFileName().toString() : relative + "/" + entry.getFileName();
                visit(entry, name, depth);
            }
        }

        private void visit(Path entry, String name, int depth) {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException goneMeanwhile) {
                return;
            }
            boolean folder = attributes.isDirectory();
            if ((!folder && !attributes.isRegularFile()) || ignore.ignores(name, folder)) {
                return;
            }
            if (folder) {
                if (depth < DEPTH_MAX) {
                    enter(entry, name, depth + 1);
                } else {
                    stopped = true;
                }
                return;
            }
            var file = new ProjectFile(entry, name);
            if (wanted.test(file)) {
                if (found.size() == filesMax) {
                    stopped = true;
                    return;
                }
                found.add(file);
            }
            stopped |= ++seen == FILES_MAX;
        }

        private static List<Path> entries(Path folder) {
            var entries = new ArrayList<Path>();
            try (var stream = Files.newDirectoryStream(folder)) {
                stream.forEach(entries::add);
            } catch (IOException | DirectoryIteratorException unreadable) {
                return List.of();
            }
            entries.sort(Comparator.comparing(path -> path.getFileName().toString()));
            return entries;
        }
    }
}

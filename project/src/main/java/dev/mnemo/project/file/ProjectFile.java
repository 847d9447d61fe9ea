package dev.mnemo.project.file;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A place inside a project, there or not yet. Only {@link ProjectRoot} makes them, so having one means that it may be
/// read and written.
///
/// @param path where it is, absolute, without symbolic links
/// @param relative where it is seen from the project's root, with `/` between the names; the empty text is the root
public record ProjectFile(Path path, String relative) {
    /// Whether a plain file is there.
    public boolean isFile() {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether a folder is there.
    public boolean isFolder() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// The last name, or the folder's name for the root.
    public String name() {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    /// The name without its last ending: `tokens` for `src/tokens.py`.
    public String stem() {
        var name = name();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// The ending of the name in lower case without the dot, or an empty text.
    public String ending() {
        var name = name();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1).toLowerCase(java.util.Locale.ROOT) : "";
    }
}

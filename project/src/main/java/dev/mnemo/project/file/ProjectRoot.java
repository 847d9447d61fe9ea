package dev.mnemo.project.file;

import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// The folder that file tools never leave. A path is inside if it still is after `..` is collapsed and every symbolic
/// link on the way is followed.
public final class ProjectRoot {
    /// The longest path accepted, in characters.
    public static final int PATH_CHARS_MAX = 1_000;

    private static final Set<String> CLOSED = Set.of(".mnemo", ".git");

    private final Path given;
    private final Path real;

    /// @param root the folder; need not be there yet
    public ProjectRoot(Path root) {
        this.given = root.toAbsolutePath().normalize();
        Path found = given;
        try {
            found = given.toRealPath();
        } catch (IOException notThere) {
            // A root that is not there holds no files; every look at one says so.
        }
        this.real = found;
    }

    /// The folder, absolute, without symbolic links.
    public Path path() {
        return real;
    }

    /// The place that somebody means by a path, relative to the root or absolute.
    ///
    /// @throws Refusal in one sentence if it is outside, belongs to the memory or to git, or is no path at all
    public ProjectFile file(String text) {
        var absolute = inside(path(text));
        var place = follow(absolute, text);
        if (!place.startsWith(real)) {
            throw outside(text);
        }
        var relative = real.relativize(place);
        for (var name : relative) {
            if (isClosed(name.toString())) {
                throw new Refusal("'" + shown(text) + "' lies in " + name
                        + ", which file tools neither read nor write; give a path to a file of the project.");
            }
        }
        return new ProjectFile(place, posix(relative));
    }

    /// The relative form of a path under which anchors are found: absolute paths lose the root, `.` and `..` are
    /// collapsed. Looks at no disk and refuses nothing; a path from elsewhere comes back as it is.
    public String relative(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            return text;
        }
        try {
            var path = inside(Path.of(text));
            return path.startsWith(real) ? posix(real.relativize(path)) : text;
        } catch (InvalidPathException notAPath) {
            return text;
        }
    }

    /// Whether a name belongs to the memory or to git, whatever its case, so that no file tool may touch it.
    static boolean isClosed(String name) {
        return CLOSED.contains(name.toLowerCase(Locale.ROOT));
    }

    private Path inside(Path path) {
        var absolute = real.resolve(path).normalize();
        return absolute.startsWith(given) ? real.resolve(given.relativize(absolute)) : absolute;
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new Refusal("The path is empty; give the path of a file, relative to the project.");
        }
        if (text.length() > PATH_CHARS_MAX) {
            throw new Refusal("The path is longer than " + PATH_CHARS_MAX + " characters.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("'" + shown(text) + "' holds a control character; give a plain path.");
        }
        if (text.equals("~") || text.startsWith("~/")) {
            throw new Refusal("'" + shown(text) + "' is outside the project, ~ is not expanded; give a path relative to"
                    + " the project.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException fault) {
            throw new Refusal("'" + shown(text) + "' is no path on this machine.", fault);
        }
    }

    /// Follows the links of the part of a path that is there; the rest, which is not, has none.
    private static Path follow(Path absolute, String text) {
        var there = absolute;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            var parent = there.getParent();
            if (parent == null) {
                return absolute;
            }
            there = parent;
        }
        try {
            return there.toRealPath().resolve(there.relativize(absolute)).normalize();
        } catch (IOException fault) {
            throw new Refusal(
                    "'" + shown(text) + "' cannot be followed to a file: a symbolic link on the way leads nowhere.",
                    fault);
        }
    }

    private Refusal outside(String text) {
        return new Refusal("'" + shown(text) + "' is outside the project; give a path inside "
                + (real.getFileName() == null ? real : real.getFileName()) + ", relative to it.");
    }

    private static String posix(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static String shown(String text) {
        var cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

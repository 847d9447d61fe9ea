package dev.mnemo.app.backup;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The table of contents of a backup: what was saved, where it was, and for each file its length and SHA-256.
///
/// @param created when it was made, ISO 8601
/// @param version the program that made it
/// @param parts what was saved
/// @param files every file in it but the manifest
record Manifest(String created, String version, List<Part> parts, List<File> files) {
    /// The name of the manifest in the archive.
    static final String NAME = "manifest.json";

    /// Bytes of a manifest that is read.
    static final int BYTES_MAX = 512_000_000;

    private static final String FORMAT = "mnemo-backup";
    private static final int FORMAT_VERSION = 1;

    /// Names that are safe in every file system: no empty, dotted or absolute part, nothing a shell or an old system
    /// would read otherwise.
    private static final Pattern SAFE =
            Pattern.compile("(?!.*(?:^|/)\\.{1,2}(?:/|$))[^/\\\\:\\x00-\\x1f][^\\\\:\\x00-\\x1f]*(?<!/)");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /// What kind of thing a part is; it decides where it belongs.
    enum Kind {
        /// The store of a project.
        PROJECT,
        /// The store of what holds in every project.
        GLOBAL,
        /// The server's own folder.
        DATA
    }

    /// One thing that was saved.
    ///
    /// @param name what it is called
    /// @param prefix its folder in the archive
    /// @param origin where it was, absolute
    record Part(Kind kind, String name, String prefix, String origin) {}

    /// One file.
    ///
    /// @param path its name in the archive
    record File(String path, long bytes, String sha256) {}

    Manifest {
        parts = List.copyOf(parts);
        files = List.copyOf(files);
    }

    Json.Obj toJson() {
        return Json.Obj.EMPTY
                .with("format", FORMAT)
                .with("format_version", FORMAT_VERSION)
                .with("created", created)
                .with("mnemo", version)
                .with(
                        "parts",
                        Json.array(parts.stream()
                                .map(part -> Json.Obj.EMPTY
                                        .with("kind", part.kind().name().toLowerCase(java.util.Locale.ROOT))
                                        .with("name", part.name())
                                        .with("prefix", part.prefix())
                                        .with("origin", part.origin()))
                                .toList()))
                .with(
                        "files",
                        Json.array(files.stream()
                                .map(file -> Json.Obj.EMPTY
                                        .with("path", file.path())
                                        .with("bytes", file.bytes())
                                        .with("sha256", file.sha256()))
                                .toList()));
    }

    /// Reads a manifest and refuses whatever could lead a restore astray: unknown kinds, unsafe or double names, files
    /// that belong to no part.
    ///
    /// @throws Refusal if it is not one
    static Manifest ofJson(Json.Obj json) {
        if (!json.string("format", "").equals(FORMAT)) {
            throw new Refusal("This is no backup of Mnemo.");
        }
        if (json.number("format_version", 0) != FORMAT_VERSION) {
            throw new Refusal("This backup was made by another version of Mnemo (" + json.string("mnemo", "unknown")
                    + "); restore it with that one.");
        }
        var parts = json.array("parts").objects().stream().map(Manifest::part).toList();
        var files = new ArrayList<File>();
        var names = new HashSet<String>();
        for (var file : json.array("files").objects()) {
            var path = file.string("path", "");
            boolean owned = parts.stream().anyMatch(part -> path.startsWith(part.prefix() + "/"));
            if (!isSafe(path) || !owned || !names.add(path)) {
                throw new Refusal("The backup names a file that it must not: '" + path + "'; nothing was restored.");
            }
            var hash = file.string("sha256", "");
            if (!HASH.matcher(hash).matches()) {
                throw new Refusal("The backup's table of contents is damaged at '" + path + "'.");
            }
            files.add(new File(path, (long) file.number("bytes", -1), hash));
        }
        return new Manifest(json.string("created", ""), json.string("mnemo", ""), parts, files);
    }

    private static Part part(Json.Obj part) {
        var prefix = part.string("prefix", "");
        var origin = part.string("origin", "");
        for (var kind : Kind.values()) {
            if (part.string("kind", "").equalsIgnoreCase(kind.name()) && isSafe(prefix) && isAbsolute(origin)) {
                return new Part(kind, part.string("name", ""), prefix, origin);
            }
        }
        throw new Refusal("The backup's table of contents is damaged: a part of it is not understood.");
    }

    private static boolean isSafe(String path) {
        return SAFE.matcher(path).matches();
    }

    private static boolean isAbsolute(String origin) {
        try {
            return Path.of(origin).isAbsolute();
        } catch (InvalidPathException _) {
            return false;
        }
    }
}

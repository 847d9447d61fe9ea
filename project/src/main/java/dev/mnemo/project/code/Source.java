package dev.mnemo.project.code;

import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.node.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A source file as a scan meets it.
///
/// @param file where it is
/// @param size its bytes
/// @param modified when it was changed, epoch seconds with a fraction
record Source(ProjectFile file, long size, double modified) {
    /// A larger file is not read, in bytes: it was made by a program.
    static final long BYTES_MAX = 1_000_000;

    /// Text with longer lines on average was made by a program, in characters.
    static final int LINE_CHARS_MEAN_MAX = 500;

    private static final int MINIFIED_CHARS_MIN = 5_000;

    /// What was found in a file.
    sealed interface Content {
        /// Text, with the first 16 digits of the SHA-256 of its bytes.
        record Text(String hash, String text, List<String> lines) implements Content {}

        /// Larger than {@link #BYTES_MAX}.
        record TooLarge() implements Content {}

        /// No text, or none that people wrote.
        record Binary(String hash) implements Content {}

        /// Not there any more, or not for us.
        record Unreadable() implements Content {}
    }

    /// Looks at a file without reading it; a file that cannot be looked at has no size.
    static Source of(ProjectFile file) {
        try {
            var attributes = Files.readAttributes(file.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Source(
                    file, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS) / 1e6);
        } catch (IOException gone) {
            return new Source(file, -1, 0);
        }
    }

    String path() {
        return file.relative();
    }

    /// Whether the file tells about the project in prose.
    boolean isReadme() {
        return isReadme(file.name());
    }

    static boolean isReadme(String name) {
        return name.matches("(?i)readme(\\.(md|markdown|rst|txt|adoc))?");
    }

    /// Reads the file. Fails for no file.
    Content read() {
        if (size > BYTES_MAX) {
            return new Content.TooLarge();
        }
        try {
            var bytes = Files.readAllBytes(file.path());
            var hash = Address.sha256(ByteBuffer.wrap(bytes)).substring(0, 16);
            if (FileText.isBinary(bytes)) {
                return new Content.Binary(hash);
            }
            var lines = FileText.ofBytes(bytes).lines();
            var text = String.join("\n", lines) + "\n";
            boolean minified = text.length() > MINIFIED_CHARS_MIN && text.length() / lines.size() > LINE_CHARS_MEAN_MAX;
            return minified ? new Content.Binary(hash) : new Content.Text(hash, text, lines);
        } catch (IOException denied) {
            return new Content.Unreadable();
        }
    }
}

package dev.mnemo.project.code;

import java.util.Locale;
import java.util.Set;

/// Finds what a source file declares. Implementations are safe for many threads and never fail because of what a file
/// says: a file that cannot be understood has an outline without declarations that says so.
public interface SourceOutline {
    /// The outline that knows no language: it reads the comment a file begins with and nothing else.
    SourceOutline COMMENTS_ONLY = new CommentOutline();

    /// The file name extensions whose declarations are found: lower case, without a dot.
    Set<String> extensions();

    /// The outline of one file.
    ///
    /// @param fileName the name or path of the file; its extension says the language
    /// @param text what is in it, with lines that end in `\n` or `\r\n`, without a byte order mark
    Outline outline(String fileName, String text);

    /// The extension of a file name or path, lower case without its dot; empty if there is none.
    static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > fileName.lastIndexOf('/') + 1 ? fileName.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}

package dev.mnemo.user.file;

import java.nio.file.Path;
import java.util.Set;

/// Reads the text of files of some types.
public interface TextExtractor {
    /// Characters of text taken from one file; what follows is not read.
    int TEXT_CHARS_MAX = 1_000_000;

    /// The types it reads, as file name extensions in lower case, without the dot.
    Set<String> extensions();

    /// The text of a file, at most {@link #TEXT_CHARS_MAX} characters; paragraphs are separated by blank lines. It
    /// may run for a minute and is interrupted then; it reads nothing but this file.
    ///
    /// @param extension one of {@link #extensions}
    /// @throws dev.mnemo.kernel.fault.Refusal if the file is damaged, encrypted, or not of this type
    String extract(Path file, String extension);
}

package dev.mnemo.project.code;

import java.util.List;

/// What a write or an edit did.
///
/// @param path the file, relative to the project
/// @param created whether the file is new
/// @param bytes how large it is now
/// @param replacements how many places an edit changed; 0 for a write
/// @param before what an edit replaced, on one line, cut; empty for a write
/// @param after what it put there, on one line, cut; empty for a write
/// @param crLf whether line feeds were written as CR LF, as in the rest of the file
/// @param claimed the address of the node that remembers the change, or empty
/// @param redacted the kinds of secrets that were left out of that node
/// @param stale nodes that describe code of this file that is not so any more
public record FileChange(
        String path,
        boolean created,
        int bytes,
        int replacements,
        String before,
        String after,
        boolean crLf,
        String claimed,
        List<String> redacted,
        List<FileView.StaleNode> stale) {
    public FileChange {
        redacted = List.copyOf(redacted);
        stale = List.copyOf(stale);
    }
}

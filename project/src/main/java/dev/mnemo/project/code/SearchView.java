package dev.mnemo.project.code;

import java.util.List;

/// What a search of the code found, after what the memory already knew.
///
/// @param pattern the regular expression
/// @param intent why somebody looks for it
/// @param known nodes that matter for the intent
/// @param suggested files that these nodes speak of, most spoken of first
/// @param files files with matches, suggested ones first
/// @param total how many lines match in all the files looked at
/// @param looked how many files were looked at
/// @param stopped why not everything was looked at, or empty
public record SearchView(
        String pattern,
        String intent,
        List<KnownNode> known,
        List<Suggested> suggested,
        List<FileMatches> files,
        int total,
        int looked,
        String stopped) {
    public SearchView {
        known = List.copyOf(known);
        suggested = List.copyOf(suggested);
        files = List.copyOf(files);
    }

    /// A file that the memory suggests.
    ///
    /// @param path relative to the project
    /// @param exists whether it is there
    public record Suggested(String path, boolean exists) {}

    /// One file with matches.
    ///
    /// @param path relative to the project
    /// @param suggested whether the memory suggested it
    /// @param known nodes about this file, at most three
    /// @param total how many of its lines match
    /// @param matches the first of them
    public record FileMatches(String path, boolean suggested, List<KnownNode> known, int total, List<Match> matches) {
        public FileMatches {
            known = List.copyOf(known);
            matches = List.copyOf(matches);
        }
    }

    /// One line that matches.
    ///
    /// @param line its number, from 1
    /// @param text what it says, cut
    /// @param notes the node anchored nearest above or at this line, if it was not shown before
    public record Match(int line, String text, List<FileView.Note> notes) {
        public Match {
            notes = List.copyOf(notes);
        }
    }
}

package dev.mnemo.project.code;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.Anchored;
import java.util.List;

/// Lines of a file with what the memory knows about them.
///
/// @param path the file, relative to the project
/// @param visit how often it was read in this session, this time included
/// @param totalLines how many lines it has
/// @param firstLine the first line shown, from 1; 0 if none is
/// @param lines the lines shown
/// @param utf8 whether the file is UTF-8; otherwise each byte is shown as a Latin-1 character
/// @param knownTotal how many nodes are about this file
/// @param known those of them worth reading first; on later visits only the critical ones
/// @param stale nodes whose anchors in this file no longer hold
/// @param annotations how many notes stand between the lines shown
/// @param sections how many declarations the file has
public record FileView(
        String path,
        int visit,
        int totalLines,
        int firstLine,
        List<Line> lines,
        boolean utf8,
        int knownTotal,
        List<KnownNode> known,
        List<StaleNode> stale,
        int annotations,
        int sections) {
    public FileView {
        lines = List.copyOf(lines);
        known = List.copyOf(known);
        stale = List.copyOf(stale);
    }

    /// One line.
    ///
    /// @param number from 1
    /// @param text what it says; cut if it is very long
    /// @param cutChars how many characters were cut off
    /// @param notes what is known about this place, to be read before the line
    public record Line(int number, String text, int cutChars, List<Note> notes) {
        public Line {
            notes = List.copyOf(notes);
        }
    }

    /// What a node says about one place.
    ///
    /// @param address the node, 12 digits
    /// @param domain its domain
    /// @param text what it says about this place
    /// @param fromLine the first line it means, 0 if it means the declaration that begins here
    /// @param toLine the last line it means
    /// @param drifted whether the code has changed since
    public record Note(String address, String domain, String text, int fromLine, int toLine, boolean drifted) {}

    /// A node that may describe code that has changed.
    ///
    /// @param address the node, 12 digits
    /// @param text what it says, cut
    /// @param state `missing` or `drifted`
    public record StaleNode(String address, String text, String state) {
        /// Characters of a stale node's text.
        static final int TEXT_CHARS = 70;

        static List<StaleNode> of(List<Anchored> anchored) {
            return anchored.stream()
                    .filter(Anchored::isStale)
                    .map(one -> new StaleNode(
                            one.node().address().toString(),
                            Plain.line(one.node().content(), TEXT_CHARS),
                            one.state().text()))
                    .distinct()
                    .toList();
        }
    }
}

package dev.mnemo.project.code;

import java.util.List;

/// What memory and code say about a topic, side by side.
///
/// @param topic what was asked
/// @param known nodes that matter, best first
/// @param references files that these nodes speak of
/// @param files files in which the topic's words occur, best first
/// @param regions passages of the files that the nodes speak of; only for a deep look
/// @param gaps files with matches about which no node speaks
/// @param tensions anchors of the nodes that no longer hold
/// @param stopped why not everything was looked at, or empty
public record ExploreView(
        String topic,
        List<KnownNode> known,
        List<SearchView.Suggested> references,
        List<SearchView.FileMatches> files,
        List<Region> regions,
        List<String> gaps,
        List<Tension> tensions,
        String stopped) {
    public ExploreView {
        known = List.copyOf(known);
        references = List.copyOf(references);
        files = List.copyOf(files);
        regions = List.copyOf(regions);
        gaps = List.copyOf(gaps);
        tensions = List.copyOf(tensions);
    }

    /// Lines of a file around matches.
    ///
    /// @param path relative to the project
    /// @param lines the lines; a jump in their numbers means that some are left out
    public record Region(String path, List<SearchView.Match> lines) {
        public Region {
            lines = List.copyOf(lines);
        }
    }

    /// A claim that the code contradicts.
    ///
    /// @param address the node, 12 digits
    /// @param detail what does not hold
    /// @param text what the node says, cut
    public record Tension(String address, String detail, String text) {}
}

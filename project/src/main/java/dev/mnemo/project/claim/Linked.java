package dev.mnemo.project.claim;

import java.util.List;

/// A link that was made or cut.
///
/// @param source where it begins
/// @param sourceContent what the source says
/// @param relation what it says; for several that were cut, each, separated by commas
/// @param target where it points
/// @param targetContent what the target says
/// @param changed whether something changed; false if the link was there already
/// @param notes what the caller should know, such as an end that moved to its correction
public record Linked(
        String source,
        String sourceContent,
        String relation,
        String target,
        String targetContent,
        boolean changed,
        List<String> notes) {
    public Linked {
        notes = List.copyOf(notes);
    }
}

package dev.mnemo.project.claim;

import java.util.List;

/// What became of a node that was corrected.
///
/// @param oldAddress the node that is history now
/// @param oldContent what it said
/// @param address the node that says it now
/// @param domain its domain
/// @param content what it says, as stored
/// @param place where both lie
/// @param chains the chains that show the new text
/// @param notes what the caller should know
public record Revised(
        String oldAddress,
        String oldContent,
        String address,
        String domain,
        String content,
        String place,
        List<String> chains,
        List<String> notes) {
    public Revised {
        chains = List.copyOf(chains);
        notes = List.copyOf(notes);
    }
}

package dev.mnemo.project.claim;

import java.util.List;

/// A node that was copied from another project.
///
/// @param project where it came from
/// @param original its address there
/// @param address its address here
/// @param domain its domain
/// @param content what it says
/// @param state `new`, `merged` or `revived`
/// @param notes what the caller should know
public record Imported(
        String project,
        String original,
        String address,
        String domain,
        String content,
        String state,
        List<String> notes) {
    public Imported {
        notes = List.copyOf(notes);
    }
}

package dev.mnemo.project.claim;

import java.util.List;

/// A summary that was made.
///
/// @param address the summary
/// @param domain its domain
/// @param content what it says
/// @param inputs the nodes that it stands for
/// @param coverage the share of their words that it keeps, 0..1
/// @param preserved their clauses with numbers, kept word for word
/// @param notes what the caller should know
public record Compressed(
        String address,
        String domain,
        String content,
        List<String> inputs,
        double coverage,
        List<String> preserved,
        List<String> notes) {
    public Compressed {
        inputs = List.copyOf(inputs);
        preserved = List.copyOf(preserved);
        notes = List.copyOf(notes);
    }
}

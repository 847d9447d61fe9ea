package dev.mnemo.project.claim;

/// Nodes that were written out.
///
/// @param format `json` or `markdown`
/// @param nodes how many
/// @param chains how many chains came with them
/// @param file where they are, relative to the project, or empty
/// @param text what was written, or empty if it is in a file
public record Exported(String format, int nodes, int chains, String file, String text) {}

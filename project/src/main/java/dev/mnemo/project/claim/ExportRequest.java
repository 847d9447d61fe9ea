package dev.mnemo.project.claim;

/// What to write out.
///
/// @param format `json`, which can be imported again, or `markdown`, which people read
/// @param all whether inactive nodes and roots come too
/// @param domain only nodes of this domain; empty for all
/// @param file a path inside the project to write to; empty for a text in the answer
public record ExportRequest(String format, boolean all, String domain, String file) {}

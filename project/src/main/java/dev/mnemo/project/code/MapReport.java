package dev.mnemo.project.code;

import java.util.List;

/// What a map added to what the scan before it learned.
///
/// @param scan what the scan did
/// @param files files with parts
/// @param sections declarations that are not private
/// @param sectionsKnown those that other claims spoke of already
/// @param nodesCreated claims that are new
/// @param nodesUpdated claims that were corrected because the code changed
/// @param nodesKept claims that still hold
/// @param nodesWithdrawn claims whose code is gone or known by other claims now
/// @param sectionsLeftOut parts beyond the limit of one file
/// @param sectionsWorded parts that a language model put into words
/// @param filesNotReached files beyond the limit of one map
/// @param filesNotWorded files the language model was not asked about, for its limit or a failure
/// @param wording what became of the language model: empty if none is configured
/// @param redacted kinds of secrets taken out before storing and before asking the model
public record MapReport(
        ScanReport scan,
        int files,
        int sections,
        int sectionsKnown,
        int nodesCreated,
        int nodesUpdated,
        int nodesKept,
        int nodesWithdrawn,
        int sectionsLeftOut,
        int sectionsWorded,
        int filesNotReached,
        int filesNotWorded,
        String wording,
        List<String> redacted) {
    public MapReport {
        redacted = List.copyOf(redacted);
    }
}

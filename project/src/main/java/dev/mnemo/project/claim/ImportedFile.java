package dev.mnemo.project.claim;

import java.util.List;

/// What was read from an exported file.
///
/// @param file where it was read from
/// @param added nodes that were not known
/// @param known nodes that were known already
/// @param kept known nodes that the file has as active and that stay inactive, because they were corrected here
/// @param chains chains that were not known
/// @param skipped one sentence for each node that could not be read, at most ten of them
public record ImportedFile(String file, int added, int known, List<String> kept, int chains, List<String> skipped) {
    public ImportedFile {
        kept = List.copyOf(kept);
        skipped = List.copyOf(skipped);
    }
}

package dev.mnemo.project.code;

import java.util.List;

/// What a scan did. Every file of the target is counted once: read, unchanged, or left out with its reason.
///
/// @param path what was scanned, relative to the project; `.` for all of it
/// @param filesRead files that were new or changed
/// @param filesUnchanged files that were as the last scan left them
/// @param filesGone files whose claims were withdrawn because they are gone
/// @param filesMoved files recognised under a new path
/// @param filesTooLarge files left out for their size
/// @param filesBinary files left out because they hold no text, or text made by a program
/// @param filesUnreadable files that could not be read
/// @param filesNotReached files left for the next scan because a limit was reached
/// @param claimsCreated claims that are new
/// @param claimsUpdated claims that were corrected because the file says something else now
/// @param claimsKept claims of changed files that still hold
/// @param claimsWithdrawn claims whose code is gone
/// @param claimsRespected claims not made again because somebody corrected, summarised or forgot them
/// @param sectionsLeftOut documented declarations beyond the limit of one file
/// @param redacted kinds of secrets taken out before storing
/// @param remarks files that were not understood in full, and why
/// @param files what each file that was read gave
public record ScanReport(
        String path,
        int filesRead,
        int filesUnchanged,
        int filesGone,
        int filesMoved,
        int filesTooLarge,
        int filesBinary,
        int filesUnreadable,
        int filesNotReached,
        int claimsCreated,
        int claimsUpdated,
        int claimsKept,
        int claimsWithdrawn,
        int claimsRespected,
        int sectionsLeftOut,
        List<String> redacted,
        List<String> remarks,
        List<FileClaims> files) {
    /// Remarks listed at most.
    static final int REMARKS_MAX = 20;

    /// What one file gave.
    ///
    /// @param file its path, relative to the project
    /// @param claims how many claims it has now
    public record FileClaims(String file, int claims) {}

    public ScanReport {
        redacted = List.copyOf(redacted);
        remarks = List.copyOf(remarks);
        files = List.copyOf(files);
    }
}

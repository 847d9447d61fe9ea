package dev.mnemo.project.code;

import java.util.List;

/// Which parts of the code the memory knows.
///
/// @param path what was looked at, relative to the project; `.` for all of it
/// @param sections declarations that are not private, in all files
/// @param sectionsKnown those in which a passage lies that an active node speaks of
/// @param covered files of which at least one part is known, the least known first
/// @param named files without a known part that active nodes speak of as a whole
/// @param unmapped files with parts that no active node speaks of
/// @param stale passages that active nodes speak of and that read differently now or are gone
/// @param complete whether every file was looked at
public record CoverageReport(
        String path,
        int sections,
        int sectionsKnown,
        List<FileCoverage> covered,
        List<String> named,
        List<String> unmapped,
        int stale,
        boolean complete) {
    /// What is known of one file.
    ///
    /// @param file its path, relative to the project
    /// @param sections its parts
    /// @param sectionsKnown those that are known
    /// @param unknown the headings of up to {@link #UNKNOWN_MAX} that are not
    public record FileCoverage(String file, int sections, int sectionsKnown, List<String> unknown) {
        /// Headings listed for one file at most.
        public static final int UNKNOWN_MAX = 5;

        public FileCoverage {
            unknown = List.copyOf(unknown);
        }

        /// The share that is known, 0..1.
        double share() {
            return (double) sectionsKnown / sections;
        }
    }

    public CoverageReport {
        covered = List.copyOf(covered);
        named = List.copyOf(named);
        unmapped = List.copyOf(unmapped);
    }

    /// Files with parts that were looked at.
    public int files() {
        return covered.size() + named.size() + unmapped.size();
    }
}

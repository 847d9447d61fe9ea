package dev.mnemo.project.code;

/// The tools that work on the files of one project.
///
/// @param reading reads files with what is known about them
/// @param editing writes and edits files
/// @param listing lists files by pattern
/// @param search searches by regular expression
/// @param exploration lays memory and code side by side
/// @param planning gathers what a plan must respect
public record CodeTools(
        FileReading reading,
        FileEditing editing,
        FileListing listing,
        CodeSearch search,
        Exploration exploration,
        Planning planning) {}

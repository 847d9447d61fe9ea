package dev.mnemo.app.install;

import java.nio.file.Path;

/// What one configuration file is and what it is to become.
///
/// @param file the file
/// @param before its text; empty if it is not there
/// @param after its text afterwards; empty if it is to be removed
/// @param what what the change does, a few words
public record Edit(Path file, String before, String after, String what) {
    /// Whether anything changes.
    public boolean changes() {
        return !before.equals(after);
    }
}

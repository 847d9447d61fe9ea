package dev.mnemo.project.anchor;

/// Where a passage is in its file now.
///
/// @param state whether it reads as it did
/// @param line the line where it begins, from 1, or 0 if it is missing
/// @param currentHash the {@link ContentHash} of what is there now, or empty if it is missing
record Place(AnchorState state, int line, String currentHash) {
    static final Place MISSING = new Place(AnchorState.MISSING, 0, "");
}

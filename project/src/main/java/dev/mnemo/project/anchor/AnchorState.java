package dev.mnemo.project.anchor;

/// How an anchor stands to the code now.
public enum AnchorState {
    /// The code is as the anchor says.
    OK,
    /// The passage is still there but reads differently.
    DRIFTED,
    /// What the anchor speaks of is not there any more.
    MISSING;

    /// The state as answers say it.
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

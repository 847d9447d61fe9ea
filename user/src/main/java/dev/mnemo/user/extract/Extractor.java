package dev.mnemo.user.extract;

import java.util.List;

/// Finds memories in what was said. Safe for many threads.
public interface Extractor {
    /// What was found, in the order in which it was said.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if a model fails; then the window is tried again later
    List<Finding> find(Window window);

    /// Whether it wants to see what is believed already.
    default boolean wantsKnown() {
        return false;
    }
}

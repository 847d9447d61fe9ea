package dev.mnemo.kernel.event;

/// Where long work says how far it is. Telling never fails and never blocks for long.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress NONE = (_, _, _) -> {};

    /// Says how far the work is. Calls of one piece of work come with growing `done`.
    ///
    /// @param done how many pieces are done
    /// @param total how many there are; 0 if that is not known yet
    /// @param what the piece at hand, such as a file's path
    void at(long done, long total, String what);

    /// Whether nobody waits for the work any more; long work should then stop at the next piece.
    default boolean isCancelled() {
        return false;
    }
}

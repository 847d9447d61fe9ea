package dev.mnemo.app.doctor;

/// What one check found.
///
/// @param area what was looked at, a word or two
/// @param level how it is
/// @param what what was found, one sentence
/// @param advice what to do, one sentence; empty if nothing
public record Finding(String area, Level level, String what, String advice) {
    /// How something is.
    public enum Level {
        /// As it should be.
        OK,
        /// It works, and something about it should be known or done.
        WARNING,
        /// Something does not work.
        PROBLEM
    }

    static Finding ok(String area, String what) {
        return new Finding(area, Level.OK, what, "");
    }

    static Finding warning(String area, String what, String advice) {
        return new Finding(area, Level.WARNING, what, advice);
    }

    static Finding problem(String area, String what, String advice) {
        return new Finding(area, Level.PROBLEM, what, advice);
    }
}

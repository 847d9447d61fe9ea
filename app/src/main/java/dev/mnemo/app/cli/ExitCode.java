package dev.mnemo.app.cli;

/// What the program tells the shell.
public final class ExitCode {
    /// It was done.
    public static final int DONE = 0;

    /// The request was understood and refused, what was asked for is not there, or a check found something wrong.
    public static final int REFUSED = 1;

    /// The command line was not understood.
    public static final int USAGE = 2;

    /// Something in the world is broken: a disk, a file, a model, the configuration.
    public static final int BROKEN = 3;

    private ExitCode() {}
}

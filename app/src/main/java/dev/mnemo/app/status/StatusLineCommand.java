package dev.mnemo.app.status;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.kernel.fault.Refusal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// `mnemo statusline`: one line for the status bar of an agent. The launcher answers it by itself, because starting
/// Java
/// would take longer than an agent waits; this is for where there is no such shell.
public final class StatusLineCommand {
    private final Path store;
    private final InstantSource clock;
    private final PrintStream out;

    /// @param store the store's folder
    public StatusLineCommand(Path store, InstantSource clock, PrintStream out) {
        this.store = store;
        this.clock = clock;
        this.out = out;
    }

    /// Runs the command.
    ///
    /// @param words what followed `statusline`
    /// @return an exit code
    public int run(List<String> words) {
        if (!words.isEmpty()) {
            throw new Refusal("'mnemo statusline' takes no words; an agent runs it and shows the line that it prints.");
        }
        StatusFile.read(store, clock.instant()).ifPresent(out::println);
        return ExitCode.DONE;
    }
}

package dev.mnemo.app.tui;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.event.LoggedEvent;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// `mnemo watch`: what memories do, as it happens. On a terminal a screen with filters, search and details; elsewhere a
/// line for each event.
public final class WatchCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo watch [--tail N] [--log FILE] [--plain] [--no-follow]
        Shows what the memory of this project does, in every process, as it happens: the newest N events first (100).
        --log FILE     one log file instead of the project's logs; it may be rotated
        --plain        a line for each event, as it is when the output is no terminal
        --no-follow    ends after the newest events, a line for each
        Keys: q leaves, ? shows the others.\
        """;

    /// Events that are shown at first, if nobody says otherwise.
    static final int TAIL_DEFAULT = 100;

    private final Path logs;
    private final String title;
    private final Function<String, Path> path;
    private final Map<String, String> environment;
    private final ZoneId zone;

    /// @param logs the folder of the project's logs
    /// @param title what the project is called
    /// @param path makes a path of what a person wrote
    /// @param environment `TERM` and `NO_COLOR` say what a terminal can do and a person wants
    /// @param zone the zone of the times that are shown
    public WatchCommand(
            Path logs, String title, Function<String, Path> path, Map<String, String> environment, ZoneId zone) {
        this.logs = logs;
        this.title = Plain.line(title, 40);
        this.path = path;
        this.environment = environment;
        this.zone = zone;
    }

    private record Options(int tail, String log, boolean plain, boolean follow) {
        static Options parse(List<String> words) {
            var options = new Options(TAIL_DEFAULT, "", false, true);
            for (var word = words.iterator(); word.hasNext(); ) {
                var flag = word.next();
                options = switch (flag) {
                    case "--tail" ->
                        new Options(
                                tail(word.hasNext() ? word.next() : ""), options.log, options.plain, options.follow);
                    case "--log" ->
                        new Options(
                                options.tail,
                                word.hasNext() ? word.next() : refuse("--log needs a file."),
                                options.plain,
                                options.follow);
                    case "--plain" -> new Options(options.tail, options.log, true, options.follow);
                    case "--no-follow" -> new Options(options.tail, options.log, true, false);
                    default -> throw new Refusal("'" + flag + "' is not understood. " + USAGE);
                };
            }
            return options;
        }

        private static String refuse(String sentence) {
            throw new Refusal(sentence);
        }

        private static int tail(String text) {
            try {
                int tail = Integer.parseInt(text);
                if (tail >= 0 && tail <= WatchState.EVENTS_MAX) {
                    return tail;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new Refusal("--tail is a number from 0 to " + WatchState.EVENTS_MAX + ", not '" + text + "'.");
        }
    }

    /// Watches until a person leaves, the output is closed or the process is told to end.
    ///
    /// @param words what followed `watch`
    /// @return an exit code
    public int run(List<String> words, Terminal terminal) {
        var options = Options.parse(words);
        try (var source = open(options)) {
            if (options.plain() || !terminal.isInteractive() || isDumb()) {
                return lines(source, options.follow(), terminal.out());
            }
            return screen(source, options, terminal);
        }
    }

    private EventSource open(Options options) {
        if (options.log().isEmpty()) {
            return EventSource.ofFolder(logs, options.tail());
        }
        var file = path.apply(options.log());
        if (Files.isDirectory(file)) {
            return EventSource.ofFolder(file, options.tail());
        }
        if (Files.notExists(file)) {
            throw new Refusal("There is no log " + file + "; --log names a file of events or a folder of them.");
        }
        return EventSource.ofFile(file, options.tail());
    }

    private boolean isDumb() {
        var term = environment.getOrDefault("TERM", "dumb");
        return term.isEmpty() || term.equals("dumb");
    }

    private int screen(EventSource source, Options options, Terminal terminal) {
        var state = new WatchState();
        state.add(source.before());
        var shown = options.log().isEmpty() ? title : Plain.line(options.log(), 40);
        try {
            new WatchScreen(state, new WatchFrame(shown, zone, terminal.hasColours()), source).run();
            return ExitCode.DONE;
        } catch (IOException | IllegalStateException noTerminal) {
            terminal.err()
                    .println("mnemo: this terminal cannot be drawn on (" + noTerminal.getMessage()
                            + "); here is a line for each event.");
            return lines(source, options.follow(), terminal.out());
        }
    }

    private int lines(EventSource source, boolean follow, PrintStream out) {
        print(source.before(), out);
        try {
            while (follow && !out.checkError()) {
                print(source.next(), out);
                TimeUnit.MILLISECONDS.sleep(WatchScreen.PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private void print(List<LoggedEvent> events, PrintStream out) {
        events.forEach(event -> out.println(EventText.line(event, zone)));
    }
}

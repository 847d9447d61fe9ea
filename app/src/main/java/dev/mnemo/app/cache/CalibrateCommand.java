package dev.mnemo.app.cache;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.tune.Asked;
import dev.mnemo.cache.tune.Plot;
import dev.mnemo.cache.tune.Replay;
import dev.mnemo.cache.tune.Tuning;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// `mnemo cache calibrate`: replays a labelled stream and says which budget or threshold to set. Its exit
/// codes are those that scripts for calibrating a cache expect: 0 done, 1 arguments not understood, 2 a file
/// is missing, 3 no embedding model, 4 nothing to recommend, 5 the stream cannot be read.
public final class CalibrateCommand {
    /// How the command is used.
    public static final String USAGE = "Usage: mnemo cache calibrate --data FILE [--budget 0.02] [--confidence 0.95]"
            + " [--html FILE] [--seed 1] [--json]; FILE holds a stream of questions in order of time, one JSON object"
            + " with the texts 'text' and 'answer' a line.";

    private static final int FILE_MISSING = 2;
    private static final int NO_MODEL = 3;
    private static final int NOTHING_TO_RECOMMEND = 4;
    private static final int BAD_STREAM = 5;

    /// Bytes of the largest stream that is read.
    private static final long STREAM_BYTES_MAX = 64_000_000;

    private final Supplier<Optional<Embedder>> model;
    private final Function<String, Path> path;
    private final Terminal terminal;

    /// @param model makes the embedder that is configured; closed afterwards
    /// @param path makes a path of what a person wrote
    public CalibrateCommand(Supplier<Optional<Embedder>> model, Function<String, Path> path, Terminal terminal) {
        this.model = model;
        this.path = path;
        this.terminal = terminal;
    }

    /// Runs the command.
    ///
    /// @param given what followed `cache calibrate`
    /// @throws Refusal if it is not understood
    public int run(List<String> given) {
        boolean json = given.contains("--json");
        var options =
                options(given.stream().filter(word -> !word.equals("--json")).toList());
        if (!options.containsKey("--data")) {
            throw new Refusal(USAGE);
        }
        var budget = Budget.maxErrorRate(number(options, "--budget", 0.02), number(options, "--confidence", 0.95));
        long seed = (long) number(options, "--seed", 1);
        var data = file(options.getOrDefault("--data", ""));
        var html = Optional.ofNullable(options.get("--html")).map(this::file);
        try {
            if (!Files.isRegularFile(data)) {
                return failed(FILE_MISSING, "There is no file " + data + ".");
            }
            if (Files.size(data) > STREAM_BYTES_MAX) {
                return failed(BAD_STREAM, "A stream has at most " + STREAM_BYTES_MAX + " bytes.");
            }
            return calibrate(Files.readString(data, StandardCharsets.UTF_8), budget, seed, new Report(html, json));
        } catch (IOException unreadable) {
            return failed(FILE_MISSING, data + " cannot be read as UTF-8: " + unreadable.getMessage() + ".");
        }
    }

    /// Where the findings go.
    private record Report(Optional<Path> html, boolean json) {}

    private int calibrate(String written, Budget budget, long seed, Report report) throws IOException {
        List<Asked> stream;
        try {
            stream = Asked.read(written);
        } catch (Refusal bad) {
            return failed(BAD_STREAM, bad.sentence());
        }
        var embedder = model.get();
        if (embedder.isEmpty()) {
            return failed(NO_MODEL, "There is no embedding model; 'mnemo config' shows what is configured.");
        }
        try (var open = embedder.get()) {
            var tuning = Tuning.of(Replay.of(stream, open), budget, seed);
            terminal.out().println(report.json() ? tuning.json().pretty() : tuning.text());
            if (report.html().isPresent()) {
                Files.writeString(report.html().get(), Plot.page(tuning));
            }
            return tuning.isConclusive() ? ExitCode.DONE : NOTHING_TO_RECOMMEND;
        }
    }

    private int failed(int code, String sentence) {
        terminal.err().println("mnemo: " + sentence);
        return code;
    }

    private static Map<String, String> options(List<String> given) {
        var options = new TreeMap<String, String>();
        for (var word = given.iterator(); word.hasNext(); ) {
            var name = word.next();
            boolean known = List.of("--data", "--budget", "--confidence", "--html", "--seed")
                    .contains(name);
            if (!known || !word.hasNext() || options.put(name, word.next()) != null) {
                throw new Refusal(USAGE);
            }
        }
        return options;
    }

    private static double number(Map<String, String> options, String name, double otherwise) {
        var written = options.get(name);
        try {
            return written == null ? otherwise : Double.parseDouble(written);
        } catch (NumberFormatException none) {
            throw new Refusal(name + " takes a number, not '" + written + "'.", none);
        }
    }

    private Path file(String text) {
        try {
            return path.apply(text);
        } catch (InvalidPathException unreadable) {
            throw new Refusal("'" + text + "' is no path of a file.", unreadable);
        }
    }
}

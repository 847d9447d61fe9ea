package dev.mnemo.app.cli;

import dev.mnemo.app.ops.Answer;
import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/// The commands of the program: one for each operation, and those that the program adds.
public final class Commands {
    private static final DefaultParser PARSER = DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();

    private final Operations operations;
    private final List<Command> commands;
    private final Terminal terminal;

    /// A command that is no operation.
    ///
    /// @param name what people type
    /// @param summary one sentence
    /// @param usage how it is used, with every flag and word; empty if it takes none
    /// @param run does it; gets the words that follow, returns an exit code
    public record Command(String name, String summary, String usage, ToRun run) {
        /// A command that is used by its name alone, or explains itself.
        public Command(String name, String summary, ToRun run) {
            this(name, summary, "", run);
        }

        /// Runs a command.
        @FunctionalInterface
        public interface ToRun {
            int run(List<String> words);
        }
    }

    /// @param commands the program's own commands; they win over an operation of the same name
    public Commands(Operations operations, List<Command> commands, Terminal terminal) {
        this.operations = operations;
        this.commands = List.copyOf(commands);
        this.terminal = terminal;
    }

    /// Runs one command.
    ///
    /// @param words the command and what follows it
    /// @return one of {@link ExitCode}
    public int run(List<String> words) {
        if (words.isEmpty()) {
            terminal.err().print(overview());
            return ExitCode.USAGE;
        }
        var name = words.getFirst();
        if (Set.of("help", "--help", "-h").contains(name)) {
            if (words.size() > 1) {
                return run(List.of(words.get(1), "--help"));
            }
            terminal.out().print(overview());
            return ExitCode.DONE;
        }
        for (var command : commands) {
            if (command.name().equals(name)
                    && !command.usage().isEmpty()
                    && (words.contains("--help") || words.contains("-h"))) {
                terminal.out().println(command.usage());
                return ExitCode.DONE;
            }
            if (command.name().equals(name.equals("--version") ? "version" : name)) {
                return guarded(() -> command.run().run(words.subList(1, words.size())));
            }
        }
        var verb = verbs().get(name.equals("show") ? "query" : name);
        return verb == null ? unknown(name) : run(verb, words.subList(1, words.size()));
    }

    private Map<String, Verb> verbs() {
        var verbs = new LinkedHashMap<String, Verb>();
        var taken = commands.stream().map(Command::name).collect(Collectors.toSet());
        for (var operation : operations.all()) {
            var verb = Verb.of(operation);
            if (!taken.contains(verb.name())) {
                verbs.put(verb.name(), verb);
            }
        }
        return verbs;
    }

    private int unknown(String name) {
        var known = new ArrayList<String>(verbs().keySet());
        known.add("show");
        commands.forEach(command -> known.add(command.name()));
        terminal.err()
                .println("mnemo: there is no command '" + name + "'; "
                        + Nearest.to(name, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("'mnemo help' lists them."));
        return ExitCode.USAGE;
    }

    private int run(Verb verb, List<String> words) {
        try {
            var line = PARSER.parse(verb.options(), words.toArray(String[]::new));
            if (line.hasOption(Verb.HELP)) {
                terminal.out().print(terminal.paint(verb.help()));
                return ExitCode.DONE;
            }
            var arguments = verb.arguments(line, terminal.in());
            return guarded(() -> answer(verb, arguments, line.hasOption(Verb.JSON)));
        } catch (UnrecognizedOptionException unknown) {
            var known = verb.options().getOptions().stream()
                    .map(option -> "--" + option.getLongOpt())
                    .toList();
            return misused(
                    verb,
                    "There is no option " + unknown.getOption() + "."
                            + Nearest.to(unknown.getOption(), known)
                                    .map(near -> " Did you mean " + near + "?")
                                    .orElse(""));
        } catch (MissingArgumentException missing) {
            return misused(verb, "--" + missing.getOption().getLongOpt() + " needs a value.");
        } catch (ParseException wrong) {
            return misused(verb, String.valueOf(wrong.getMessage()));
        }
    }

    private int misused(Verb verb, String sentence) {
        terminal.err().println("mnemo " + verb.name() + ": " + sentence);
        terminal.err().println("'mnemo " + verb.name() + " --help' shows how it is used.");
        return ExitCode.USAGE;
    }

    /// Runs an operation and writes its answer. A check that found something wrong (`clean` is false) is no success.
    private int answer(Verb verb, Json.Obj arguments, boolean json) {
        Answer answer;
        try (var progress = new ProgressLine(verb.name(), terminal)) {
            answer = verb.operation().answer(arguments, progress);
        }
        terminal.out()
                .println(
                        json
                                ? answer.structured().pretty()
                                : terminal.paint(answer.text().stripTrailing()));
        boolean foundFault =
                answer.structured().get("clean").map(Json.of(false)::equals).orElse(false);
        return foundFault ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private int guarded(java.util.function.IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (Refusal refusal) {
            terminal.err().println("mnemo: " + refusal.sentence());
            return ExitCode.REFUSED;
        } catch (MnemoException broken) {
            terminal.err().println("mnemo: " + broken.sentence());
            return ExitCode.BROKEN;
        }
    }

    /// What `mnemo help` shows.
    private String overview() {
        var table = new Table("command", "what it does");
        commands.forEach(command -> table.row("  " + command.name(), command.summary()));
        verbs().values()
                .forEach(verb -> table.row(
                        "  " + verb.name(), firstSentence(verb.operation().summary())));
        return """
                mnemo: what a team learned about its code, for people and coding agents.

                usage: mnemo [--SETTING VALUE]... COMMAND [ARGUMENT]...

                %s
                'mnemo COMMAND --help' shows how a command is used, 'mnemo config' the settings.
                Answers are for reading; with --json they are for programs. Exit codes: 0 done, 1 refused or not found,
                2 not understood, 3 something is broken.
                """.formatted(table);
    }

    private static String firstSentence(String summary) {
        int end = summary.indexOf(". ");
        var sentence = end < 0 ? summary : summary.substring(0, end + 1);
        return sentence.length() > 100 ? sentence.substring(0, 99) + "…" : sentence;
    }
}

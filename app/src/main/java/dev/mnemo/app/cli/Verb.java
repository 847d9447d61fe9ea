package dev.mnemo.app.cli;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Parameter;
import dev.mnemo.app.ops.ParameterType;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// One operation as a command. Parameters that must be given are positional, in order; if there is none, the first
/// text is an optional positional; a single text takes all the words that follow. The others are options:
/// `max_results` is `--max-results`, a list is an option that may be repeated, an object is written as JSON. A text
/// written as `-` is read from standard input.
final class Verb {
    /// The option by which a program asks for JSON.
    static final String JSON = "json";

    /// The option by which a person asks how a command is used.
    static final String HELP = "help";

    /// Bytes that are read from standard input for one parameter.
    private static final int INPUT_BYTES_MAX = 4_000_000;

    private static final String PREFIX = "memory_";

    /// What people type, by command.
    static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
            Map.entry("recall", List.of("mnemo recall how do we sign tokens", "mnemo recall --json \"retry policy\"")),
            Map.entry("search", List.of("mnemo search TokenStore --max-results 5")),
            Map.entry(
                    "claim",
                    List.of(
                            "mnemo claim \"Tokens are signed with HS256 because the gateway knows no RS256\" --domain decisions",
                            "git log -1 --format=%B | mnemo claim - --domain history")),
            Map.entry(
                    "update",
                    List.of("mnemo update 3c022c26 \"Tokens are signed with RS256 since 2.0\" --reason \"gateway 4\"")),
            Map.entry("query", List.of("mnemo query 3c022c26", "mnemo show 3c022c26")),
            Map.entry("link", List.of("mnemo link 3c022c26 589f6778 --rel caused_by")),
            Map.entry("log", List.of("mnemo log tokens --limit 20")),
            Map.entry("verify", List.of("mnemo verify", "mnemo verify 3c022c26")),
            Map.entry("scan", List.of("mnemo scan src --extensions java,kt")),
            Map.entry("grep", List.of("mnemo grep 'issue\\(' \"who signs tokens\"")),
            Map.entry("status", List.of("mnemo status", "mnemo status --json | jq .active")));

    private final Operation<?, ?> operation;
    private final List<Parameter> positional;

    private Verb(Operation<?, ?> operation, List<Parameter> positional) {
        this.operation = operation;
        this.positional = positional;
    }

    static Verb of(Operation<?, ?> operation) {
        var required =
                operation.parameters().stream().filter(Parameter::required).toList();
        var positional = required.isEmpty()
                ? operation.parameters().stream().filter(Verb::isText).limit(1).toList()
                : required;
        return new Verb(operation, positional);
    }

    /// What people type: the tool's name without its prefix, with dashes.
    String name() {
        return nameOf(operation.name());
    }

    /// `help` and `import` are the program's own words.
    static String nameOf(String tool) {
        if (tool.equals("memory_help")) {
            return "guide";
        }
        if (tool.equals("memory_import")) {
            return "import-node";
        }
        return (tool.startsWith(PREFIX) ? tool.substring(PREFIX.length()) : tool).replace('_', '-');
    }

    Operation<?, ?> operation() {
        return operation;
    }

    /// What may stand on its command line beside the positional parameters.
    Options options() {
        var options = new Options();
        for (var parameter : optional()) {
            options.addOption(Option.builder()
                    .longOpt(option(parameter))
                    .hasArg(!isTruth(parameter))
                    .get());
            if (isTruth(parameter)) {
                options.addOption(Option.builder().longOpt(negated(parameter)).get());
            }
        }
        options.addOption(Option.builder().longOpt(JSON).get());
        options.addOption(Option.builder("h").longOpt(HELP).get());
        return options;
    }

    /// What `--help` shows.
    String help() {
        var usage = new StringBuilder("mnemo " + name() + " [OPTION]...");
        var help = new Help();
        for (var parameter : positional) {
            var label = parameter.name().toUpperCase(Locale.ROOT) + (takesAllWords() ? "..." : "");
            usage.append(parameter.required() ? " " + label : " [" + label + "]");
            help.term(label, about(parameter));
        }
        for (var parameter : optional()) {
            help.term(label(parameter), about(parameter));
        }
        help.term("--" + JSON, "Answer with JSON, for programs.");
        help.term("-h, --" + HELP, "Show this.");
        return help.text(usage.toString(), operation.summary(), EXAMPLES.getOrDefault(name(), List.of()));
    }

    private static String about(Parameter parameter) {
        var byDefault = parameter.byDefault().filter(text -> !text.isEmpty());
        return parameter.about()
                + byDefault.map(text -> " Default: " + text + ".").orElse("");
    }

    private List<Parameter> optional() {
        return operation.parameters().stream()
                .filter(parameter -> !positional.contains(parameter))
                .toList();
    }

    private boolean takesAllWords() {
        return positional.size() == 1 && isText(positional.getFirst());
    }

    private static boolean isText(Parameter parameter) {
        return parameter.type() instanceof ParameterType.Text;
    }

    private static boolean isTruth(Parameter parameter) {
        return parameter.type() instanceof ParameterType.Truth;
    }

    private static String option(Parameter parameter) {
        return parameter.name().replace('_', '-');
    }

    private static String negated(Parameter parameter) {
        return "no-" + option(parameter);
    }

    private static String label(Parameter parameter) {
        return switch (parameter.type()) {
            case ParameterType.Truth() -> "--[no-]" + option(parameter);
            case ParameterType.Whole _, ParameterType.Real() -> "--" + option(parameter) + " N";
            case ParameterType.Bag(), ParameterType.Form _, ParameterType.Anything() ->
                "--" + option(parameter) + " JSON";
            case ParameterType.ListOf _ -> "--" + option(parameter) + " ITEM ...";
            case ParameterType.Text() -> "--" + option(parameter) + " TEXT";
        };
    }

    /// The arguments of the operation, as the command line gives them.
    ///
    /// @throws ParseException if a positional parameter is missing, one is left over, or an option is given twice
    Json.Obj arguments(CommandLine line, InputStream in) throws ParseException {
        var arguments = positionals(line.getArgList(), in);
        for (var parameter : optional()) {
            if (isTruth(parameter)) {
                if (line.hasOption(option(parameter)) || line.hasOption(negated(parameter))) {
                    arguments = arguments.with(parameter.name(), line.hasOption(option(parameter)));
                }
                continue;
            }
            var given = line.getOptionValues(option(parameter));
            if (given != null) {
                arguments = arguments.with(parameter.name(), value(parameter, List.of(given), in));
            }
        }
        return arguments;
    }

    private Json.Obj positionals(List<String> words, InputStream in) throws ParseException {
        var arguments = Json.Obj.EMPTY;
        if (takesAllWords() && !words.isEmpty()) {
            return arguments.with(positional.getFirst().name(), text(String.join(" ", words), in));
        }
        if (words.size() > positional.size()) {
            throw new ParseException("There is nothing that '" + words.get(positional.size())
                    + "' could be; quote a text of many words.");
        }
        for (int index = 0; index < positional.size(); index++) {
            var parameter = positional.get(index);
            if (index < words.size()) {
                arguments = arguments.with(parameter.name(), value(parameter, List.of(words.get(index)), in));
            } else if (parameter.required()) {
                throw new ParseException(
                        parameter.name().toUpperCase(Locale.ROOT) + " is missing. " + parameter.about());
            }
        }
        return arguments;
    }

    private static Json value(Parameter parameter, List<String> given, InputStream in) throws ParseException {
        if (!(parameter.type() instanceof ParameterType.ListOf(var item))) {
            if (given.size() > 1) {
                throw new ParseException("Give --" + option(parameter) + " once.");
            }
            return Json.of(text(given.getFirst(), in));
        }
        if (given.size() == 1) {
            return Json.of(given.getFirst());
        }
        return item instanceof ParameterType.Text
                ? Json.strings(given)
                : Json.array(given.stream().map(Json::parse).toList());
    }

    private static String text(String written, InputStream in) {
        if (!written.equals("-")) {
            return written;
        }
        try {
            return new String(in.readNBytes(INPUT_BYTES_MAX), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}

package dev.mnemo.app.cli;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Parameter;
import dev.mnemo.app.ops.ParameterType;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// One operation as a command. Parameters that must be given are positional, in order; if there is none, the first
/// text is an optional positional; a single text takes all the words that follow. The others are options:
/// `max_results` is `--max-results`, a list is an option that may be repeated, an object is written as JSON. A text
/// written as `-` is read from standard input.
final class Verb {
    /// Bytes that are read from standard input for one parameter.
    private static final int INPUT_BYTES_MAX = 4_000_000;

    private static final String PREFIX = "memory_";

    private static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
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
            Map.entry("grep", List.of("mnemo grep 'issue\\(' --intent \"who signs tokens\"")),
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

    CommandSpec spec() {
        var spec = CommandSpec.create().name("mnemo " + name());
        spec.usageMessage().description(operation.summary().replace("%", "%%"));
        for (int index = 0; index < positional.size(); index++) {
            spec.addPositional(positional(index));
        }
        operation.parameters().stream()
                .filter(parameter -> !positional.contains(parameter))
                .forEach(parameter -> spec.addOption(option(parameter)));
        spec.addOption(OptionSpec.builder("--json")
                .type(boolean.class)
                .description("Answer with JSON, for programs.")
                .build());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this.")
                .build());
        var examples = EXAMPLES.getOrDefault(name(), List.of());
        if (!examples.isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n");
            spec.usageMessage()
                    .footer(examples.stream()
                            .map(example -> "  " + example.replace("%", "%%"))
                            .toArray(String[]::new));
        }
        return spec;
    }

    private PositionalParamSpec positional(int index) {
        var parameter = positional.get(index);
        boolean all = takesAllWords();
        return PositionalParamSpec.builder()
                .index(all ? "0..*" : Integer.toString(index))
                .required(parameter.required())
                .arity((parameter.required() ? "1" : "0") + (all ? "..*" : parameter.required() ? "" : "..1"))
                .paramLabel(parameter.name().toUpperCase(Locale.ROOT))
                .type(all ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .description(parameter.about().replace("%", "%%"))
                .build();
    }

    private boolean takesAllWords() {
        return positional.size() == 1 && isText(positional.getFirst());
    }

    private static boolean isText(Parameter parameter) {
        return parameter.type() instanceof ParameterType.Text;
    }

    private static OptionSpec option(Parameter parameter) {
        var builder = OptionSpec.builder("--" + parameter.name().replace('_', '-'));
        var byDefault = parameter.byDefault().filter(text -> !text.isEmpty()).map(text -> " Default: " + text + ".");
        builder.description((parameter.about() + byDefault.orElse("")).replace("%", "%%"));
        return switch (parameter.type()) {
            case ParameterType.Truth() ->
                builder.type(boolean.class)
                        .negatable(true)
                        .arity("0..1")
                        .fallbackValue("true")
                        .build();
            case ParameterType.ListOf _ ->
                builder.type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("ITEM")
                        .arity("1")
                        .build();
            default ->
                builder.type(String.class)
                        .paramLabel(label(parameter))
                        .arity("1")
                        .build();
        };
    }

    private static String label(Parameter parameter) {
        return switch (parameter.type()) {
            case ParameterType.Whole _, ParameterType.Real() -> "N";
            case ParameterType.Bag(), ParameterType.Form _, ParameterType.Anything() -> "JSON";
            default -> "TEXT";
        };
    }

    /// The arguments of the operation, as the command line gives them.
    Json.Obj arguments(ParseResult parsed, InputStream in) {
        var arguments = Json.Obj.EMPTY;
        for (int index = 0; index < positional.size(); index++) {
            var value = given(parsed.matchedPositionalValue(index, null));
            if (value.isPresent()) {
                arguments = arguments.with(positional.get(index).name(), value(positional.get(index), value.get(), in));
            }
        }
        for (var parameter : operation.parameters()) {
            var name = "--" + parameter.name().replace('_', '-');
            if (!positional.contains(parameter) && parsed.hasMatchedOption(name)) {
                var value = given(parsed.matchedOptionValue(name, null));
                if (value.isPresent()) {
                    arguments = arguments.with(parameter.name(), value(parameter, value.get(), in));
                }
            }
        }
        return arguments;
    }

    private static Optional<Object> given(@Nullable Object value) {
        return value == null || (value instanceof List<?> list && list.isEmpty())
                ? Optional.empty()
                : Optional.of(value);
    }

    private static Json value(Parameter parameter, Object given, InputStream in) {
        if (!(given instanceof List<?> words)) {
            return Json.of(text(given.toString(), in));
        }
        var texts = new ArrayList<String>();
        words.forEach(word -> texts.add(String.valueOf(word)));
        if (!(parameter.type() instanceof ParameterType.ListOf(var item))) {
            return Json.of(text(String.join(" ", texts), in));
        }
        if (texts.size() == 1) {
            return Json.of(texts.getFirst());
        }
        return item instanceof ParameterType.Text
                ? Json.strings(texts)
                : Json.array(texts.stream().map(Json::parse).toList());
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

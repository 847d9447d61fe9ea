package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts parameters into the texts of a step: `{name}` becomes the parameter's value, an unknown name stays. Values are
/// put in once and never looked into, so a value cannot name another parameter.
final class Interpolation {
    /// Characters of a text after the parameters were put in.
    static final int TEXT_CHARS_MAX = 8_000;

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]{0,63})\\}");

    private Interpolation() {}

    static Json.Obj apply(Json.Obj step, Json.Obj parameters) {
        return (Json.Obj) value(step, parameters);
    }

    private static Json value(Json value, Json.Obj parameters) {
        return switch (value) {
            case Json.Str(var text) -> Json.of(text(text, parameters));
            case Json.Arr(var items) ->
                Json.array(items.stream().map(item -> value(item, parameters)).toList());
            case Json.Obj(var members) -> {
                var filled = new LinkedHashMap<String, Json>();
                members.forEach((key, member) -> filled.put(key, value(member, parameters)));
                yield new Json.Obj(filled);
            }
            default -> value;
        };
    }

    private static String text(String text, Json.Obj parameters) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        var filled = PLACE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(parameters
                        .get(found.group(1))
                        .map(value -> value instanceof Json.Str(var plain) ? plain : value.compact())
                        .orElse(found.group())));
        if (filled.length() > TEXT_CHARS_MAX) {
            throw new Refusal("With its parameters a text has " + filled.length() + " characters; at most "
                    + TEXT_CHARS_MAX + " are allowed.");
        }
        return filled;
    }

    /// The first parameter that a text still waits for.
    static Optional<String> missing(String text) {
        var matcher = PLACE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}

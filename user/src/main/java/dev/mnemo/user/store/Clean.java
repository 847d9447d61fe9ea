package dev.mnemo.user.store;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import java.util.LinkedHashMap;

/// What may be stored of a text: nothing that moves a cursor, no secrets, and nothing that somebody marked as
/// private.
public final class Clean {
    private Clean() {}

    /// A text of any number of lines.
    public static String text(String text) {
        return Secrets.redact(Plain.text(text)).text();
    }

    /// A text on one line.
    public static String line(String text) {
        return Secrets.redact(Plain.line(text)).text();
    }

    /// A value, whose texts are cleaned. A text is also looked at together with its name, which may say that it is
    /// a password.
    public static Json json(Json value) {
        return switch (value) {
            case Json.Str(var text) -> Json.of(text(text));
            case Json.Arr(var items) ->
                Json.array(items.stream().map(Clean::json).toList());
            case Json.Obj object -> json(object);
            case Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    /// As {@link #json(Json)}.
    public static Json.Obj json(Json.Obj object) {
        var clean = new LinkedHashMap<String, Json>();
        object.members().forEach((name, value) -> clean.put(text(name), named(name, value)));
        return new Json.Obj(clean);
    }

    /// A value under a name.
    public static Json named(String name, Json value) {
        if (!(value instanceof Json.Str(var text))) {
            return json(value);
        }
        var prefix = name + ": ";
        var both = text(prefix + text);
        return Json.of(both.startsWith(prefix) ? both.substring(prefix.length()) : text(text));
    }
}

package dev.mnemo.kernel.json;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the JSON object that a language model wrote, with what models add around it and leave out of it, as long as
/// only one reading is possible.
public final class LooseJson {
    private static final Pattern TRAILING_COMMA = Pattern.compile(",(\\s*[}\\]])");
    private static final int SHOWN_CHARS = 80;

    private LooseJson() {}

    /// The object. Text before and behind it and fences are passed over; a comma before a closing bracket is dropped.
    ///
    /// @param cutOff whether the text ends before the object does; then what is complete of it counts
    /// @throws MnemoException with fault `MODEL` if there is no such object
    public static Json.Obj object(String text, boolean cutOff) {
        int start = text.indexOf('{');
        int end = text.lastIndexOf('}') + 1;
        var object =
                start < 0 ? "" : cutOff ? closed(text.substring(start)) : text.substring(start, Math.max(start, end));
        return Stream.of(object, TRAILING_COMMA.matcher(object).replaceAll("$1"))
                .flatMap(form -> parsed(form).stream())
                .findFirst()
                .orElseThrow(() -> new MnemoException(
                        Fault.MODEL,
                        "The language model did not answer with a JSON object: "
                                + text.substring(0, Math.min(SHOWN_CHARS, text.length()))
                                        .replaceAll("\\s+", " "),
                        "It is asked again; if that goes on, choose another model."));
    }

    private static Optional<Json.Obj> parsed(String text) {
        try {
            return Optional.of(Json.parseObject(text));
        } catch (JsonFault notYet) {
            return Optional.empty();
        }
    }

    /// The text up to its last complete item, with the brackets closed that are open there.
    private static String closed(String text) {
        Deque<Character> open = new ArrayDeque<>();
        boolean quoted = false;
        var complete = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                open.push(c == '{' ? '}' : ']');
            } else if (c == '}' || c == ']') {
                if (open.isEmpty() || open.pop() != c) {
                    return "";
                }
                complete = text.substring(0, i + 1)
                        + open.stream().map(String::valueOf).collect(Collectors.joining());
            }
        }
        return complete;
    }
}

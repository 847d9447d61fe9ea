package dev.mnemo.project.session;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Takes the texts of one request in: refuses what is empty or too long, cuts secrets out, and remembers which kinds of
/// secret there were, so that the answer can say so.
public final class StoredText {
    /// Characters of one text.
    public static final int CHARS_MAX = 8_000;

    /// Items of one list.
    public static final int ITEMS_MAX = 100;

    private final Set<String> redacted = new LinkedHashSet<>();

    /// A text that must say something.
    ///
    /// @param what its name in the request, for the refusal
    /// @throws Refusal if it is blank or longer than {@link #CHARS_MAX}
    public String required(String what, String text) {
        if (text.isBlank()) {
            throw new Refusal("'" + what + "' is empty; give it 1 to " + CHARS_MAX + " characters.");
        }
        return optional(what, text);
    }

    /// A text that may be empty.
    ///
    /// @throws Refusal if it is longer than {@link #CHARS_MAX}
    public String optional(String what, String text) {
        if (text.length() > CHARS_MAX) {
            throw new Refusal(
                    "'" + what + "' has " + text.length() + " characters; at most " + CHARS_MAX + " are allowed.");
        }
        var safe = Secrets.redact(Plain.text(text));
        redacted.addAll(safe.kinds());
        return safe.text().strip();
    }

    /// A text that must say something, on one line.
    ///
    /// @throws Refusal as {@link #required}
    public String requiredLine(String what, String text) {
        return Plain.line(required(what, text));
    }

    /// A text that may be empty, on one line.
    ///
    /// @throws Refusal as {@link #optional}
    public String line(String what, String text) {
        return Plain.line(optional(what, text));
    }

    /// Texts, each on one line; blank ones are dropped.
    ///
    /// @throws Refusal if there are more than {@link #ITEMS_MAX}, or if one is too long
    public List<String> lines(String what, List<String> texts) {
        if (texts.size() > ITEMS_MAX) {
            throw new Refusal("'" + what + "' has " + texts.size() + " items; at most " + ITEMS_MAX + " are allowed.");
        }
        var lines = new ArrayList<String>();
        for (var text : texts) {
            var line = line(what, text);
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /// The kinds of secret that were cut out so far, each once.
    public List<String> redacted() {
        return List.copyOf(redacted);
    }
}

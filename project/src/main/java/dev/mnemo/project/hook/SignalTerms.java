package dev.mnemo.project.hook;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a piece of code that say what it is about: the longest parts of its identifiers.
final class SignalTerms {
    /// Terms taken from one text.
    static final int TERMS_MAX = 12;

    private static final int TERM_CHARS_MIN = 5;
    private static final int TEXT_CHARS_MIN = 60;
    private static final Pattern IDENTIFIER = Pattern.compile("\\p{L}[\\p{L}\\p{N}]*");
    private static final Pattern HUMPS =
            Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Set<String> NOISE = Set.of(
            "about",
            "after",
            "agent",
            "before",
            "class",
            "const",
            "content",
            "false",
            "import",
            "memory",
            "mnemo",
            "package",
            "private",
            "project",
            "protected",
            "public",
            "return",
            "static",
            "store",
            "string",
            "their",
            "there",
            "where",
            "which",
            "while");

    private SignalTerms() {}

    /// The terms of the text that is written, or of the file's name if the text is short.
    static List<String> of(String text, String file) {
        var source = text.length() >= TEXT_CHARS_MIN ? text : file.replaceAll("[_\\-./\\\\]", " ");
        var terms = new LinkedHashSet<String>();
        var identifiers = IDENTIFIER.matcher(source);
        while (identifiers.find()) {
            Arrays.stream(HUMPS.split(identifiers.group()))
                    .map(part -> part.toLowerCase(Locale.ROOT))
                    .filter(part -> part.length() >= TERM_CHARS_MIN && !NOISE.contains(part))
                    .forEach(terms::add);
        }
        return terms.stream()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .limit(TERMS_MAX)
                .toList();
    }
}

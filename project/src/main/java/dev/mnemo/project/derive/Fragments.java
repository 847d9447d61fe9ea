package dev.mnemo.project.derive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The clauses of a text that carry a number. A summary loses numbers first, so it keeps these word for word.
public final class Fragments {
    /// The longest clause kept whole, in characters.
    public static final int CLAUSE_CHARS_MAX = 150;

    private static final int PART_CHARS_MIN = 5;
    private static final int WORDS_MIN = 2;
    private static final Pattern CLAUSE_END = Pattern.compile("[.;!]\\s+|\\n");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Fragments() {}

    /// The clauses with a digit and at least two words, each once, in order. One that is too long falls into the
    /// parts between its commas.
    public static List<String> of(String text) {
        var found = new LinkedHashSet<String>();
        for (var piece : CLAUSE_END.split(text)) {
            var clause = piece.strip();
            if (!hasDigit(clause) || SPACE.split(clause).length < WORDS_MIN) {
                continue;
            }
            if (clause.codePointCount(0, clause.length()) <= CLAUSE_CHARS_MAX) {
                found.add(clause);
            } else {
                parts(clause, found);
            }
        }
        return new ArrayList<>(found);
    }

    private static void parts(String clause, Set<String> found) {
        for (var part : clause.split(",")) {
            var stripped = part.strip();
            if (hasDigit(stripped) && stripped.codePointCount(0, stripped.length()) >= PART_CHARS_MIN) {
                found.add(stripped);
            }
        }
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }
}

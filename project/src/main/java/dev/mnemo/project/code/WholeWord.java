package dev.mnemo.project.code;

import java.util.Locale;

/// Whole words inside texts, compared without case.
final class WholeWord {
    private WholeWord() {}

    /// The place of a word in a text, or -1; letters, digits and `_` beside it would make it part of another word.
    static int indexOf(String text, String word) {
        var haystack = text.toLowerCase(Locale.ROOT);
        var needle = word.toLowerCase(Locale.ROOT);
        if (needle.isEmpty()) {
            return -1;
        }
        for (int at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
            int end = at + needle.length();
            if ((at == 0 || !isPart(haystack.charAt(at - 1)))
                    && (end == haystack.length() || !isPart(haystack.charAt(end)))) {
                return at;
            }
        }
        return -1;
    }

    static boolean contains(String text, String word) {
        return indexOf(text, word) >= 0;
    }

    /// Some characters around a place, cut at words, with `...` where something is left out.
    static String around(String text, int at, int before, int after) {
        int from = Math.max(0, at - before);
        while (from > 0 && isPart(text.charAt(from - 1))) {
            from--;
        }
        int to = Math.min(text.length(), at + after);
        while (to < text.length() && to > at + 1 && isPart(text.charAt(to))) {
            to--;
        }
        return (from > 0 ? "..." : "") + text.substring(from, to).strip() + (to < text.length() ? "..." : "");
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}

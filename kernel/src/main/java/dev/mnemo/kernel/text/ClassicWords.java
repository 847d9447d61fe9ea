package dev.mnemo.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of the classic ranking: lower-case runs of ASCII letters and underscores of at least
/// {@value #LETTERS_MIN} characters that are no stop words. Everything else separates; nothing is stemmed.
public final class ClassicWords implements Analysis {
    /// The shortest word, in characters.
    public static final int LETTERS_MIN = 3;

    @Override
    public List<String> words(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var words = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at <= lower.length(); at++) {
            if (at < lower.length() && isLetter(lower.charAt(at))) {
                continue;
            }
            if (at - start >= LETTERS_MIN) {
                var word = lower.substring(start, at);
                if (!StopWords.ENGLISH.contains(word)) {
                    words.add(word);
                }
            }
            start = at + 1;
        }
        return words;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    }
}

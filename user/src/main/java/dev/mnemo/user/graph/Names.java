package dev.mnemo.user.graph;

import dev.mnemo.kernel.text.Plain;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Names of people and things, in the forms in which they are compared.
final class Names {
    /// Words of a question in which names are looked for.
    private static final int WORDS_MAX = 120;

    /// Words of the longest name that is found in a question; characters, in scripts without spaces.
    private static final int NAME_WORDS_MAX = 8;

    /// The first letter of scripts that put no spaces between words.
    private static final int DENSE_SCRIPTS = 0x2E80;

    private Names() {}

    /// A name found in a text.
    ///
    /// @param form as {@link #form} writes it
    /// @param start the number of its first word
    /// @param end the number of the first word after it
    record Candidate(String form, int start, int end) {
        boolean overlaps(Candidate other) {
            return start < other.end && other.start < end;
        }
    }

    private record Word(String text, boolean isDense) {}

    /// A name as an id: compatibility forms unified, lower case, words joined by `_`.
    static String id(String name) {
        return String.join("_", plain(name).replace('_', ' ').strip().split(" +"));
    }

    /// A name as it is looked for in a text: its words without punctuation. Two names with one form are one name.
    static String form(String name) {
        var words = words(name, Integer.MAX_VALUE);
        return words.isEmpty() ? id(name) : join(words);
    }

    /// Every run of words in a question that may be a name; longer ones first.
    static List<Candidate> candidates(String question) {
        var words = words(question, WORDS_MAX);
        var found = new ArrayList<Candidate>();
        for (int length = Math.min(NAME_WORDS_MAX, words.size()); length > 0; length--) {
            for (int start = 0; start + length <= words.size(); start++) {
                var form = join(words.subList(start, start + length));
                if (form.length() > 1) {
                    found.add(new Candidate(form, start, start + length));
                }
            }
        }
        return found;
    }

    /// Whether a text speaks of the person whose memory it is.
    static boolean namesUser(String question) {
        return words(question, WORDS_MAX).stream().map(Word::text).anyMatch(Names::isUser);
    }

    private static boolean isUser(String word) {
        return switch (word) {
            case "i", "me", "my", "mine", "myself", "user", "我" -> true;
            default -> false;
        };
    }

    private static String plain(String text) {
        return Plain.line(Normalizer.normalize(text, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
    }

    private static String join(List<Word> words) {
        var form = new StringBuilder();
        boolean denseBefore = true;
        for (var word : words) {
            form.append(form.isEmpty() || (denseBefore && word.isDense()) ? "" : "_")
                    .append(word.text());
            denseBefore = word.isDense();
        }
        return form.toString();
    }

    private static List<Word> words(String text, int max) {
        var words = new ArrayList<Word>();
        var word = new StringBuilder();
        var plain = plain(text);
        for (int at = 0; at < plain.length() && words.size() < max; ) {
            int c = plain.codePointAt(at);
            at += Character.charCount(c);
            boolean isLetter = Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
            boolean isDense = isLetter && c >= DENSE_SCRIPTS;
            boolean isTail = !word.isEmpty() && (c == '+' || c == '#'); // C++, C#
            if ((isLetter && !isDense) || isTail) {
                word.appendCodePoint(c);
                continue;
            }
            end(word, words);
            if (isDense) {
                words.add(new Word(Character.toString(c), true));
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<Word> words) {
        if (!word.isEmpty()) {
            words.add(new Word(word.toString(), false));
            word.setLength(0);
        }
    }
}

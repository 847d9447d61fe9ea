package dev.mnemo.user.recall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whom a question is about: the one person that it names. Of what was said and noted, what this person said
/// and what is known about this person is meant.
final class Speakers {
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private static final Set<String> FIRST_PERSON = Set.of("i", "me", "my", "mine", "myself", "user");
    private static final Set<String> SECOND_PERSON = Set.of("you", "your", "yours", "assistant");

    /// Letters of the shortest first name that stands for the whole one.
    private static final int FIRST_NAME_MIN = 3;

    private Speakers() {}

    /// The only one named; empty if nobody is, or several are.
    ///
    /// @param abouts those of whom something is remembered
    static Optional<String> named(String question, Iterable<String> abouts) {
        var words = words(question);
        var text = question.toLowerCase(Locale.ROOT);
        var named = new ArrayList<String>();
        for (var about : abouts) {
            boolean isRole = about.equals(Remembered.USER) || about.equals(Remembered.ASSISTANT);
            if (!isRole && isNamed(about.toLowerCase(Locale.ROOT), words, text)) {
                named.add(about);
            }
        }
        if (!named.isEmpty()) {
            return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
        }
        return addressed(words, question);
    }

    /// "My" hobby is that of the person, "your" advice that of the program. Both together are nobody's.
    private static Optional<String> addressed(Set<String> words, String question) {
        boolean first =
                FIRST_PERSON.stream().anyMatch(words::contains) || question.contains("我") || question.contains("用户");
        boolean second = SECOND_PERSON.stream().anyMatch(words::contains) || question.contains("你");
        return first == second ? Optional.empty() : Optional.of(first ? Remembered.USER : Remembered.ASSISTANT);
    }

    private static boolean isNamed(String about, Set<String> words, String text) {
        var parts = List.copyOf(words(about));
        if (parts.isEmpty()) {
            return false;
        }
        if (about.codePointAt(0) >= 0x2E80) {
            return about.codePointCount(0, about.length()) > 1 && text.contains(about);
        }
        var first = NOT_LETTERS.split(about)[0];
        return words.containsAll(parts) || (first.length() >= FIRST_NAME_MIN && words.contains(first));
    }

    private static Set<String> words(String text) {
        var words = new HashSet<>(List.of(NOT_LETTERS.split(text.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }
}

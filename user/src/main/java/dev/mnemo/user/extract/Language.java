package dev.mnemo.user.extract;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.StopWords;
import dev.mnemo.user.kv.KeyValueRows;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.talk.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The language that somebody writes: of those that rules know, Chinese if a tenth of the letters are Chinese
/// characters, English if many of its words are the commonest English ones; of the others nothing is noted.
public final class Language {
    private static final String KEY = "language";
    private static final double CHINESE_SHARE = 0.1;
    private static final double SURE_SHARE = 0.8;

    /// The least share of the commonest English words in an English text, and how many there must be.
    private static final double ENGLISH_SHARE = 0.25;

    private static final int ENGLISH_WORDS_MIN = 2;

    /// Letters without which nothing is said about a language.
    private static final int LETTERS_MIN = 8;

    private Language() {}

    /// Whether a text is Chinese.
    public static boolean isChinese(String text) {
        return share(text, true) > CHINESE_SHARE;
    }

    /// Notes in the profile what language somebody writes, if it is plain and another than before.
    static void note(PersonTx person, List<Message> messages) {
        var text = new StringBuilder();
        messages.forEach(message -> text.append(message.content()));
        of(text.toString())
                .map(Json::of)
                .filter(found -> !KeyValueRows.get(person, KeyValueRows.PROFILE, KEY)
                        .map(found::equals)
                        .orElse(false))
                .ifPresent(found -> KeyValueRows.set(person, KeyValueRows.PROFILE, KEY, found));
    }

    static Optional<String> of(String text) {
        if (text.codePoints().filter(Character::isLetter).count() < LETTERS_MIN) {
            return Optional.empty();
        }
        if (isChinese(text)) {
            return share(text, true) > SURE_SHARE || share(text, false) < 1 - CHINESE_SHARE
                    ? Optional.of("zh")
                    : Optional.empty();
        }
        var words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+");
        long common = Arrays.stream(words).filter(StopWords.ENGLISH::contains).count();
        return common >= ENGLISH_WORDS_MIN && common >= words.length * ENGLISH_SHARE
                ? Optional.of("en")
                : Optional.empty();
    }

    private static double share(String text, boolean chinese) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long counted = text.codePoints()
                .filter(Character::isLetter)
                .filter(c -> chinese ? Character.isIdeographic(c) : c < 0x80)
                .count();
        return letters == 0 ? 0 : (double) counted / letters;
    }
}

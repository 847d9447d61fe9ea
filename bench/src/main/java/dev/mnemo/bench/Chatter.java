package dev.mnemo.bench;

import java.util.Random;

/// Made-up talk: words that follow the usual distribution of words in a language (Zipf's law), so that some are
/// everywhere and most are rare. The same for the same seed.
final class Chatter {
    private static final int WORDS_OF_LANGUAGE = 30_000;

    private final Random random;

    Chatter(long seed) {
        random = new Random(seed);
    }

    String text(int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(WORDS_OF_LANGUAGE));
            text.append(i == 0 ? "" : " ").append(word(rank));
        }
        return text.toString();
    }

    private static String word(int rank) {
        var word = new StringBuilder();
        for (int rest = rank; rest > 0; rest /= 20) {
            word.append("bcdfghklmnprstvwzjqx".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
        }
        return word.toString();
    }
}

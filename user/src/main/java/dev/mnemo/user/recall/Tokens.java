package dev.mnemo.user.recall;

/// How many tokens a language model reads in a text, near enough for a budget: one for each character of
/// scripts written without spaces, one for four other characters.
public final class Tokens {
    private static final int CHARS_PER_TOKEN = 4;

    private Tokens() {}

    /// The number of tokens, at least 1 for a text that is not empty.
    public static int of(String text) {
        int dense = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x2E80) {
                dense++;
            } else {
                other++;
            }
        }
        return dense + (other + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }
}

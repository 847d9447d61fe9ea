package dev.mnemo.cache;

/// How long texts are, without making the bytes.
final class Bytes {
    /// Letters of the Latin alphabet to a token, as embedding models cut them; other scripts have one token a letter.
    private static final int LATIN_CHARS_PER_TOKEN = 4;

    private Bytes() {}

    /// Whether the UTF-8 form of a text is longer than a limit.
    static boolean exceed(String text, int max) {
        return text.length() > max || (text.length() > max / 3 && utf8(text) > max);
    }

    /// Bytes of the UTF-8 form of a text.
    static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /// About how many tokens a text has, rather too many than too few for anything but English.
    static int tokens(String text) {
        int latin = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x80) {
                latin++;
            } else {
                other++;
            }
        }
        return latin / LATIN_CHARS_PER_TOKEN + other;
    }
}

package dev.mnemo.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// What two texts have in common when they differ in white space and case only: version 1, frozen, because stored
/// keys are made from it. Trimmed, each run of white space one space, full case folding of Unicode 14. Accents,
/// punctuation and composition (NFC, NFD) stay as they are.
public final class NormalForm {
    private NormalForm() {}

    /// The normal form of a text; of white space alone it is empty.
    public static String of(String text) {
        var form = new StringBuilder(text.length());
        boolean gap = false;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isSpace(c)) {
                gap = !form.isEmpty();
                continue;
            }
            if (gap) {
                form.append(' ');
                gap = false;
            }
            fold(c, form);
        }
        return form.toString();
    }

    /// SHA-256 of the UTF-8 form of a text, 64 lower-case hexadecimal digits.
    public static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// White space: the White_Space property of Unicode, and the four separators U+001C to U+001F.
    static boolean isSpace(int c) {
        if (c <= ' ') {
            return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
        }
        return switch (c) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200a;
        };
    }

    /// Full case folding: upper case of the code point, then lower case of each code point of that. The cases apart
    /// are those in which Unicode folds differently, and letters that came after Unicode 14.
    private static void fold(int c, StringBuilder form) {
        if (c < 0x80) {
            form.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
        } else if (c == 0x130) {
            form.append("i\u0307");
        } else if (c == 0x1e9e) {
            form.append("ss");
        } else if (c >= 0x13f8 && c <= 0x13fd) { // Cherokee folds to upper case
            form.append((char) (c - 0x13f8 + 0x13f0));
        } else if (c >= 0xab70 && c <= 0xabbf) {
            form.append((char) (c - 0xab70 + 0x13a0));
        } else if (c == 0x131 || (c >= 0x13a0 && c <= 0x13f5) || isNewer(c)) {
            form.appendCodePoint(c);
        } else {
            Character.toString(c)
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .forEach(upper -> form.appendCodePoint(Character.toLowerCase(upper)));
        }
    }

    /// Capital letters of Unicode 15 and 16. A newer JDK folds them, stored keys do not.
    private static boolean isNewer(int c) {
        return switch (c) {
            case 0x1c89, 0xa7cb, 0xa7cc, 0xa7da, 0xa7dc -> true;
            default -> c >= 0x10d50 && c <= 0x10d65;
        };
    }
}

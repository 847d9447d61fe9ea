package dev.mnemo.kernel.text;

/// Makes stored text safe to show: text is data, so nothing in it may move a cursor, hide a word or turn the reading
/// direction around.
public final class Plain {
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';

    private Plain() {}

    /// The text without terminal escape sequences, control characters (line feed and tab stay; CR LF becomes line
    /// feed), direction overrides, tag characters and byte order marks. Half a surrogate pair becomes U+FFFD.
    public static String text(String text) {
        if (text.chars().noneMatch(c -> c < ' ' ? c != '\n' && c != '\t' : c >= 0x7f && isSuspect(c))) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            if (c == ESCAPE || c == 0x9b) {
                at = afterEscape(text, at);
                continue;
            }
            at += Character.charCount(c);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append('\ufffd');
            } else if (!isHidden(c)) {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /// As {@link #text}, on one line: line ends and tabs become single spaces, the ends are trimmed.
    public static String line(String text) {
        var plain = text(text);
        var out = new StringBuilder(plain.length());
        for (int at = 0; at < plain.length(); at++) {
            char c = plain.charAt(at);
            boolean space = c == ' ' || c == '\n' || c == '\t' || c == '\u2028' || c == '\u2029';
            if (!space) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().stripTrailing();
    }

    /// As {@link #line}, at most `codePoints` long; an ellipsis shows that something was cut and counts as one.
    public static String line(String text, int codePoints) {
        var line = line(text);
        return line.codePointCount(0, line.length()) <= codePoints
                ? line
                : line.substring(0, line.offsetByCodePoints(0, Math.max(0, codePoints - 1))) + "…";
    }

    /// The first code points of a text, as it is.
    public static String cut(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private static boolean isSuspect(int c) {
        return Character.isSurrogate((char) c) || isHidden(c);
    }

    private static boolean isHidden(int c) {
        return (c < ' ' && c != '\n' && c != '\t')
                || (c >= 0x7f && c <= 0x9f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff
                || (c >= 0xe0000 && c <= 0xe007f);
    }

    /// Where the text goes on after the escape sequence at `start`. An unfinished sequence ends with its line, so that
    /// a stray escape cannot swallow what follows.
    private static int afterEscape(String text, int start) {
        int at = start + 1;
        boolean control = text.charAt(start) != ESCAPE;
        if (!control) {
            if (at == text.length()) {
                return at;
            }
            char kind = text.charAt(at);
            if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
                return afterString(text, at + 1);
            }
            control = kind == '[';
            if (!control) {
                return kind >= '0' && kind <= '~' ? at + 1 : at;
            }
            at++;
        }
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '?') {
            at++;
        }
        return at < text.length() && text.charAt(at) >= '@' && text.charAt(at) <= '~' ? at + 1 : at;
    }

    private static int afterString(String text, int start) {
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == BELL) {
                return at + 1;
            }
            if (c == '\n') {
                return at;
            }
            if (c == ESCAPE) {
                return at + 1 < text.length() && text.charAt(at + 1) == '\\' ? at + 2 : at;
            }
        }
        return text.length();
    }
}

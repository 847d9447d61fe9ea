package dev.mnemo.project.recall;

/// Pieces of stored text, fit to be shown. Stored text is data: nothing in it may move a cursor or pass for another
/// line.
public final class Excerpt {
    private Excerpt() {}

    /// The first code points of a text.
    public static String cut(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    /// A text without control characters, terminal escapes and characters that turn the direction of writing; further
    /// lines are indented.
    ///
    /// @param indent what begins each line but the first
    public static String plain(String text, String indent) {
        var plain = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        var shown = new StringBuilder(plain.length());
        plain.codePoints().forEach(c -> {
            if (c == '\n') {
                shown.append('\n').append(indent);
            } else if (c == '\t') {
                shown.append(' ');
            } else if (!isHidden(c)) {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString().strip();
    }

    /// A text on one line, without control characters, cut with an ellipsis.
    public static String oneLine(String text, int codePoints) {
        var line = plain(text, "").replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= codePoints
                ? line
                : cut(line, codePoints - 1).strip() + "…";
    }

    private static final java.util.regex.Pattern TERMINAL_ESCAPE = java.util.regex.Pattern.compile(
            "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b[@-Z\\\\-_]");

    private static boolean isHidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}

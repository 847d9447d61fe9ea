package dev.mnemo.project.anchor;

import dev.mnemo.project.node.Address;
import java.util.ArrayList;
import java.util.List;

/// The hash that recognises a piece of a file again, whatever its indentation, its line ends and its blank lines:
/// the first 16 hexadecimal digits of the SHA-256 of its lines, each stripped of white space, blank ones left out,
/// joined by newlines.
public final class ContentHash {
    /// Digits of a content hash.
    public static final int DIGITS = 16;

    private ContentHash() {}

    /// The hash of some lines of a file.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if the text holds half of a surrogate pair
    public static String of(String lines) {
        return ofStripped(stripped(lines));
    }

    /// The hash of lines that are stripped and not blank.
    static String ofStripped(List<String> lines) {
        return Address.sha256(String.join("\n", lines)).substring(0, DIGITS);
    }

    /// The lines that count, stripped, in order.
    static List<String> stripped(String text) {
        var lines = new ArrayList<String>();
        text.lines().map(ContentHash::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        return lines;
    }

    /// A line without white space at its ends; more counts as white space than in {@link String#strip()}: the
    /// no-break spaces and the control character NEL too, as other implementations of the format have it.
    static String strip(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isSpace(line.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}

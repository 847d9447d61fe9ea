package dev.mnemo.kernel.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody probably meant.
public final class Nearest {
    /// Characters of a name that are looked at.
    private static final int NAME_CHARS_MAX = 64;

    private Nearest() {}

    /// The known name nearest to what was written, if one is near: at most a third of its characters differ (swapped
    /// neighbours count once), or one name begins with the other. Of equally near names the first is meant.
    public static Optional<String> to(String written, Collection<String> known) {
        var wanted = plain(written);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, plain(name))))
                .filter(name -> isNear(wanted, plain(name)));
    }

    private static String plain(String name) {
        var lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return lower.length() > NAME_CHARS_MAX ? lower.substring(0, NAME_CHARS_MAX) : lower;
    }

    private static boolean isNear(String wanted, String name) {
        if (wanted.length() >= 3 && (name.startsWith(wanted) || wanted.startsWith(name))) {
            return true;
        }
        return distance(wanted, name) <= Math.max(1, Math.max(wanted.length(), name.length()) / 3);
    }

    /// Damerau's edit distance with swaps of neighbours only (optimal string alignment).
    private static int distance(String left, String right) {
        var rows = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[left.length()][right.length()];
    }
}

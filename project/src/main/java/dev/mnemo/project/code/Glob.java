package dev.mnemo.project.code;

import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.List;

/// A pattern over paths, as shells and version control write them: `*` and `?` stay within one name, `**` spans any
/// number of folders (also none), `[a-z]` and `[!a-z]` are one character, `{a,b}` is either. Matches in time
/// proportional to pattern times path, whatever the pattern.
final class Glob {
    /// The longest pattern, in characters.
    static final int PATTERN_CHARS_MAX = 500;

    /// How many patterns the braces of one pattern may stand for.
    static final int ALTERNATIVES_MAX = 200;

    private final List<List<String>> alternatives;

    private Glob(List<List<String>> alternatives) {
        this.alternatives = alternatives;
    }

    /// Reads a pattern.
    ///
    /// @throws Refusal if it is empty, too long, or its braces or brackets are not closed
    static Glob of(String pattern) {
        if (pattern.isBlank() || pattern.length() > PATTERN_CHARS_MAX) {
            throw new Refusal("A glob pattern must have 1 to " + PATTERN_CHARS_MAX + " characters, such as **/*.java.");
        }
        if (pattern.startsWith("/") || List.of(pattern.split("/")).contains("..")) {
            throw new Refusal(
                    "The glob pattern '" + pattern + "' must be relative and without '..'; name the folder in path.");
        }
        var expanded = new ArrayList<String>();
        expand(pattern, expanded);
        var alternatives = new ArrayList<List<String>>();
        for (var one : expanded) {
            alternatives.add(List.of(one.split("/")).stream()
                    .filter(name -> !name.isEmpty() && !name.equals("."))
                    .toList());
        }
        return new Glob(alternatives);
    }

    /// Whether a path matches as a whole.
    ///
    /// @param path with `/` between the names
    boolean matches(String path) {
        var names = List.of(path.split("/"));
        return alternatives.stream().anyMatch(pattern -> matches(pattern, names));
    }

    private static void expand(String pattern, List<String> into) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            if (into.size() == ALTERNATIVES_MAX) {
                throw new Refusal(
                        "The braces of a glob pattern may stand for at most " + ALTERNATIVES_MAX + " alternatives.");
            }
            into.add(pattern);
            return;
        }
        int depth = 0;
        int start = open + 1;
        var parts = new ArrayList<String>();
        for (int i = open; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if ((c == ',' && depth == 1) || (c == '}' && depth == 0)) {
                parts.add(pattern.substring(start, i));
                start = i + 1;
            }
            if (depth == 0) {
                break;
            }
        }
        if (depth != 0) {
            throw new Refusal("A brace of the glob pattern '" + pattern + "' is not closed.");
        }
        for (var part : parts) {
            expand(pattern.substring(0, open) + part + pattern.substring(start), into);
        }
    }

    /// The usual matching of stars: only the last one is ever tried again.
    private static boolean matches(List<String> pattern, List<String> names) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < names.size()) {
            if (p < pattern.size() && pattern.get(p).equals("**")) {
                star = p++;
                retry = n;
            } else if (p < pattern.size() && nameMatches(pattern.get(p), names.get(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.size() && pattern.get(p).equals("**")) {
            p++;
        }
        return p == pattern.size();
    }

    static boolean nameMatches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.length()) {
            int next = p < pattern.length() ? one(pattern, p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (next > 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// Where the pattern goes on if its next sign takes a character, or -1.
    private static int one(String pattern, int p, char c) {
        char sign = pattern.charAt(p);
        if (sign == '?') {
            return p + 1;
        }
        int close = sign == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (close < 0) {
            return sign == c ? p + 1 : -1;
        }
        boolean not = pattern.charAt(p + 1) == '!' || pattern.charAt(p + 1) == '^';
        boolean in = false;
        for (int i = not ? p + 2 : p + 1; i < close; i++) {
            if (i + 2 < close && pattern.charAt(i + 1) == '-') {
                in |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                in |= pattern.charAt(i) == c;
            }
        }
        return in == not ? -1 : close + 1;
    }
}

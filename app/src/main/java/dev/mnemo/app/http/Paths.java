package dev.mnemo.app.http;

/// Patterns of paths: parts in braces stand for any one part, one that begins with `+` for all that follow.
final class Paths {
    private Paths() {}

    static boolean matches(String pattern, String path) {
        var wanted = pattern.split("/", -1);
        var given = path.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{+")) {
                return given.length > i;
            }
            if (i >= given.length || !(wanted[i].startsWith("{") || wanted[i].equals(given[i]))) {
                return false;
            }
        }
        return wanted.length == given.length;
    }
}

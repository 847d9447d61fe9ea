package dev.mnemo.app.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.regex.Pattern;

/// Where a command writes.
///
/// @param in what a parameter written as `-` is read from
/// @param out answers
/// @param err everything else
/// @param isInteractive whether a person watches
/// @param hasColours whether colours may be used: a person watches and `NO_COLOR` is not set
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean isInteractive, boolean hasColours) {
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![0-9a-zA-Z_])[0-9a-f]{8}(?:[0-9a-f]{4})?(?![0-9a-zA-Z_])");
    private static final Pattern HEADING = Pattern.compile("(?m)^(── .*|[^ \\n].*:)$");
    private static final Pattern WARNING = Pattern.compile("(?m)^.*(?:⚠|✗).*$");

    /// A text with addresses, headings and warnings in colour, if this terminal has colours.
    public String paint(String text) {
        if (!hasColours) {
            return text;
        }
        var painted = HEADING.matcher(text).replaceAll("\u001b[1m$0\u001b[0m");
        painted = WARNING.matcher(painted).replaceAll("\u001b[33m$0\u001b[0m");
        return ADDRESS.matcher(painted).replaceAll("\u001b[36m$0\u001b[39m");
    }
}

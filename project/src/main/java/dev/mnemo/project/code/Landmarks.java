package dev.mnemo.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Where the declarations of a file begin: as a {@link SourceOutline} says if it knows the language, otherwise by the
/// words with which most languages begin a declaration.
final class Landmarks {
    private static final int LINE_CHARS_MAX = 300;

    private static final Pattern DECLARATION = Pattern.compile("^[ \\t]*(?:(?:export|default|async|public|private|"
            + "protected|internal|static|final|abstract|sealed|open|pub|override|data|unsafe|partial)\\s+){0,6}"
            + "(?:class|interface|enum|record|struct|trait|object|module|namespace|impl|type|def|fn|func|fun|function)"
            + "\\s+(?:\\([^)]{0,80}\\)\\s*)?([\\p{L}_$][\\p{L}\\p{N}_$]*)");

    private final SourceOutline outline;

    Landmarks(SourceOutline outline) {
        this.outline = outline;
    }

    /// A declaration.
    ///
    /// @param name its own name
    /// @param line the line of its name, from 1
    record Landmark(String name, int line) {}

    /// The declarations of a file, in order.
    List<Landmark> of(String fileName, List<String> lines) {
        if (outline.extensions().contains(SourceOutline.extension(fileName))) {
            return outline.outline(fileName, String.join("\n", lines)).declarations().stream()
                    .map(declaration -> new Landmark(declaration.name(), declaration.line()))
                    .toList();
        }
        var landmarks = new ArrayList<Landmark>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var matcher =
                    DECLARATION.matcher(line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line);
            if (matcher.find()) {
                landmarks.add(new Landmark(matcher.group(1), i + 1));
            }
        }
        return landmarks;
    }
}

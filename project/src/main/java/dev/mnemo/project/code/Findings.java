package dev.mnemo.project.code;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.code.Declaration.Kind;
import dev.mnemo.project.code.Declaration.Visibility;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Chooses what is worth remembering of one source file: what the file is for, and its documented declarations, the
/// public ones first. A file that documents nothing gets one claim that names what it declares, so that recall can find
/// it.
///
/// @param findings in the order of the file
/// @param leftOut documented declarations beyond {@link #PER_FILE_MAX}
/// @param redacted kinds of secrets that were taken out
record Findings(List<Finding> findings, int leftOut, Set<String> redacted) {
    /// Claims about one file at most.
    static final int PER_FILE_MAX = 12;

    /// Lines of a passage that ties a claim to the code.
    static final int CONTEXT_LINES = 6;

    /// Parameters named in a heading.
    static final int PARAMETERS_MAX = 5;

    /// Nothing to remember.
    static final Findings NONE = new Findings(List.of(), 0, Set.of());

    private static final Set<String> CONSTRUCTORS =
            Set.of("new", "initialize", "constructor", "__construct", "__init__");
    private static final Pattern ACCESSOR = Pattern.compile("(?i)(?:returns?|gets?|sets?|whether|checks?)\\b");
    private static final int NAMES_MAX = 8;
    private static final double CONFIDENCE = 0.7;
    private static final double STRUCTURE_CONFIDENCE = 0.5;
    private static final int CONTEXT_CHARS_MAX = 4_000;

    Findings {
        findings = List.copyOf(findings);
        redacted = Set.copyOf(redacted);
    }

    /// What a file says about itself.
    ///
    /// @param path the file, relative to the project
    /// @param outline what it declares
    /// @param lines what is in it
    static Findings of(String path, Outline outline, List<String> lines) {
        var maker = new Maker(path, lines);
        var documented =
                outline.declarations().stream().filter(Findings::isWorthy).toList();
        var chosen = documented.stream()
                .sorted(Comparator.comparingInt(Findings::rank))
                .limit(PER_FILE_MAX - (outline.doc().isEmpty() ? 0 : 1))
                .sorted(Comparator.comparingInt(Declaration::line))
                .toList();
        if (!outline.doc().isEmpty()) {
            maker.file(outline.doc(), CONFIDENCE);
        }
        chosen.forEach(declaration -> maker.section(declaration, declaration.doc(), CONFIDENCE));
        if (maker.byText.isEmpty()) {
            var summary = summary(outline);
            if (!summary.isEmpty()) {
                maker.file(summary, STRUCTURE_CONFIDENCE);
            }
        }
        return new Findings(List.copyOf(maker.byText.values()), documented.size() - chosen.size(), maker.redacted);
    }

    /// What a text file about the project says, such as a README.
    static Findings ofReadme(String path, String text) {
        var maker = new Maker(path, List.of());
        var doc = DocText.ofReadme(text);
        if (!doc.isEmpty()) {
            maker.file(doc, CONFIDENCE);
        }
        return new Findings(List.copyOf(maker.byText.values()), 0, maker.redacted);
    }

    /// The claim about one declaration in other words than its own.
    static Findings worded(String path, List<String> lines, Declaration declaration, String words, double confidence) {
        var maker = new Maker(path, lines);
        maker.section(declaration, words, confidence);
        return new Findings(List.copyOf(maker.byText.values()), 0, maker.redacted);
    }

    /// A declaration as headings name it: with its parameters if it is called.
    static String heading(Declaration declaration) {
        if (declaration.kind().isType()) {
            return declaration.qualifiedName();
        }
        var names = declaration.parameters();
        var shown = String.join(", ", names.subList(0, Math.min(PARAMETERS_MAX, names.size())));
        return declaration.qualifiedName() + "(" + shown + (names.size() > PARAMETERS_MAX ? ", ..." : "") + ")";
    }

    private static boolean isWorthy(Declaration declaration) {
        if (!declaration.isDocumented() || declaration.visibility() == Visibility.PRIVATE) {
            return false;
        }
        return declaration.visibility() == Visibility.PUBLIC || declaration.kind() != Kind.METHOD;
    }

    /// Types before functions before members, what everybody may use before the rest, constructors and accessors last.
    private static int rank(Declaration declaration) {
        boolean type = declaration.kind().isType();
        int kind = type ? 0 : declaration.kind() == Kind.FUNCTION ? 1 : 3;
        int nesting = type && declaration.depth() > 0 ? 2 : 0;
        int routine = !type && isRoutine(declaration) ? 3 : 0;
        return kind + nesting + routine + (declaration.visibility() == Visibility.PUBLIC ? 0 : 2);
    }

    /// Whether a member is of a kind whose documentation seldom tells more than its name.
    private static boolean isRoutine(Declaration declaration) {
        var holder = declaration.qualifiedName();
        return CONSTRUCTORS.contains(declaration.name())
                || holder.endsWith(declaration.name() + "." + declaration.name())
                || (declaration.kind() == Kind.METHOD
                        && ACCESSOR.matcher(declaration.doc()).lookingAt());
    }

    private static String summary(Outline outline) {
        var top = outline.declarations().stream()
                .filter(declaration -> declaration.depth() == 0
                        && declaration.kind() != Kind.METHOD
                        && declaration.visibility() != Visibility.PRIVATE)
                .toList();
        var names = new LinkedHashSet<String>();
        top.stream()
                .sorted(Comparator.comparing(declaration -> !declaration.kind().isType()))
                .forEach(declaration -> names.add(
                        (declaration.kind().isType() ? declaration.kind().text() + " " : "") + heading(declaration)));
        if (names.isEmpty()) {
            return "";
        }
        var shown = names.stream().limit(NAMES_MAX).toList();
        var rest = names.size() - shown.size();
        return "declares " + String.join(", ", shown) + (rest > 0 ? " and " + rest + " more" : "");
    }

    /// Writes claims about one file; each text once.
    private static final class Maker {
        private final String path;
        private final String label;
        private final List<String> lines;
        private final LinkedHashMap<String, Finding> byText = new LinkedHashMap<>();
        private final Set<String> redacted = new LinkedHashSet<>();

        Maker(String path, List<String> lines) {
            this.path = path;
            this.lines = lines;
            this.label = path.endsWith(".py") ? path.substring(path.lastIndexOf('/') + 1) : path;
        }

        void file(String doc, double confidence) {
            var text = doc.startsWith(label) ? doc : label + ": " + doc;
            add("", text, "architecture", confidence, Anchor.file(path));
        }

        void section(Declaration declaration, String words, double confidence) {
            var heading = heading(declaration);
            var domain = declaration.kind().isType() ? "architecture" : "patterns";
            add(heading, label + " " + heading + ": " + words, domain, confidence, anchor(declaration));
        }

        private void add(String section, String text, String domain, double confidence, Json.Obj anchor) {
            var clean = Secrets.redact(text.replaceAll("\\p{Cntrl}+", " "));
            redacted.addAll(clean.kinds());
            byText.putIfAbsent(clean.text(), new Finding(section, clean.text(), domain, confidence, anchor));
        }

        /// The passage from the line of the name; it ends before a line that must not be stored.
        private Json.Obj anchor(Declaration declaration) {
            int from = Math.clamp(declaration.line() - 1, 0, lines.size());
            int to = Math.min(from + CONTEXT_LINES, lines.size());
            for (; to > from; to--) {
                var context = String.join(
                        "\n",
                        lines.subList(from, to).stream()
                                .map(String::stripTrailing)
                                .toList());
                if (context.length() <= CONTEXT_CHARS_MAX
                        && !context.isBlank()
                        && !Secrets.redact(context).changed()) {
                    return Anchor.passage(path, context, declaration.kind().text(), declaration.line());
                }
            }
            return Anchor.file(path);
        }
    }
}

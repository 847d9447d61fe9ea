package dev.mnemo.project.anchor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How projects say what they depend on: in manifests, and in import statements.
final class Dependencies {
    private static final Set<String> MANIFESTS = Set.of(
            "requirements.txt",
            "pyproject.toml",
            "setup.py",
            "setup.cfg",
            "pipfile",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "libs.versions.toml",
            "package.json",
            "cargo.toml",
            "go.mod",
            "composer.json",
            "gemfile",
            "cmakelists.txt");

    private static final Pattern HASH_COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");
    private static final Pattern SLASH_COMMENT = Pattern.compile("(?m)(^|\\s)//.*$");
    private static final Pattern XML_COMMENT = Pattern.compile("(?s)<!--.*?-->");

    private static final Pattern PYTHON = Pattern.compile("(?m)^[ \\t]*(?:import\\s+(.+)|from\\s+(\\S+)\\s+import\\b)");
    private static final Pattern SCRIPT =
            Pattern.compile("(?:\\bfrom\\s*|\\bimport\\s*\\(?\\s*|\\brequire\\s*\\(\\s*)[\"']([^\"'\\n]+)[\"']");
    private static final Pattern JAVA = Pattern.compile("(?m)^[ \\t]*import\\s+(?:static\\s+)?(\\S+)");
    private static final Pattern GO =
            Pattern.compile("(?m)^[ \\t]*(?:import\\s+)?(?:[\\w.]+\\s+)?\"([^\"\\n]+)\"\\s*$");
    private static final Pattern RUST =
            Pattern.compile("(?m)^[ \\t]*(?:pub(?:\\([a-z]+\\))?\\s+)?(?:use|extern\\s+crate)\\s+(\\S+)");
    private static final Pattern C = Pattern.compile("(?m)^[ \\t]*#\\s*include\\s*[<\"]([^>\"\\n]+)[>\"]");
    private static final Pattern C_SHARP =
            Pattern.compile("(?m)^[ \\t]*(?:global\\s+)?using\\s+(?:static\\s+)?(?:\\w+\\s*=\\s*)?([\\w.]+)\\s*;");
    private static final Pattern RUBY = Pattern.compile("(?m)^[ \\t]*require\\s*\\(?\\s*[\"']([^\"'\\n]+)[\"']");
    private static final Pattern PHP = Pattern.compile("(?m)^[ \\t]*use\\s+(?:function\\s+|const\\s+)?([\\w\\\\]+)");

    private static final Map<String, Pattern> IMPORTS = Map.ofEntries(
            Map.entry("py", PYTHON),
            Map.entry("pyi", PYTHON),
            Map.entry("js", SCRIPT),
            Map.entry("jsx", SCRIPT),
            Map.entry("mjs", SCRIPT),
            Map.entry("cjs", SCRIPT),
            Map.entry("ts", SCRIPT),
            Map.entry("tsx", SCRIPT),
            Map.entry("vue", SCRIPT),
            Map.entry("svelte", SCRIPT),
            Map.entry("java", JAVA),
            Map.entry("kt", JAVA),
            Map.entry("kts", JAVA),
            Map.entry("scala", JAVA),
            Map.entry("groovy", JAVA),
            Map.entry("go", GO),
            Map.entry("rs", RUST),
            Map.entry("c", C),
            Map.entry("h", C),
            Map.entry("cc", C),
            Map.entry("cpp", C),
            Map.entry("cxx", C),
            Map.entry("hh", C),
            Map.entry("hpp", C),
            Map.entry("cs", C_SHARP),
            Map.entry("rb", RUBY),
            Map.entry("php", PHP));

    private Dependencies() {}

    /// Whether a file of this name lists what a project depends on.
    static boolean isManifest(String fileName) {
        var name = fileName.toLowerCase(Locale.ROOT);
        return MANIFESTS.contains(name)
                || name.endsWith(".csproj")
                || name.endsWith(".gemspec")
                || (name.startsWith("requirements") && name.endsWith(".txt"));
    }

    /// The parts of a file that name dependencies: a manifest without its comments, or what a source file imports.
    static List<String> statements(String fileName, String ending, String content, boolean manifest) {
        if (manifest) {
            return List.of(comparable(withoutComments(fileName.toLowerCase(Locale.ROOT), content)));
        }
        var pattern = IMPORTS.get(ending);
        if (pattern == null) {
            return List.of();
        }
        return pattern.matcher(content)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .map(Dependencies::comparable)
                .toList();
    }

    /// Whether one of the statements names a dependency as a whole. `group:artifact` needs both; case and the
    /// difference between `-` and `_` do not count.
    static boolean names(List<String> statements, String dependency) {
        var wanted = List.of(comparable(dependency.strip()).split(":"));
        return statements.stream()
                .anyMatch(statement -> wanted.stream().allMatch(part -> !part.isEmpty() && hasWord(statement, part)));
    }

    private static boolean hasWord(String statement, String word) {
        for (int at = statement.indexOf(word); at >= 0; at = statement.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !isNamePart(statement.charAt(at - 1));
            boolean ends = end == statement.length() || !isNamePart(statement.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '-';
    }

    private static String comparable(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String withoutComments(String name, String content) {
        if (name.endsWith(".xml") || name.endsWith(".csproj")) {
            return XML_COMMENT.matcher(content).replaceAll(" ");
        }
        if (name.endsWith(".json")) {
            return content;
        }
        boolean slashes = name.startsWith("build.gradle") || name.equals("go.mod");
        return (slashes ? SLASH_COMMENT : HASH_COMMENT).matcher(content).replaceAll(" ");
    }
}

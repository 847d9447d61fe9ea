package dev.mnemo.project.anchor;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.file.FileText;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the project's files say, read once for one verification: passages in named files, texts and dependencies
/// anywhere. All texts and dependencies that will be asked about are given beforehand, so that one pass over the files
/// answers them all.
final class Evidence {
    /// How many source files are read at most in search of a text or an import.
    static final int SOURCE_FILES_MAX = 20_000;

    /// How many files are kept in memory; ask about the anchors of one file one after the other.
    private static final int SOURCES_KEPT_MAX = 32;

    private static final Set<String> SOURCE_ENDINGS = Set.of(
            ("java kt kts scala groovy py pyi js jsx mjs cjs ts tsx go rs c h cc cpp cxx hh hpp cs rb php swift m sql sh"
                            + " vue svelte html css toml yaml yml json xml gradle md txt cfg ini proto")
                    .split(" "));

    private final ProjectRoot root;
    private final SourceTree tree;
    private final Set<String> texts = new HashSet<>();
    private final Set<String> dependencies = new HashSet<>();
    private final Map<String, String> textFoundIn = new HashMap<>();
    private final Map<String, String> dependencyFoundIn = new HashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private boolean looked;

    /// @param anchors all that will be asked about
    Evidence(ProjectRoot root, SourceTree tree, Stream<Anchor> anchors) {
        this.root = root;
        this.tree = tree;
        anchors.forEach(anchor -> {
            if (anchor instanceof Anchor.Grep(var pattern, var path) && path.isEmpty()) {
                texts.add(pattern);
            } else if (anchor instanceof Anchor.Dependency(var name)) {
                dependencies.add(name);
            }
        });
    }

    /// The file of a path.
    ///
    /// @throws Refusal if it is outside the project
    ProjectFile file(String path) {
        return root.file(root.relative(path));
    }

    /// What a file says; empty if it is not there or is no text.
    ///
    /// @throws Refusal if it is outside the project
    Optional<String> content(String path) {
        return source(path).text();
    }

    /// Where a passage is now; missing if its file is.
    ///
    /// @throws Refusal if the file is outside the project
    Place place(Anchor.Passage passage) {
        var source = source(passage.file());
        return source.text().isEmpty() ? Place.MISSING : source.search().find(passage);
    }

    private Source source(String path) {
        var file = file(path);
        var known = sources.get(file.relative());
        if (known != null) {
            return known;
        }
        if (sources.size() == SOURCES_KEPT_MAX) {
            sources.remove(sources.keySet().iterator().next());
        }
        var text = read(file);
        var source = new Source(text, new PassageSearch(text.orElse("")));
        sources.put(file.relative(), source);
        return source;
    }

    private record Source(Optional<String> text, PassageSearch search) {}

    /// The first file that holds a text.
    Optional<String> fileWith(String text) {
        look();
        return Optional.ofNullable(textFoundIn.get(text));
    }

    /// How the project depends on something: `found in pom.xml` or `imported in src/A.java`.
    Optional<String> dependency(String name) {
        look();
        return Optional.ofNullable(dependencyFoundIn.get(name));
    }

    private void look() {
        if (looked || (texts.isEmpty() && dependencies.isEmpty())) {
            return;
        }
        looked = true;
        var files = tree.files(
                        root.file("."),
                        file -> SOURCE_ENDINGS.contains(file.ending()) || Dependencies.isManifest(file.name()),
                        SOURCE_FILES_MAX)
                .files();
        for (var file : files) {
            if (Dependencies.isManifest(file.name())) {
                note(file, true);
            }
        }
        for (var file : files) {
            if (texts.isEmpty() && dependencies.isEmpty()) {
                return;
            }
            note(file, false);
        }
    }

    private void note(ProjectFile file, boolean manifest) {
        var content = read(file).orElse("");
        texts.removeIf(text -> {
            boolean there = !manifest && content.contains(text);
            if (there) {
                textFoundIn.put(text, file.relative());
            }
            return there;
        });
        if (dependencies.isEmpty()) {
            return;
        }
        var places = Dependencies.statements(file.name(), file.ending(), content, manifest);
        dependencies.removeIf(name -> {
            boolean there = Dependencies.names(places, name);
            if (there) {
                dependencyFoundIn.put(name, (manifest ? "found in " : "imported in ") + file.relative());
            }
            return there;
        });
    }

    private static Optional<String> read(ProjectFile file) {
        try {
            return Optional.of(FileText.read(file).text());
        } catch (Refusal | MnemoException unreadable) {
            return Optional.empty();
        }
    }

    /// The anchors of nodes, read.
    static Stream<Anchor> anchors(List<Node> nodes) {
        return nodes.stream().flatMap(node -> node.meta().anchors().stream()).map(Anchor::ofJson);
    }
}

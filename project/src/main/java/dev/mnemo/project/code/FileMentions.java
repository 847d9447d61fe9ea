package dev.mnemo.project.code;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.file.ProjectFile;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The files that nodes speak of: in their anchors, and by name in what they say. A bare name stands for the file of
/// that name that an anchor or the project has, if there is only one. Paths that lead out of the project are left out.
final class FileMentions {
    private static final String ENDINGS =
            "py|pyi|js|mjs|cjs|ts|jsx|tsx|vue|rs|go|java|kt|kts|scala|rb|php|cs|c|h|cc|cpp"
                    + "|hpp|swift|sql|sh|proto|toml|yaml|yml|json|xml|gradle|md|txt|cfg|ini|properties|html|css";

    /// Begins where no longer name could begin, so that the search is linear in the text.
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w./@+-])([\\w./@+-]*\\w\\.(?:" + ENDINGS + "))(?![\\w])");

    private final ProjectRoot root;
    private final SourceTree tree;

    FileMentions(ProjectRoot root, SourceTree tree) {
        this.root = root;
        this.tree = tree;
    }

    /// A file that is spoken of.
    ///
    /// @param path relative to the project
    /// @param exists whether it is there
    /// @param nodes who speaks of it, in the order given
    /// @param anchors how many of them have an anchor there
    record Mention(String path, boolean exists, List<Node> nodes, int anchors) {}

    /// The files that some nodes speak of, in order of appearance.
    List<Mention> in(Collection<Node> nodes) {
        var anchored = new LinkedHashMap<String, LinkedHashSet<Node>>();
        for (var node : nodes) {
            node.meta().anchors().stream()
                    .map(json -> Anchor.ofJson(json).path())
                    .filter(path -> !path.isEmpty())
                    .forEach(path -> anchored.computeIfAbsent(root.relative(path), _ -> new LinkedHashSet<>())
                            .add(node));
        }
        var all = new LinkedHashMap<String, LinkedHashSet<Node>>();
        var resolve = new Resolver(anchored.sequencedKeySet());
        for (var node : nodes) {
            for (var name : named(node.content())) {
                all.computeIfAbsent(resolve.path(name), _ -> new LinkedHashSet<>())
                        .add(node);
            }
            anchored.forEach((path, speakers) -> {
                if (speakers.contains(node)) {
                    all.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(node);
                }
            });
        }
        return mentions(all, anchored);
    }

    /// The file names in a text, as written there.
    static List<String> named(String text) {
        return NAME.matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    private List<Mention> mentions(Map<String, ? extends Set<Node>> all, Map<String, ? extends Set<Node>> anchored) {
        var mentions = new ArrayList<Mention>();
        all.forEach((path, speakers) -> file(path)
                .ifPresent(file -> mentions.add(new Mention(
                        file.relative().isEmpty() ? path : file.relative(),
                        file.isFile(),
                        List.copyOf(speakers),
                        Optional.ofNullable(anchored.get(path)).map(Set::size).orElse(0)))));
        return mentions;
    }

    private Optional<ProjectFile> file(String path) {
        try {
            return Optional.of(root.file(path));
        } catch (Refusal outside) {
            return Optional.empty();
        }
    }

    /// Turns a name as written into a path.
    private final class Resolver {
        private final Collection<String> known;
        private Optional<List<ProjectFile>> listing = Optional.empty();

        Resolver(Collection<String> known) {
            this.known = known;
        }

        String path(String name) {
            var relative = root.relative(name);
            if (known.contains(relative)
                    || file(relative).filter(ProjectFile::isFile).isPresent()) {
                return relative;
            }
            var ending = "/" + relative;
            var anchored = known.stream().filter(path -> path.endsWith(ending)).toList();
            if (anchored.size() == 1) {
                return anchored.getFirst();
            }
            if (listing.isEmpty()) {
                listing = Optional.of(tree.all().files());
            }
            var found = listing.get().stream()
                    .filter(file -> file.relative().endsWith(ending))
                    .limit(2)
                    .toList();
            return found.size() == 1 ? found.getFirst().relative() : relative;
        }
    }
}

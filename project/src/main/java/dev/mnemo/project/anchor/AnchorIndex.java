package dev.mnemo.project.anchor;

import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which nodes speak of which file, through anchors of any kind. The store knows which nodes have anchors in files of
/// a name; here their paths are read, so that a lookup costs what these nodes do, whatever the size of the store.
/// Paths are relative to the project. Ask only from inside a read of the store.
final class AnchorIndex {
    private final ProjectRoot root;

    AnchorIndex(ProjectRoot root) {
        this.root = root;
    }

    /// The active nodes that speak of a file, in ascending order of address.
    ///
    /// A file nobody speaks of under its path gets the nodes of the one file of the same name, if there is exactly
    /// one and that one has gone (it was moved), or if a bare name is asked for.
    ///
    /// @param path as {@link ProjectRoot#relative} says it
    /// @param gone whether a path has no file any more
    List<Node> lookup(StoreView view, String path, Predicate<String> gone) {
        var byPath = byPath(view, path);
        var direct = byPath.getOrDefault(path, List.of());
        if (!direct.isEmpty()) {
            return direct;
        }
        var sameName = byPath.keySet().stream()
                .filter(other -> name(other).equals(name(path)))
                .limit(2)
                .toList();
        boolean one = sameName.size() == 1;
        return one && (path.indexOf('/') < 0 || gone.test(sameName.getFirst()))
                ? byPath.getOrDefault(sameName.getFirst(), List.of())
                : List.of();
    }

    /// How many active nodes speak of each of some files, under these very paths.
    List<Integer> counts(StoreView view, List<String> paths) {
        var byName = new HashMap<String, Map<String, List<Node>>>();
        return paths.stream()
                .map(path -> byName.computeIfAbsent(name(path), _ -> byPath(view, path))
                        .getOrDefault(path, List.of())
                        .size())
                .toList();
    }

    /// The active nodes with anchors in files of the same name, by the paths of these and perhaps others.
    private Map<String, List<Node>> byPath(StoreView view, String path) {
        var byPath = new TreeMap<String, List<Node>>();
        for (var node : view.anchoredIn(path)) {
            if (view.isActive(node.address())) {
                node.meta().anchors().stream()
                        .map(json -> Anchor.ofJson(json).path())
                        .filter(written -> !written.isEmpty())
                        .map(root::relative)
                        .distinct()
                        .forEach(relative -> byPath.computeIfAbsent(relative, _ -> new ArrayList<>())
                                .add(node));
            }
        }
        return byPath;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package dev.mnemo.project.anchor;

import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreDelta;
import dev.mnemo.project.node.StoreView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Which nodes speak of which file, through anchors of any kind. Derived from the store: filled on first use and kept
/// in step by the store's deltas, so that a lookup costs the same whatever the size of the store. Holds all nodes, and
/// asks the view which are active. Paths are relative to the project. Ask only from inside a read of the store.
final class AnchorIndex {
    private final ProjectRoot root;
    private final Map<String, TreeSet<Address>> byPath = new HashMap<>();
    private final Map<String, TreeSet<String>> pathsByName = new HashMap<>();
    private final Map<Address, List<String>> pathsOf = new HashMap<>();
    private boolean stale = true;

    AnchorIndex(ProjectRoot root) {
        this.root = root;
    }

    /// Takes in what changed in the store.
    synchronized void changed(StoreDelta delta) {
        stale |= delta.everything();
        if (!stale) {
            delta.put().forEach(this::put);
        }
    }

    /// The active nodes that speak of a file, in ascending order of address.
    ///
    /// A file nobody speaks of under its path gets the nodes of the one file of the same name, if there is exactly
    /// one and that one has gone (it was moved), or if a bare name is asked for.
    ///
    /// @param path as {@link ProjectRoot#relative} says it
    /// @param gone whether a path has no file any more
    synchronized List<Node> lookup(StoreView view, String path, Predicate<String> gone) {
        fill(view);
        var direct = active(view, path);
        if (!direct.isEmpty()) {
            return direct;
        }
        var sameName = pathsByName.getOrDefault(name(path), new TreeSet<>()).stream()
                .filter(other -> !active(view, other).isEmpty())
                .limit(2)
                .toList();
        boolean one = sameName.size() == 1;
        return one && (path.indexOf('/') < 0 || gone.test(sameName.getFirst()))
                ? active(view, sameName.getFirst())
                : List.of();
    }

    /// How many active nodes speak of a file under this very path.
    synchronized int count(StoreView view, String path) {
        fill(view);
        return active(view, path).size();
    }

    private List<Node> active(StoreView view, String path) {
        return byPath.getOrDefault(path, new TreeSet<>()).stream()
                .filter(view::isActive)
                .flatMap(address -> view.node(address).stream())
                .toList();
    }

    private void fill(StoreView view) {
        if (stale) {
            byPath.clear();
            pathsByName.clear();
            pathsOf.clear();
            view.nodes().forEach(this::put);
            stale = false;
        }
    }

    private void put(Node node) {
        remove(node.address());
        var paths = node.meta().anchors().stream()
                .map(json -> Anchor.ofJson(json).path())
                .filter(path -> !path.isEmpty())
                .map(root::relative)
                .distinct()
                .toList();
        if (!paths.isEmpty()) {
            pathsOf.put(node.address(), paths);
        }
        for (var path : paths) {
            byPath.computeIfAbsent(path, _ -> new TreeSet<>()).add(node.address());
            pathsByName.computeIfAbsent(name(path), _ -> new TreeSet<>()).add(path);
        }
    }

    private void remove(Address address) {
        for (var path : pathsOf.getOrDefault(address, List.of())) {
            if (isEmptyWithout(byPath, path, address)) {
                isEmptyWithout(pathsByName, name(path), path);
            }
        }
        pathsOf.remove(address);
    }

    /// Takes a value out of a set, and the set out of the map if nothing is left; says whether nothing is left.
    private static <K, V> boolean isEmptyWithout(Map<K, ? extends Set<V>> sets, K key, V value) {
        var set = sets.get(key);
        if (set == null || !set.remove(value) || !set.isEmpty()) {
            return false;
        }
        sets.remove(key);
        return true;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package dev.mnemo.project.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What a store finds nodes by besides their addresses, kept in step one node at a time. Each part is read from the
/// snapshot when it is first asked for. Lists inside the maps are immutable and replaced.
final class StoreIndexes {
    /// The links that point at a node, in the order in which they were made.
    final Late<SequencedMap<Address, List<ReverseLink>>> links;

    /// The content-hash anchors of active nodes, by file.
    final Late<SequencedMap<String, List<FileAnchor>>> anchors;

    /// The nodes that name a text among their inputs.
    final Late<SequencedMap<String, List<Address>>> children;

    /// The nodes with anchors of any kind in a file, by {@link #fileName}.
    final Late<SequencedMap<String, List<Address>>> byName;

    boolean linksChanged;
    boolean anchorsChanged;

    StoreIndexes() {
        this(
                new Late<>(LinkedHashMap::new),
                new Late<>(LinkedHashMap::new),
                new Late<>(LinkedHashMap::new),
                new Late<>(LinkedHashMap::new));
    }

    StoreIndexes(
            Late<SequencedMap<Address, List<ReverseLink>>> links,
            Late<SequencedMap<String, List<FileAnchor>>> anchors,
            Late<SequencedMap<String, List<Address>>> children,
            Late<SequencedMap<String, List<Address>>> byName) {
        this.links = links;
        this.anchors = anchors;
        this.children = children;
        this.byName = byName;
    }

    StoreIndexes copy() {
        return new StoreIndexes(
                links.copy(LinkedHashMap::new),
                anchors.copy(LinkedHashMap::new),
                children.copy(LinkedHashMap::new),
                byName.copy(LinkedHashMap::new));
    }

    /// Notes that the files hold the indexes as they are now.
    void written() {
        linksChanged = false;
        anchorsChanged = false;
    }

    /// Takes in a node that is new.
    void add(Node node) {
        node.meta().links().forEach(link -> addLink(link, node.address()));
        addNames(node);
    }

    /// Takes in what a node names that is new, all but its links and passages.
    void addNames(Node node) {
        node.inputs().forEach(input -> add(children.get(), input, node.address()));
        fileNames(node).forEach(name -> add(byName.get(), name, node.address()));
    }

    /// Takes out a node.
    void remove(Node node) {
        node.meta().links().forEach(link -> removeLink(link, node.address()));
        node.inputs().forEach(input -> without(children.get(), input, node.address()));
        fileNames(node).forEach(name -> without(byName.get(), name, node.address()));
    }

    /// Puts one node in the place of another with the same address. Links that stay keep their place in the lists.
    void replace(Node old, Node now) {
        var address = now.address();
        var before = old.meta().links();
        var after = now.meta().links();
        if (!before.equals(after)) {
            before.stream().filter(link -> !after.contains(link)).forEach(link -> removeLink(link, address));
            after.stream().filter(link -> !before.contains(link)).forEach(link -> addLink(link, address));
        }
        if (!old.inputs().equals(now.inputs())) {
            old.inputs().forEach(input -> without(children.get(), input, address));
            now.inputs().forEach(input -> add(children.get(), input, address));
        }
        var namesBefore = fileNames(old);
        var namesAfter = fileNames(now);
        if (!namesBefore.equals(namesAfter)) {
            namesBefore.forEach(name -> without(byName.get(), name, address));
            namesAfter.forEach(name -> add(byName.get(), name, address));
        }
    }

    void addLink(Link link, Address source) {
        linksChanged |= add(links.get(), link.target(), new ReverseLink(source, link.relation()));
    }

    private void removeLink(Link link, Address source) {
        linksChanged |= without(links.get(), link.target(), new ReverseLink(source, link.relation()));
    }

    void addAnchor(String file, FileAnchor anchor) {
        anchorsChanged |= add(anchors.get(), file, anchor);
    }

    void addAnchors(Node node) {
        passages(node).forEach((anchor, file) -> addAnchor(file, anchor));
    }

    void removeAnchors(Node node) {
        passages(node).forEach((anchor, file) -> anchorsChanged |= without(anchors.get(), file, anchor));
    }

    /// Anchors that stay keep their place in the lists, which say in which order they were made.
    void replaceAnchors(Node old, Node now) {
        var kept = passages(now);
        passages(old).forEach((anchor, file) -> {
            if (!file.equals(kept.get(anchor))) {
                anchorsChanged |= without(anchors.get(), file, anchor);
            }
        });
        addAnchors(now);
    }

    /// The content-hash anchors of a node and the file of each.
    static Map<FileAnchor, String> passages(Node node) {
        if (node.meta().lacks("content_hash")) {
            return Map.of();
        }
        var anchors = node.meta().anchors();
        var found = new LinkedHashMap<FileAnchor, String>();
        for (int i = 0; i < anchors.size(); i++) {
            if (anchors.get(i).string("type", "").equals("content_hash")) {
                found.put(new FileAnchor(node.address(), i), anchors.get(i).string("file", ""));
            }
        }
        return found;
    }

    /// The names of the files that a node has anchors in.
    private static Set<String> fileNames(Node node) {
        var names = new LinkedHashSet<String>();
        for (var anchor : node.meta().anchors()) {
            anchor.string("path").map(StoreIndexes::fileName).ifPresent(names::add);
            anchor.string("file").map(StoreIndexes::fileName).ifPresent(names::add);
        }
        return names;
    }

    /// The last part of a path, however it is written; empty if that is no name.
    static String fileName(String path) {
        int end = path.length();
        while (end > 0 && isSeparator(path.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && !isSeparator(path.charAt(start - 1))) {
            start--;
        }
        var name = path.substring(start, end);
        return name.equals(".") || name.equals("..") ? "" : name;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    private static <K, T> boolean add(Map<K, List<T>> map, K key, T item) {
        var list = map.getOrDefault(key, List.of());
        if (list.contains(item)) {
            return false;
        }
        var longer = new ArrayList<T>(list.size() + 1);
        longer.addAll(list);
        longer.add(item);
        map.put(key, List.copyOf(longer));
        return true;
    }

    private static <K, T> boolean without(Map<K, List<T>> map, K key, T item) {
        var list = map.get(key);
        if (list == null || !list.contains(item)) {
            return false;
        }
        if (list.size() == 1) {
            map.remove(key);
        } else {
            map.put(key, list.stream().filter(other -> !other.equals(item)).toList());
        }
        return true;
    }
}

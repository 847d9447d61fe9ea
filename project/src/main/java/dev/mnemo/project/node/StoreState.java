package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Everything a store holds, in memory, with what is derived from it kept in step: each change costs what it
/// touches. Not safe for many threads; {@link NodeStore} guards it. Lists inside the maps are immutable and
/// replaced, so a copy of the state copies arrays and maps only.
final class StoreState implements StoreView {
    final NodeTable nodes;
    final NodeTable activeNodes;
    final TreeSet<Address> active;
    final ArrayList<Address> roots;
    final LinkedHashMap<String, Json.Obj> chains;
    final LinkedHashMap<Address, List<ReverseLink>> reverse;
    final LinkedHashMap<String, List<FileAnchor>> byFile;
    private final HashMap<String, List<Address>> children;
    boolean chainsKept;
    boolean reverseChanged;
    boolean byFileChanged;
    long sequence;

    /// What tells generations apart in a folder that nobody may number the changes of.
    long salt;
    private long fingerprint;
    private int shortInputs;

    StoreState() {
        nodes = new NodeTable();
        activeNodes = new NodeTable();
        active = new TreeSet<>();
        roots = new ArrayList<>();
        chains = new LinkedHashMap<>();
        reverse = new LinkedHashMap<>();
        byFile = new LinkedHashMap<>();
        children = new HashMap<>();
    }

    private StoreState(StoreState other) {
        nodes = other.nodes.copy();
        activeNodes = other.activeNodes.copy();
        active = new TreeSet<>(other.active);
        roots = new ArrayList<>(other.roots);
        chains = new LinkedHashMap<>(other.chains);
        reverse = new LinkedHashMap<>(other.reverse);
        byFile = new LinkedHashMap<>(other.byFile);
        children = new HashMap<>(other.children);
        chainsKept = other.chainsKept;
        sequence = other.sequence;
        salt = other.salt;
        fingerprint = other.fingerprint;
        shortInputs = other.shortInputs;
    }

    StoreState copy() {
        return new StoreState(this);
    }

    void apply(Commit commit) {
        commit.put().forEach(this::putNode);
        commit.activated().forEach(this::activate);
        commit.deactivated().forEach(this::deactivate);
        commit.chains().forEach(this::putChain);
        for (int i = 0; i < commit.roots().size(); i++) {
            addRoot(commit.rootsBefore() + i, commit.roots().get(i));
        }
        sequence = Math.max(sequence, commit.sequence());
    }

    /// Notes that the files hold the indexes as they are now.
    void indexesWritten() {
        reverseChanged = false;
        byFileChanged = false;
    }

    /// Indexes the links and anchors of nodes that were loaded without. What is indexed already keeps its
    /// place.
    void indexLoaded() {
        for (var node : nodes.list()) {
            node.meta().links().forEach(link -> addReverse(link, node.address()));
        }
        activeNodes.list().forEach(this::indexAnchors);
    }

    void putNode(Node node) {
        var address = node.address();
        var old = nodes.get(address);
        boolean live = active.contains(address);
        if (old.isPresent()) {
            relink(old.get(), node);
            if (live) {
                unindexAnchors(old.get(), node);
            }
            if (!old.get().inputs().equals(node.inputs())) {
                old.get().inputs().forEach(input -> removeChild(input, address));
                node.inputs().forEach(input -> addChild(input, address));
            }
        } else {
            node.meta().links().forEach(link -> addReverse(link, address));
            node.inputs().forEach(input -> addChild(input, address));
        }
        nodes.put(node);
        if (live) {
            activeNodes.put(node);
            indexAnchors(node);
        }
    }

    /// Adds a node whose links and anchors are loaded on their own. Nodes come in ascending order, before the
    /// active ones.
    void loadNode(Node node) {
        nodes.put(node);
        for (var input : node.inputs()) {
            addChild(input, node.address());
        }
    }

    /// Makes an address active whose anchors are loaded on their own.
    void loadActive(Address address) {
        if (active.add(address)) {
            fingerprint += mix(address.bits());
            nodes.get(address).ifPresent(activeNodes::put);
        }
    }

    void removeNode(Address address) {
        nodes.get(address).ifPresent(node -> {
            node.meta().links().forEach(link -> removeReverse(link, address));
            node.inputs().forEach(input -> removeChild(input, address));
            if (active.contains(address)) {
                unindexAnchors(node, node.withMeta(Json.Obj.EMPTY));
            }
            nodes.remove(address);
            activeNodes.remove(address);
        });
    }

    boolean activate(Address address) {
        if (!active.add(address)) {
            return false;
        }
        fingerprint += mix(address.bits());
        nodes.get(address).ifPresent(node -> {
            activeNodes.put(node);
            indexAnchors(node);
        });
        return true;
    }

    boolean deactivate(Address address) {
        if (!active.remove(address)) {
            return false;
        }
        fingerprint -= mix(address.bits());
        activeNodes.remove(address);
        nodes.get(address).ifPresent(node -> unindexAnchors(node, node.withMeta(Json.Obj.EMPTY)));
        return true;
    }

    void putChain(String id, Json.Obj chain) {
        chains.put(id, chain);
        chainsKept = true;
    }

    void addRoot(int place, Address address) {
        if (place >= roots.size() || !roots.get(place).equals(address)) {
            roots.add(address);
        }
    }

    // Links and anchors that stay keep their place in the lists, which say in which order they were made.

    private void relink(Node old, Node now) {
        var before = old.meta().links();
        var after = now.meta().links();
        if (!before.equals(after)) {
            before.stream().filter(link -> !after.contains(link)).forEach(link -> removeReverse(link, old.address()));
            after.stream().filter(link -> !before.contains(link)).forEach(link -> addReverse(link, now.address()));
        }
    }

    void addReverse(Link link, Address source) {
        var entry = new ReverseLink(source, link.relation());
        var list = reverse.getOrDefault(link.target(), List.of());
        if (!list.contains(entry)) {
            reverse.put(link.target(), with(list, entry));
            reverseChanged = true;
        }
    }

    private void removeReverse(Link link, Address source) {
        reverseChanged |= without(reverse, link.target(), new ReverseLink(source, link.relation()));
    }

    void addAnchor(String file, FileAnchor anchor) {
        var list = byFile.getOrDefault(file, List.of());
        if (!list.contains(anchor)) {
            byFile.put(file, with(list, anchor));
            byFileChanged = true;
        }
    }

    private void indexAnchors(Node node) {
        fileAnchors(node).forEach((anchor, file) -> addAnchor(file, anchor));
    }

    private void unindexAnchors(Node old, Node now) {
        var kept = fileAnchors(now);
        fileAnchors(old).forEach((anchor, file) -> {
            if (!file.equals(kept.get(anchor))) {
                byFileChanged |= without(byFile, file, anchor);
            }
        });
    }

    /// The content-hash anchors of a node and the file of each.
    static Map<FileAnchor, String> fileAnchors(Node node) {
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

    private void addChild(String input, Address child) {
        var list = children.getOrDefault(input, List.of());
        if (!list.contains(child)) {
            children.put(input, with(list, child));
            shortInputs += input.length() < Address.DIGITS ? 1 : 0;
        }
    }

    private void removeChild(String input, Address child) {
        if (without(children, input, child)) {
            shortInputs -= input.length() < Address.DIGITS ? 1 : 0;
        }
    }

    private static <T> List<T> with(List<T> list, T item) {
        var copy = new ArrayList<T>(list.size() + 1);
        copy.addAll(list);
        copy.add(item);
        return List.copyOf(copy);
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

    /// The finalizer of SplitMix64, so that sums of addresses do not collide by accident.
    private static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public Optional<Node> node(Address address) {
        return nodes.get(address);
    }

    @Override
    public Collection<Node> nodes() {
        return nodes.list();
    }

    @Override
    public SortedSet<Address> active() {
        return Collections.unmodifiableSortedSet(active);
    }

    @Override
    public List<Node> activeNodes() {
        return activeNodes.list();
    }

    @Override
    public boolean isActive(Address address) {
        return active.contains(address);
    }

    @Override
    public List<Node> withPrefix(String prefix, int limit) {
        return nodes.withPrefix(prefix, limit);
    }

    @Override
    public boolean hasChains() {
        return chainsKept;
    }

    @Override
    public SequencedMap<String, Json.Obj> chains() {
        return Collections.unmodifiableSequencedMap(chains);
    }

    @Override
    public List<Address> roots() {
        return Collections.unmodifiableList(roots);
    }

    @Override
    public List<ReverseLink> linksTo(Address target) {
        return reverse.getOrDefault(target, List.of());
    }

    @Override
    public Map<String, List<FileAnchor>> anchorsByFile() {
        return Collections.unmodifiableMap(byFile);
    }

    @Override
    public long generation() {
        return sequence ^ salt;
    }

    @Override
    public long activeFingerprint() {
        return fingerprint;
    }

    @Override
    public List<Node> descendants(Address address) {
        var text = address.toString();
        var found = new TreeSet<>(children.getOrDefault(text, List.of()));
        // Old stores hold inputs as they were typed: the first digits of an address. One that fits a single node means
        // it.
        for (int digits = 1; shortInputs > 0 && digits < Address.DIGITS; digits++) {
            var prefix = text.substring(0, digits);
            var named = children.get(prefix);
            if (named != null && nodes.withPrefix(prefix, 2).size() == 1) {
                found.addAll(named);
            }
        }
        return found.stream().flatMap(child -> nodes.get(child).stream()).toList();
    }

    @Override
    public Optional<Node> successor(Address address) {
        var seen = new HashSet<Address>();
        var waiting = new ArrayDeque<Address>();
        waiting.push(address);
        while (!waiting.isEmpty()) {
            var next = waiting.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (active.contains(next) && nodes.has(next)) {
                return nodes.get(next);
            }
            descendants(next).reversed().stream()
                    .filter(node -> node.type().equals(NodeType.SUPERSEDE)
                            || node.type().equals(NodeType.COMPRESS))
                    .forEach(node -> waiting.push(node.address()));
        }
        return Optional.empty();
    }
}

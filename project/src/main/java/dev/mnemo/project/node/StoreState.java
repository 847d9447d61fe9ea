package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
    final AddressSet active;
    final List<Address> roots;
    final Late<SequencedMap<String, Json.Obj>> chains;
    final StoreIndexes indexes;
    boolean chainsKept;
    long sequence;

    /// What tells generations apart in a folder that nobody may number the changes of.
    long salt;
    private long fingerprint;

    StoreState() {
        this(new NodeTable(), new AddressSet(), new ArrayList<>(), new Late<>(LinkedHashMap::new), new StoreIndexes());
    }

    /// @param nodes what the snapshot holds; belongs to the state from now on, as does all else
    StoreState(
            NodeTable nodes,
            AddressSet active,
            List<Address> roots,
            Late<SequencedMap<String, Json.Obj>> chains,
            StoreIndexes indexes) {
        this.nodes = nodes;
        this.active = active;
        this.activeNodes = nodes.only(active);
        this.roots = roots;
        this.chains = chains;
        this.indexes = indexes;
        for (int place = 0; place < active.size(); place++) {
            fingerprint += mix(active.bits(place));
        }
    }

    private StoreState(StoreState other) {
        nodes = other.nodes.copy();
        activeNodes = other.activeNodes.copy();
        active = other.active.copy();
        roots = new ArrayList<>(other.roots);
        chains = other.chains.copy(LinkedHashMap::new);
        indexes = other.indexes.copy();
        chainsKept = other.chainsKept;
        sequence = other.sequence;
        salt = other.salt;
        fingerprint = other.fingerprint;
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
        indexes.written();
    }

    /// Indexes the links and anchors of nodes that were loaded without. What is indexed already keeps its
    /// place.
    void indexLoaded() {
        for (var node : nodes.list()) {
            node.meta().links().forEach(link -> indexes.addLink(link, node.address()));
        }
        activeNodes.list().forEach(indexes::addAnchors);
    }

    void putNode(Node node) {
        var old = nodes.get(node.address());
        boolean live = active.contains(node.address());
        nodes.put(node);
        old.ifPresentOrElse(before -> indexes.replace(before, node), () -> indexes.add(node));
        if (live) {
            old.ifPresentOrElse(before -> indexes.replaceAnchors(before, node), () -> indexes.addAnchors(node));
            activeNodes.put(node);
        }
    }

    /// Adds a node whose links and anchors are loaded on their own. Nodes come in ascending order, before the
    /// active ones.
    void loadNode(Node node) {
        nodes.put(node);
        indexes.addNames(node);
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
            indexes.remove(node);
            if (active.contains(address)) {
                indexes.removeAnchors(node);
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
            indexes.addAnchors(node);
        });
        return true;
    }

    boolean deactivate(Address address) {
        if (!active.remove(address)) {
            return false;
        }
        fingerprint -= mix(address.bits());
        activeNodes.remove(address);
        nodes.get(address).ifPresent(indexes::removeAnchors);
        return true;
    }

    void putChain(String id, Json.Obj chain) {
        chains.get().put(id, chain);
        chainsKept = true;
    }

    void addRoot(int place, Address address) {
        if (place >= roots.size() || !roots.get(place).equals(address)) {
            roots.add(address);
        }
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
    public boolean has(Address address) {
        return nodes.has(address);
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
        return Collections.unmodifiableSequencedMap(chains.get());
    }

    @Override
    public List<Address> roots() {
        return Collections.unmodifiableList(roots);
    }

    @Override
    public List<ReverseLink> linksTo(Address target) {
        return indexes.links.get().getOrDefault(target, List.of());
    }

    @Override
    public Map<String, List<FileAnchor>> anchorsByFile() {
        return Collections.unmodifiableMap(indexes.anchors.get());
    }

    @Override
    public List<Node> anchoredIn(String path) {
        var found = new TreeSet<>(indexes.byName.get().getOrDefault(StoreIndexes.fileName(path), List.of()));
        found.addAll(indexes.byName.get().getOrDefault("", List.of()));
        return found.stream().flatMap(address -> nodes.get(address).stream()).toList();
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
        var found = new TreeSet<>(indexes.children.get().getOrDefault(text, List.of()));
        // Old stores hold inputs as they were typed: the first digits of an address. One that fits a single node means
        // it.
        for (int digits = 1; digits < Address.DIGITS; digits++) {
            var prefix = text.substring(0, digits);
            var named = indexes.children.get().get(prefix);
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

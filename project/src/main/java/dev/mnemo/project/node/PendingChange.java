package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;

/// A change in the making: works on a state that nobody else sees and notes what it did. Hands out copies of
/// the lists of nodes, so that a writer may change what it iterates over.
final class PendingChange implements StoreChange {
    private final StoreState state;
    private final LinkedHashMap<Address, Node> put = new LinkedHashMap<>();
    private final LinkedHashSet<Address> activated = new LinkedHashSet<>();
    private final LinkedHashSet<Address> deactivated = new LinkedHashSet<>();
    private final LinkedHashMap<String, Json.Obj> chains = new LinkedHashMap<>();
    private final int rootsBefore;
    private final List<Address> rootsAdded = new ArrayList<>();
    private final LinkedHashSet<Address> forgotten = new LinkedHashSet<>();

    PendingChange(StoreState state) {
        this.state = state;
        this.rootsBefore = state.roots.size();
    }

    Commit commit(long sequence) {
        return new Commit(
                sequence,
                List.copyOf(put.values()),
                activated,
                deactivated,
                chains,
                rootsBefore,
                rootsAdded,
                forgotten);
    }

    @Override
    public void put(Node node) {
        var old = state.node(node.address());
        if (old.isPresent()
                && old.get().isTombstone()
                && !node.isTombstone()
                && old.get().saidBefore(node)) {
            throw new Refusal("The text of " + node.address()
                    + " was forgotten on purpose; claim it explicitly if it is to be known again.");
        }
        store(node);
    }

    @Override
    public void revive(Node node) {
        store(node);
    }

    private void store(Node node) {
        if (!node.isAuthentic()) {
            throw new Refusal("The address " + node.address()
                    + " does not belong to this text; an address is the start of the SHA-256 of what a node says.");
        }
        var old = state.node(node.address());
        boolean same = old.isEmpty()
                || old.get().saysTheSameAs(node)
                || node.isTombstone()
                || (old.get().isTombstone() && old.get().saidBefore(node));
        if (!same) {
            throw new MnemoException(
                    Fault.ADDRESS_COLLISION,
                    "Another text already has the address " + node.address() + ".",
                    "Nothing was changed; reword the claim.");
        }
        set(node);
    }

    private void set(Node node) {
        state.putNode(node);
        put.put(node.address(), node);
    }

    @Override
    public void activate(Address address) {
        if (state.activate(address) && !deactivated.remove(address)) {
            activated.add(address);
        }
    }

    @Override
    public void deactivate(Address address) {
        if (state.deactivate(address) && !activated.remove(address)) {
            deactivated.add(address);
        }
    }

    @Override
    public void putChain(String id, Json.Obj chain) {
        state.putChain(id, chain);
        chains.put(id, chain);
    }

    @Override
    public void addRoot(Address address) {
        state.roots.add(address);
        rootsAdded.add(address);
    }

    @Override
    public void forget(Address address, Json.Obj tombstoneMeta) {
        var old = state.node(address);
        if (old.isEmpty() || old.get().isTombstone()) {
            return;
        }
        deactivate(address);
        for (var link : linksTo(address)) {
            state.node(link.source())
                    .ifPresent(source -> set(source.editMeta(meta -> without(meta, "links", "addr", address))));
        }
        for (var child : descendants(address)) {
            if (child.meta().json().has("preserved_values")) {
                set(child.editMeta(meta -> without(meta, "preserved_values", "source", address)));
            }
        }
        set(state.node(address).orElseThrow().tombstone(tombstoneMeta));
        forgotten.add(address);
    }

    /// A list of a meta without the objects that name an address.
    private static Json.Obj without(Json.Obj meta, String list, String key, Address address) {
        var kept = meta.array(list).items().stream()
                .filter(item -> !(item instanceof Json.Obj entry
                        && entry.string(key, "").equals(address.toString())))
                .toList();
        return kept.isEmpty() ? meta.without(list) : meta.with(list, new Json.Arr(kept));
    }

    @Override
    public Optional<Node> node(Address address) {
        return state.node(address);
    }

    @Override
    public Collection<Node> nodes() {
        return List.copyOf(state.nodes());
    }

    @Override
    public SortedSet<Address> active() {
        return state.active();
    }

    @Override
    public List<Node> activeNodes() {
        return List.copyOf(state.activeNodes());
    }

    @Override
    public boolean isActive(Address address) {
        return state.isActive(address);
    }

    @Override
    public List<Node> withPrefix(String prefix, int limit) {
        return state.withPrefix(prefix, limit);
    }

    @Override
    public boolean hasChains() {
        return state.hasChains();
    }

    @Override
    public SequencedMap<String, Json.Obj> chains() {
        return state.chains();
    }

    @Override
    public List<Address> roots() {
        return state.roots();
    }

    @Override
    public List<ReverseLink> linksTo(Address target) {
        return state.linksTo(target);
    }

    @Override
    public Map<String, List<FileAnchor>> anchorsByFile() {
        return state.anchorsByFile();
    }

    @Override
    public List<Node> anchoredIn(String path) {
        return state.anchoredIn(path);
    }

    @Override
    public List<Node> descendants(Address address) {
        return state.descendants(address);
    }

    @Override
    public Optional<Node> successor(Address address) {
        return state.successor(address);
    }

    @Override
    public long generation() {
        return state.generation();
    }

    @Override
    public long activeFingerprint() {
        return state.activeFingerprint();
    }
}

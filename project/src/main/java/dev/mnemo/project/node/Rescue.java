package dev.mnemo.project.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is still known of a file that is damaged: what the last snapshot and the change log say. Read when the
/// first damaged file is met, for most stores never.
final class Rescue {
    private final StoreFolder folder;
    private final List<ChangeLog.Line> lines;
    private final Set<String> lists = new LinkedHashSet<>();
    private boolean looked;
    private @Nullable StoreState known;

    Rescue(StoreFolder folder, List<ChangeLog.Line> lines) {
        this.folder = folder;
        this.lines = lines;
    }

    /// Notes that a list is damaged.
    void damaged(String list) {
        lists.add(list);
    }

    /// The lists that are damaged.
    Set<String> damaged() {
        return lists;
    }

    Optional<Node> node(Address address) {
        return state().flatMap(state -> state.node(address));
    }

    /// The active set as it was last known; otherwise every node that nothing corrected or summarised.
    Collection<Address> active(StoreState nodes) {
        return state().<Collection<Address>>map(state -> state.active)
                .orElseGet(() -> nodes.nodes().stream()
                        .filter(node -> !node.type().equals(NodeType.ROOT)
                                && !node.type().equals(NodeType.TOMBSTONE)
                                && nodes.descendants(node.address()).stream().noneMatch(Rescue::replaces))
                        .map(Node::address)
                        .toList());
    }

    private static boolean replaces(Node node) {
        return node.type().equals(NodeType.SUPERSEDE) || node.type().equals(NodeType.COMPRESS);
    }

    /// The roots as they were last known; otherwise the nodes that are roots, oldest first.
    List<Address> roots(StoreState nodes) {
        return state().<List<Address>>map(state -> state.roots)
                .orElseGet(() -> nodes.nodes().stream()
                        .filter(node -> node.type().equals(NodeType.ROOT))
                        .sorted(Comparator.comparingDouble(Node::created))
                        .map(Node::address)
                        .toList());
    }

    /// The chains as they were last known, into another state.
    void chains(StoreState into) {
        state().ifPresent(state -> into.chains.get().putAll(state.chains.get()));
    }

    /// The store as the last snapshot and the log say; empty if there is no sound snapshot.
    synchronized Optional<StoreState> state() {
        if (!looked) {
            looked = true;
            try {
                known = Snapshot.read(folder).map(Snapshot.Content::state).orElse(null);
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
            if (known != null) {
                replay(known);
            }
        }
        return Optional.ofNullable(known);
    }

    private void replay(StoreState state) {
        for (var line : lines) {
            if (line instanceof ChangeLog.Change(var commit) && commit.sequence() > state.sequence) {
                state.apply(commit);
            }
        }
    }
}

package dev.mnemo.project.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.chain.ChainEdits;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a session noted but nobody confirmed yet: a small store of its own under `sessions/<id>`, made with the first
/// preliminary claim or checkpoint and not before. Promoting copies nodes and chains into the project's store.
public final class SessionStore implements AutoCloseable {
    /// The status of a chain that waits for promotion.
    public static final String PRELIMINARY = "preliminary";

    private static final String ARCHIVED = "archived";

    private final NodeStore project;
    private final Session session;
    private final InstantSource clock;
    private final SessionFolders folders;

    @GuardedBy("this")
    private @Nullable NodeStore open;

    @GuardedBy("this")
    private String openId = "";

    /// @param project the store that promoted nodes go to; the session's folder lies inside its folder
    public SessionStore(NodeStore project, Session session, InstantSource clock) {
        this.project = project;
        this.session = session;
        this.clock = clock;
        this.folders = new SessionFolders(project.directory(), clock);
    }

    /// The store of the running session; made if it is not there.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if it cannot be made or read
    public synchronized NodeStore store() {
        var id = session.id();
        var directory = folders.of(id);
        if (open == null || !openId.equals(id) || !Files.isDirectory(directory.resolve("nodes"))) {
            close();
            open = NodeStore.open(directory);
            openId = id;
        }
        return open;
    }

    /// The store of the running session if something was noted in it.
    public synchronized Optional<NodeStore> existing() {
        return Files.isDirectory(folders.of(session.id()).resolve("nodes")) ? Optional.of(store()) : Optional.empty();
    }

    /// What a promotion did.
    ///
    /// @param chainId the chain, or an empty text for nodes of no chain
    /// @param summary what the chain is about
    /// @param nodes the nodes that now stand in the project's store
    public record Promoted(String chainId, String summary, List<Address> nodes) {
        public Promoted {
            nodes = List.copyOf(nodes);
        }
    }

    /// Copies nodes into the project's store and lets recall surface them. A node that is there already keeps what is
    /// known about it; one that was corrected or forgotten meanwhile is not revived.
    ///
    /// @param addresses nodes of the session's store; unknown ones are passed over
    /// @return the nodes that now stand in the project's store
    public List<Address> promoteNodes(Collection<Address> addresses) {
        var promoted = existing().map(from -> promoteNodes(from, addresses)).orElse(List.of());
        promoted.forEach(session::created);
        return promoted;
    }

    /// Makes one preliminary chain part of the project.
    ///
    /// @throws Refusal if the session has no such chain, or if it is not preliminary
    public Promoted promoteChain(String chainId) {
        var from = existing().orElseThrow(() -> unknown(chainId));
        var chain = from.read(view -> Optional.ofNullable(view.chains().get(chainId)))
                .orElseThrow(() -> unknown(chainId));
        var status = chain.string("status", "");
        if (!status.equals(PRELIMINARY)) {
            throw new Refusal("Chain " + chainId + " is not preliminary (status: " + status
                    + "); only preliminary chains can be promoted.");
        }
        var promoted = promote(from, chainId, chain);
        noteMade(List.of(promoted));
        return promoted;
    }

    /// Makes every preliminary chain part of the project; none if there is none.
    public List<Promoted> promoteAll() {
        var promoted = existing().map(this::promoteChains).orElse(List.of());
        noteMade(promoted);
        return promoted;
    }

    /// Makes everything that is left part of the project: preliminary chains, then the active nodes of no chain, such
    /// as checkpoints and what file tools noted.
    ///
    /// @return how many chains, and how many nodes besides theirs
    public Rest promoteRest() {
        var chains = promoteAll();
        var loose = existing().map(this::promoteLoose).orElse(List.of());
        loose.forEach(session::created);
        return new Rest(chains.size(), loose.size());
    }

    /// What {@link #promoteRest} did.
    ///
    /// @param chains chains promoted
    /// @param looseNodes nodes promoted that belong to none of them
    public record Rest(int chains, int looseNodes) {}

    private void noteMade(List<Promoted> chains) {
        for (var chain : chains) {
            session.extended(chain.chainId());
            chain.nodes().forEach(session::created);
        }
    }

    private List<Address> promoteLoose(NodeStore from) {
        return promoteNodes(from, from.read(view -> {
            var active = new LinkedHashSet<Address>();
            view.activeNodes().stream()
                    .sorted(Comparator.comparingDouble(Node::created))
                    .forEach(node -> active.add(node.address()));
            view.chains().values().stream()
                    .filter(SessionStore::isArchived)
                    .forEach(chain -> members(chain).forEach(active::remove));
            return active;
        }));
    }

    private List<Promoted> promoteChains(NodeStore from) {
        var waiting = from.read(view -> new LinkedHashMap<>(view.chains()));
        waiting.values().removeIf(chain -> !isPreliminary(chain));
        var promoted = new ArrayList<Promoted>();
        waiting.forEach((id, chain) -> promoted.add(promote(from, id, chain)));
        return promoted;
    }

    private List<Address> promoteNodes(NodeStore from, Collection<Address> addresses) {
        var nodes = nodes(from, addresses);
        if (nodes.isEmpty()) {
            return List.of();
        }
        project.write(change -> {
            nodes.forEach(node -> adopt(change, node, Optional.empty()));
            return nodes.size();
        });
        from.write(change -> {
            nodes.forEach(node -> change.deactivate(node.address()));
            return nodes.size();
        });
        return nodes.stream().map(Node::address).toList();
    }

    private Promoted promote(NodeStore from, String id, Json.Obj chain) {
        var nodes = nodes(from, members(chain));
        var now = Moment.now(clock);
        project.write(change -> {
            nodes.forEach(node -> adopt(change, node, Optional.of(id)));
            var known = Optional.ofNullable(change.chains().get(id));
            var members = new LinkedHashSet<Address>();
            known.ifPresent(earlier -> members.addAll(members(earlier)));
            members.addAll(members(chain));
            change.putChain(
                    id,
                    known.orElse(chain)
                            .with("members", texts(members))
                            .with("status", "active")
                            .with("promoted_at", now)
                            .with("promoted_from_session", from.directory().toString()));
            return nodes.size();
        });
        from.write(change -> {
            change.putChain(id, chain.with("status", ARCHIVED));
            return id;
        });
        return new Promoted(
                id,
                chain.string("summary", ""),
                nodes.stream().map(Node::address).toList());
    }

    private static boolean isPreliminary(Json.Obj chain) {
        return chain.string("status", "").equals(PRELIMINARY);
    }

    private static boolean isArchived(Json.Obj chain) {
        return chain.string("status", "").equals(ARCHIVED);
    }

    /// Puts one node into the project. Whoever is there already keeps its meta; the chain is added to it.
    private static void adopt(StoreChange change, Node node, Optional<String> chain) {
        var known = change.node(node.address());
        var kept = known.orElse(node);
        if (kept.type().equals(NodeType.TOMBSTONE)) {
            return;
        }
        var chained = chain.filter(id -> !kept.meta().chains().contains(id))
                .map(id -> kept.editMeta(
                        meta -> meta.with("chains", added(kept.meta().chains(), id))))
                .orElse(kept);
        if (known.isEmpty() || !chained.equals(kept)) {
            change.put(chained);
        }
        if (change.successor(node.address()).isEmpty()) {
            change.activate(node.address());
        }
    }

    private static Json.Arr added(List<String> chains, String id) {
        var all = new LinkedHashSet<>(chains);
        all.add(id);
        return Json.strings(all);
    }

    private static List<Node> nodes(NodeStore from, Collection<Address> addresses) {
        return from.read(view -> addresses.stream()
                .flatMap(address -> view.node(address).stream())
                .toList());
    }

    private static List<Address> members(Json.Obj chain) {
        return chain.array("members").strings().stream()
                .flatMap(text -> Address.parse(text).stream())
                .toList();
    }

    private static Json.Arr texts(Collection<Address> addresses) {
        return Json.strings(addresses.stream().map(Address::toString).toList());
    }

    private static Refusal unknown(String chainId) {
        return new Refusal("Chain not found in session store: " + chainId
                + ". Use memory_chains(status='preliminary') to list available chains.");
    }

    /// Forgets a node in every session's store, running, broken off or archived.
    ///
    /// @param tombstone what stays of it
    /// @param except a store that its caller sees to
    public void forget(Address address, Json.Obj tombstone, NodeStore except) {
        for (var folder : folders.holding(address)) {
            if (folder.equals(except.directory())) {
                continue;
            }
            try (var store = NodeStore.open(folder)) {
                store.write(change -> {
                    ChainEdits.remove(change, address);
                    change.forget(address, tombstone);
                    return address;
                });
            }
        }
    }

    /// What the session's store holds.
    ///
    /// @param sessionId the running session
    /// @param path its folder, whether or not it is there
    /// @param activeNodes nodes that wait
    /// @param totalChains chains, whatever their status
    /// @param promotedChains chains that were promoted
    /// @param preliminaryChains chains that wait
    public record Contents(
            String sessionId,
            String path,
            int activeNodes,
            int totalChains,
            int promotedChains,
            List<PreliminaryChain> preliminaryChains) {
        public Contents {
            preliminaryChains = List.copyOf(preliminaryChains);
        }
    }

    /// A chain that waits for promotion.
    ///
    /// @param chainId its id
    /// @param domain its domain
    /// @param summary what it is about
    /// @param members how many nodes it has
    public record PreliminaryChain(String chainId, String domain, String summary, int members) {}

    /// What the session's store holds now; nothing if it was never needed.
    public Contents contents() {
        var id = session.id();
        var path = folders.of(id).toString();
        return existing()
                .map(store -> store.read(view -> {
                    var chains = view.chains();
                    var waiting = chains.entrySet().stream()
                            .filter(entry -> isPreliminary(entry.getValue()))
                            .map(entry -> new PreliminaryChain(
                                    entry.getKey(),
                                    entry.getValue().string("domain", ""),
                                    entry.getValue().string("summary", ""),
                                    members(entry.getValue()).size()))
                            .toList();
                    long promoted = chains.values().stream()
                            .filter(SessionStore::isArchived)
                            .count();
                    return new Contents(id, path, view.active().size(), chains.size(), (int) promoted, waiting);
                }))
                .orElseGet(() -> new Contents(id, path, 0, 0, 0, List.of()));
    }

    /// Moves the session's store to the archive, if it has one, and returns the name it has there.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if it cannot be moved
    synchronized Optional<String> archive() {
        close();
        return folders.archive(session.id()).map(Path::getFileName).map(Path::toString);
    }

    /// Clears up after sessions that ended without a compress; see {@link SessionFolders}. What they noted and nobody
    /// promoted is promoted now, because a session that broke off is the one whose checkpoint is needed.
    /// A folder that cannot be cleared stays as it is, and an event says so.
    public void tidy(EventLog events) {
        attempt(events, () -> folders.abandoned(session.id()).forEach(id -> attempt(events, () -> settle(id, events))));
        attempt(events, () -> folders.removeUnused(session.id()));
        attempt(events, folders::purge);
    }

    private void settle(String abandoned, EventLog events) {
        int chains;
        int loose;
        try (var from = NodeStore.open(folders.of(abandoned))) {
            chains = promoteChains(from).size();
            loose = promoteLoose(from).size();
        }
        folders.archive(abandoned);
        events.emit(Event.of(
                Event.Layer.SYSTEM,
                "promote",
                "session " + abandoned + " broke off: promoted " + chains + " chains and " + loose + " nodes"));
    }

    private static void attempt(EventLog events, Runnable work) {
        try {
            work.run();
        } catch (MnemoException | IllegalArgumentException fault) {
            events.emit(Event.of(Event.Layer.SYSTEM, "promote", "left as it is: " + fault.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}

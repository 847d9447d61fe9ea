package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds what is damaged in a store and mends it without losing anything: what cannot stay where it is moves to
/// `.mnemo/lost+found/`, with the reason.
public final class Fsck {
    /// What can be wrong.
    public enum Kind {
        /// A node file that is no JSON object, is cut short, or cannot be read.
        DAMAGED_NODE,
        /// A node file whose text has another address than it says.
        WRONG_ADDRESS,
        /// A sound node in a file named after another address, or after none.
        MISNAMED_NODE,
        /// A file of the store that is a symbolic link.
        SYMBOLIC_LINK,
        /// A node file that somebody changed, added or removed without telling.
        EDITED_IN_PLACE,
        /// `active.json`, `roots.json` or `chains.json` is no such thing as it should be.
        DAMAGED_LIST,
        /// `active.json` is not sorted or names an address twice or something that is no address.
        UNTIDY_ACTIVE,
        /// An active address without a node.
        ACTIVE_WITHOUT_NODE,
        /// A root without a node.
        ROOT_WITHOUT_NODE,
        /// A chain that names a node that is not there.
        CHAIN_WITHOUT_NODE,
        /// A derived file that is damaged or does not fit the nodes.
        STALE_DERIVED,
        /// A line of the change log that is damaged or incomplete.
        DAMAGED_LOG,
        /// A temporary file that somebody left behind.
        LEFTOVER
    }

    /// One thing that is wrong.
    ///
    /// @param kind what it is
    /// @param file where, relative to the store
    /// @param detail one clause that says more
    /// @param mended whether it was mended
    public record Finding(Kind kind, String file, String detail, boolean mended) {}

    /// The state of a store.
    ///
    /// @param nodes how many sound nodes it holds
    /// @param active how many of them recall may surface
    /// @param findings what is wrong, in the order of files
    /// @param lostAndFound where a repair put what could not stay, relative to the store; empty if nowhere
    public record Report(int nodes, int active, List<Finding> findings, String lostAndFound) {
        public Report {
            findings = List.copyOf(findings);
        }

        /// Whether nothing is wrong, or all of it was mended.
        public boolean isClean() {
            return findings.stream().allMatch(Finding::mended);
        }
    }

    private final StoreFolder folder;
    private final StoreState state;
    private final boolean repair;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable LostAndFound lost;

    private Fsck(StoreFolder folder, StoreState state, boolean repair) {
        this.folder = folder;
        this.state = state;
        this.repair = repair;
    }

    /// Looks at every file of a store and changes none.
    public static Report check(NodeStore store) {
        return store.inspect((folder, state) -> new Fsck(folder, state, false).run());
    }

    /// Mends what {@link #check} finds. Nothing is deleted: what cannot stay moves to `lost+found`.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the store cannot be written
    public static Report repair(NodeStore store) {
        return store.mend((folder, state) -> new Fsck(folder, state, true).run());
    }

    private Report run() throws IOException {
        log();
        nodeFiles();
        active();
        roots();
        chains();
        derived();
        leftovers();
        return new Report(state.nodes.size(), state.activeNodes.size(), findings, lost == null ? "" : StoreFolder.LOST);
    }

    private void found(Kind kind, String file, String detail) {
        findings.add(new Finding(kind, file, detail, repair));
    }

    private LostAndFound lost() {
        var there = lost;
        if (there == null) {
            there = new LostAndFound(folder);
            lost = there;
        }
        return there;
    }

    // ---------------------------------------------------------------- nodes

    private void nodeFiles() throws IOException {
        var seen = new HashSet<Address>();
        for (var file : list(folder.nodes(), "*.json")) {
            var name = StoreLoader.addressOf(file);
            name.ifPresent(seen::add);
            if (Files.isSymbolicLink(file)) {
                found(Kind.SYMBOLIC_LINK, name(file), "a node must be a file of its own");
                restore(file, name, "symbolic link");
            } else {
                nodeFile(file, name);
            }
        }
        for (var node : state.nodes.list()) {
            if (!seen.contains(node.address())) {
                found(Kind.EDITED_IN_PLACE, "nodes/" + node.address() + ".json", "the file is gone");
            }
        }
    }

    private void nodeFile(Path file, Optional<Address> name) throws IOException {
        Node node;
        try {
            node = Node.ofJson(Json.parseObject(StoreFolder.bytes(file)));
        } catch (Refusal | IOException fault) {
            found(Kind.DAMAGED_NODE, name(file), String.valueOf(fault.getMessage()));
            restore(file, name, "damaged");
            return;
        }
        if (!isAuthentic(node)) {
            found(Kind.WRONG_ADDRESS, name(file), "says " + node.address() + ", its text has another address");
            restore(file, name, "its text has another address than " + node.address());
        } else if (!name.equals(Optional.of(node.address()))) {
            found(Kind.MISNAMED_NODE, name(file), "holds the node " + node.address());
            rename(file, node, name);
        } else {
            var known = state.node(node.address());
            if (known.isEmpty() || !known.get().toJson().equals(node.toJson())) {
                found(Kind.EDITED_IN_PLACE, name(file), known.isEmpty() ? "the file is new" : "the file was changed");
            }
        }
    }

    private static boolean isAuthentic(Node node) {
        try {
            return node.isAuthentic();
        } catch (Refusal _) {
            return false;
        }
    }

    /// Sets a file aside and puts what is known of its node in its place.
    private void restore(Path file, Optional<Address> name, String reason) throws IOException {
        if (repair) {
            lost().take(file, reason);
            var known = name.flatMap(state::node);
            if (known.isPresent()) {
                folder.replace(file, StoreFolder.bytes(known.get()), true);
            }
        }
    }

    private void rename(Path file, Node node, Optional<Address> name) throws IOException {
        if (!repair) {
            return;
        }
        var right = folder.node(node.address());
        if (Files.exists(right, LinkOption.NOFOLLOW_LINKS)) {
            lost().take(file, "a second file of " + node.address());
        } else {
            Files.move(file, right);
        }
        var known = name.flatMap(state::node);
        if (known.isPresent()) {
            folder.replace(file, StoreFolder.bytes(known.get()), true);
        }
    }

    // ---------------------------------------------------------------- lists

    private void active() throws IOException {
        for (var address : state.active) {
            if (!state.nodes.has(address)) {
                found(Kind.ACTIVE_WITHOUT_NODE, StoreFolder.ACTIVE, address + " has no node");
            }
        }
        var texts = list(StoreFolder.ACTIVE);
        boolean untidy = texts.isPresent() && !texts.get().equals(new ArrayList<>(new TreeSet<>(texts.get())));
        if (untidy) {
            found(Kind.UNTIDY_ACTIVE, StoreFolder.ACTIVE, "not sorted, or an address twice");
        }
        if (repair && (untidy || texts.isEmpty() || state.active.size() != state.activeNodes.size())) {
            lost().keep(StoreFolder.ACTIVE, "rewritten");
            folder.replace(
                    folder.path(StoreFolder.ACTIVE),
                    Checkpoints.addresses(
                            state.activeNodes.list().stream().map(Node::address).toList()),
                    true);
        }
    }

    private void roots() throws IOException {
        var kept = state.roots.stream().filter(state.nodes::has).toList();
        state.roots.stream()
                .filter(root -> !state.nodes.has(root))
                .forEach(root -> found(Kind.ROOT_WITHOUT_NODE, StoreFolder.ROOTS, root + " has no node"));
        boolean damaged = list(StoreFolder.ROOTS).isEmpty();
        if (repair && (damaged || kept.size() != state.roots.size())) {
            lost().keep(StoreFolder.ROOTS, "rewritten");
            folder.replace(folder.path(StoreFolder.ROOTS), Checkpoints.addresses(kept), true);
        }
    }

    /// The texts of a list on disk; empty if the file is damaged.
    private Optional<List<String>> list(String name) throws IOException {
        try {
            if (Json.parse(StoreFolder.bytes(folder.path(name))) instanceof Json.Arr array) {
                return Optional.of(array.strings());
            }
            found(Kind.DAMAGED_LIST, name, "not a list");
            return Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.of(List.of());
        } catch (Refusal fault) {
            found(Kind.DAMAGED_LIST, name, String.valueOf(fault.getMessage()));
            return Optional.empty();
        }
    }

    private void chains() throws IOException {
        var mended = new java.util.LinkedHashMap<String, Json>();
        boolean changed = false;
        for (var entry : state.chains.get().entrySet()) {
            var members = entry.getValue().array("members").strings();
            var kept = members.stream()
                    .filter(member ->
                            Address.parse(member).filter(state.nodes::has).isPresent())
                    .toList();
            if (kept.size() < members.size()) {
                found(
                        Kind.CHAIN_WITHOUT_NODE,
                        StoreFolder.CHAINS,
                        entry.getKey() + " names " + (members.size() - kept.size()) + " nodes that are not there");
                changed = true;
            }
            mended.put(
                    entry.getKey(),
                    kept.size() < members.size() ? shortened(entry.getValue(), kept) : entry.getValue());
        }
        boolean damaged = false;
        try {
            folder.json(StoreFolder.CHAINS, Json.Obj.class);
        } catch (dev.mnemo.kernel.fault.MnemoException fault) {
            damaged = true;
            found(Kind.DAMAGED_LIST, StoreFolder.CHAINS, String.valueOf(fault.getMessage()));
        }
        if (repair && (changed || damaged)) {
            lost().keep(StoreFolder.CHAINS, "rewritten");
            folder.replace(
                    folder.path(StoreFolder.CHAINS),
                    new Json.Obj(mended).pretty().getBytes(StandardCharsets.UTF_8),
                    true);
        }
    }

    private static Json.Obj shortened(Json.Obj chain, List<String> members) {
        var shorter = chain.with("members", Json.strings(members));
        return members.isEmpty()
                ? shorter
                : shorter.with("tail", members.getFirst()).with("head", members.getLast());
    }

    // ---------------------------------------------------------------- what is derived, and what is left over

    private void log() throws IOException {
        var log = new ChangeLog(folder);
        var news = log.read();
        log.close();
        if (news.torn() || news.broken()) {
            found(
                    Kind.DAMAGED_LOG,
                    StoreFolder.CHANGES,
                    news.broken() ? "a line is damaged" : "the last line is not complete");
            if (repair) {
                lost().keep(StoreFolder.CHANGES, "damaged lines");
            }
        }
    }

    private void derived() throws IOException {
        for (var name : List.of(StoreFolder.REVERSE_LINKS, StoreFolder.BY_FILE)) {
            try {
                var there = Json.parse(StoreFolder.bytes(folder.path(name)));
                var right =
                        name.equals(StoreFolder.BY_FILE) ? Checkpoints.byFile(state) : Checkpoints.reverseLinks(state);
                if (!there.equals(right)) {
                    found(Kind.STALE_DERIVED, name, "does not fit the nodes");
                }
            } catch (NoSuchFileException _) {
                // Written when there is something to write.
            } catch (Refusal fault) {
                found(Kind.STALE_DERIVED, name, String.valueOf(fault.getMessage()));
            }
        }
        if (Files.exists(folder.path(StoreFolder.SNAPSHOT))
                && Snapshot.read(folder).isEmpty()) {
            found(Kind.STALE_DERIVED, StoreFolder.SNAPSHOT, "damaged");
        }
    }

    private void leftovers() throws IOException {
        var left = new ArrayList<>(folder.leftovers());
        for (var inner : List.of(folder.directory(), folder.nodes(), folder.path("index"))) {
            list(inner, "*.tmp").stream()
                    .filter(file -> !StoreFolder.namesItsWriter(file))
                    .forEach(left::add);
        }
        for (var file : left) {
            found(Kind.LEFTOVER, name(file), "a temporary file");
            if (repair) {
                lost().take(file, "temporary file");
            }
        }
    }

    private static List<Path> list(Path directory, String glob) throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private String name(Path file) {
        return folder.directory().relativize(file).toString();
    }
}

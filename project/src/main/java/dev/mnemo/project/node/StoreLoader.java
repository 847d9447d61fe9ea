package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Reads a store from its folder: quickly from the snapshot and the change log if both fit the files, otherwise
/// from the files themselves.
final class StoreLoader {
    /// Two changes of a file closer together than this may carry the same time.
    static final long CLOCK_SLACK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// What was read.
    ///
    /// @param state the store
    /// @param stamp what the files looked like
    /// @param pending commits that only the log holds
    /// @param checkedNanos node files changed later than this may differ from the state
    /// @param snapshotBytes how large the snapshot is; 0 if there is none that fits
    /// @param damaged the lists that could not be read and were made up from what else is known
    record Loaded(
            StoreState state,
            FolderStamp stamp,
            List<Commit> pending,
            long checkedNanos,
            long snapshotBytes,
            Set<String> damaged) {}

    private final StoreFolder folder;

    StoreLoader(StoreFolder folder) {
        this.folder = folder;
    }

    /// The store as snapshot and log hold it; empty unless they fit each other and the files.
    Optional<Loaded> quickly(List<ChangeLog.Line> lines) throws IOException {
        if (lines.isEmpty() || !(lastCheckpoint(lines) instanceof ChangeLog.Checkpoint(var _, var stamp))) {
            return Optional.empty();
        }
        var pending = pending(lines);
        var now = FolderStamp.of(folder.directory());
        if (!now.hasSameFiles(stamp) || (pending.isEmpty() && now.nodesNanos() != stamp.nodesNanos())) {
            return Optional.empty();
        }
        var snapshot = Snapshot.read(folder);
        if (snapshot.isEmpty()
                || snapshot.get().state().sequence < lines.getFirst().sequence()) {
            return Optional.empty();
        }
        var state = snapshot.get().state();
        for (var line : lines) {
            if (line instanceof ChangeLog.Change(var commit) && commit.sequence() > state.sequence) {
                if (commit.sequence() != state.sequence + 1) {
                    return Optional.empty();
                }
                state.apply(commit);
            } else if (line instanceof ChangeLog.Checkpoint && line.sequence() >= state.sequence) {
                state.indexesWritten();
            }
        }
        return state.sequence == lines.getLast().sequence()
                ? Optional.of(new Loaded(
                        state,
                        stamp,
                        pending,
                        snapshot.get().checkedNanos(),
                        snapshot.get().bytes(),
                        Set.of()))
                : Optional.empty();
    }

    /// The store as its files hold it, and what the log adds to them.
    ///
    /// @param known nodes as they were read before; a file not changed since `checkedNanos` is not read again
    /// @param before the store as this process knew it
    Loaded thoroughly(List<ChangeLog.Line> lines, NodeTable known, long checkedNanos, StoreState before)
            throws IOException {
        var stamp = FolderStamp.of(folder.directory());
        var state = new StoreState();
        var rescue = new Rescue(folder, lines);
        nodes(known, checkedNanos, rescue).forEach(state::loadNode);
        loadLists(state, rescue);
        loadOrder(state);
        state.indexesWritten();
        state.indexLoaded();
        var pending = new ArrayList<>(pending(lines));
        pending.forEach(state::apply);
        pending.add(forgetAgain(state, rescue.state().orElse(before)));
        return new Loaded(
                state, stamp, pending, stamp.nodesNanos() - CLOCK_SLACK_NANOS, 0, Set.copyOf(rescue.damaged()));
    }

    /// Forgetting wins over files that say what was forgotten: git or a backup may have brought one back, or the
    /// tombstone may have come from elsewhere.
    ///
    /// @param before the store as it was last known
    private static Commit forgetAgain(StoreState state, StoreState before) {
        var change = new PendingChange(state);
        for (var tombstone : Stream.concat(state.nodes.list().stream(), before.nodes.list().stream())
                .filter(Node::isTombstone)
                .toList()) {
            change.deactivate(tombstone.address());
            for (var said : List.of(state.node(tombstone.address()), before.node(tombstone.address()))) {
                if (said.isPresent() && !said.get().isTombstone() && tombstone.saidBefore(said.get())) {
                    state.putNode(said.get());
                    change.forget(tombstone.address(), tombstone.meta().json());
                }
            }
        }
        return change.commit(state.sequence);
    }

    private void loadLists(StoreState state, Rescue rescue) throws IOException {
        var active = list(StoreFolder.ACTIVE, Json.Arr.class, rescue);
        (active.isEmpty() && rescue.damaged().contains(StoreFolder.ACTIVE)
                        ? rescue.active(state)
                        : active.map(Commit::addresses).orElse(List.of()))
                .stream().sorted().forEach(state::loadActive);
        var roots = list(StoreFolder.ROOTS, Json.Arr.class, rescue);
        state.roots.addAll(
                roots.isEmpty() && rescue.damaged().contains(StoreFolder.ROOTS)
                        ? rescue.roots(state)
                        : roots.map(Commit::addresses).orElse(List.of()));
        var chains = list(StoreFolder.CHAINS, Json.Obj.class, rescue);
        state.chainsKept = chains.isPresent() || rescue.damaged().contains(StoreFolder.CHAINS);
        chains.orElse(Json.Obj.EMPTY).members().forEach((id, chain) -> {
            if (chain instanceof Json.Obj object) {
                state.chains.get().put(id, object);
            }
        });
        if (rescue.damaged().contains(StoreFolder.CHAINS)) {
            rescue.chains(state);
        }
    }

    private <J extends Json> Optional<J> list(String name, Class<J> kind, Rescue rescue) throws IOException {
        try {
            return folder.json(name, kind);
        } catch (MnemoException _) {
            rescue.damaged(name);
            return Optional.empty();
        }
    }

    /// The index files say in which order links and anchors were made; the nodes say which there are.
    private void loadOrder(StoreState state) throws IOException {
        index(StoreFolder.REVERSE_LINKS)
                .members()
                .forEach((text, sources) -> Address.parse(text)
                        .ifPresent(target -> objects(sources)
                                .forEach(entry -> Address.parse(entry.string("source_addr", ""))
                                        .flatMap(state::node)
                                        .ifPresent(source -> source.meta().links().stream()
                                                .filter(link -> link.target().equals(target)
                                                        && link.relation().equals(entry.string("rel", "")))
                                                .forEach(link -> state.indexes.addLink(link, source.address()))))));
        index(StoreFolder.BY_FILE)
                .members()
                .forEach((file, anchors) -> objects(anchors)
                        .forEach(entry -> Address.parse(entry.string("addr", ""))
                                .filter(state::isActive)
                                .flatMap(state::node)
                                .ifPresent(node -> {
                                    var anchor = new FileAnchor(node.address(), (int) entry.number("anchor_idx", 0));
                                    if (file.equals(StoreIndexes.passages(node).get(anchor))) {
                                        state.indexes.addAnchor(file, anchor);
                                    }
                                })));
    }

    private static List<Json.Obj> objects(Json json) {
        return json instanceof Json.Arr array ? array.objects() : List.of();
    }

    /// A derived file; one that is damaged counts as missing.
    private Json.Obj index(String name) throws IOException {
        try {
            return Json.parseObject(StoreFolder.bytes(folder.path(name)));
        } catch (Refusal | java.nio.file.NoSuchFileException _) {
            return Json.Obj.EMPTY;
        }
    }

    private List<Node> nodes(NodeTable known, long checkedNanos, Rescue rescue) throws IOException {
        var files = new ArrayList<Path>();
        try (var listing = Files.newDirectoryStream(folder.nodes(), "*.json")) {
            listing.forEach(files::add);
        }
        try {
            return files.parallelStream()
                    .map(file -> node(file, known, checkedNanos, rescue))
                    .flatMap(Optional::stream)
                    .sorted((left, right) -> left.address().compareTo(right.address()))
                    .toList();
        } catch (UncheckedIOException fault) {
            throw fault.getCause();
        }
    }

    private static Optional<Node> node(Path file, NodeTable known, long checkedNanos, Rescue rescue) {
        var address = addressOf(file);
        if (address.isEmpty() || Files.isSymbolicLink(file)) {
            return Optional.empty();
        }
        try {
            var before = known.get(address.get());
            if (before.isPresent() && FolderStamp.Seen.of(file).nanos() < checkedNanos) {
                return before;
            }
            var read = read(file, address.get());
            return read.isPresent() ? read : before.or(() -> rescue.node(address.get()));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /// The sound nodes in files that are new or were changed later than a time.
    List<Node> newerThan(long nanos, NodeTable known) throws IOException {
        var found = new ArrayList<Node>();
        try (var files = Files.newDirectoryStream(folder.nodes(), "*.json")) {
            for (var file : files) {
                var address = addressOf(file);
                if (address.isPresent()
                        && (!known.has(address.get())
                                || FolderStamp.Seen.of(file).nanos() >= nanos)) {
                    read(file, address.get()).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /// The address that a file of the folder of nodes is named after.
    static Optional<Address> addressOf(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".json") ? Address.parse(name.substring(0, name.length() - 5)) : Optional.empty();
    }

    /// A node file; empty if it is damaged, unreadable, a symbolic link, or says something that its name does
    /// not stand for. `mnemo fsck` tells which.
    static Optional<Node> read(Path file, Address name) {
        try {
            var node = Node.ofJson(Json.parseObject(StoreFolder.bytes(file)));
            return node.address().equals(name) && node.isAuthentic() ? Optional.of(node) : Optional.empty();
        } catch (Refusal | IOException _) {
            return Optional.empty();
        }
    }

    private static ChangeLog.Line lastCheckpoint(List<ChangeLog.Line> lines) {
        return lines.reversed().stream()
                .filter(ChangeLog.Checkpoint.class::isInstance)
                .findFirst()
                .orElse(lines.getFirst());
    }

    /// The commits after the last checkpoint.
    static List<Commit> pending(List<ChangeLog.Line> lines) {
        var pending = new ArrayList<Commit>();
        for (var line : lines) {
            if (line instanceof ChangeLog.Change change) {
                pending.add(change.commit());
            } else {
                pending.clear();
            }
        }
        return pending;
    }
}

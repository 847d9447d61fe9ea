package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Brings what only the change log holds into the files that other implementations read. Knows what they lack, and when
/// the log is to make way for a snapshot. The caller holds the lock of the folder when files are written.
final class Checkpoints {
    /// A log shorter than this is kept at a checkpoint.
    static final long LOG_BYTES_MIN = 64 * 1024;

    /// A log longer than one part in so many of the snapshot makes way for a new snapshot.
    static final long SNAPSHOT_BYTES_PER_LOG_BYTE = 64;

    private static final int ADDRESS_LINE_CHARS = 19;

    private static final int SYNC_THREADS = 8;

    private final StoreFolder folder;
    private final ChangeLog log;
    private final DerivedFiles derived;

    /// Tokens of changes that were synced ahead of a checkpoint and not taken note of yet.
    private final Set<Object> ahead = new HashSet<>();

    /// The nodes whose files may not be on the disk, each with a token of its last change.
    private final LinkedHashMap<Address, Object> nodes = new LinkedHashMap<>();

    /// The tokens of changes whose files are on the disk.
    private final Set<Object> synced = new HashSet<>();

    private boolean active;
    private boolean chains;
    private boolean roots;
    private boolean forgotten;
    private long snapshotBytes;
    private boolean snapshotStale;

    /// Whether the log holds lines that cannot be read between others that can.
    private boolean logBroken;

    Checkpoints(StoreFolder folder, ChangeLog log, DerivedFiles derived) {
        this.folder = folder;
        this.log = log;
        this.derived = derived;
    }

    /// Notes a commit that the files lack.
    void add(Commit commit) {
        commit.put().forEach(node -> nodes.put(node.address(), new Object()));
        active |= !commit.activated().isEmpty() || !commit.deactivated().isEmpty();
        chains |= !commit.chains().isEmpty();
        roots |= !commit.roots().isEmpty();
        forgotten |= !commit.forgotten().isEmpty();
    }

    /// Notes that the file of a node does not hold what it should.
    void lackNode(Address address) {
        nodes.put(address, new Object());
    }

    /// Notes how large the snapshot is that was opened; 0 if none was.
    void opened(long bytes) {
        snapshotBytes = bytes;
    }

    /// Notes that the snapshot is not what it should be.
    void lackSnapshot() {
        snapshotStale = true;
    }

    /// Notes what is wrong with the log.
    void noteBroken(ChangeLog.News news) {
        logBroken |= news.broken();
    }

    /// Notes that a list on the disk is not what it should be.
    void lack(String list) {
        active |= list.equals(StoreFolder.ACTIVE);
        chains |= list.equals(StoreFolder.CHAINS);
        roots |= list.equals(StoreFolder.ROOTS);
    }

    /// Whether only the log holds a node as it is.
    boolean lacksNode(Address address) {
        return nodes.containsKey(address);
    }

    boolean isEmpty() {
        return nodes.isEmpty() && !active && !chains && !roots;
    }

    /// Whether a checkpoint would change anything.
    boolean isDue() {
        return !isEmpty() || snapshotStale;
    }

    /// Notes that the files lack nothing.
    void done() {
        nodes.clear();
        synced.clear();
        active = false;
        chains = false;
        roots = false;
        forgotten = false;
    }

    /// Writes a node file at once, so that other implementations find it. Failing is no harm: the log has it,
    /// and the next checkpoint tries again.
    void writeNode(Node node) {
        try {
            folder.replace(folder.node(node.address()), StoreFolder.bytes(node), false);
        } catch (IOException _) {
            lackNode(node.address());
        }
    }

    /// Brings every file up to date and says so in the log, or puts a snapshot in the place of the log.
    ///
    /// @param checkedNanos node files changed later than this may differ from the state
    /// @return what the files look like now
    FolderStamp checkpoint(StoreState state, long checkedNanos) throws IOException {
        if (!isEmpty()) {
            takeSynced();
            write(state);
            state.indexesWritten();
            folder.removeLeftovers();
        }
        var stamp = FolderStamp.of(folder.directory());
        var checkpoint = new ChangeLog.Checkpoint(state.sequence, stamp);
        long longest = Math.max(LOG_BYTES_MIN, snapshotBytes / SNAPSHOT_BYTES_PER_LOG_BYTE);
        if (forgotten || snapshotStale || snapshotBytes == 0 || !log.exists() || log.length() > longest) {
            restart(state, checkedNanos, checkpoint);
        } else {
            log.append(checkpoint, true);
        }
        done();
        return stamp;
    }

    private void restart(StoreState state, long checkedNanos, ChangeLog.Checkpoint checkpoint) throws IOException {
        if (forgotten) {
            scrub(state);
        }
        var snapshot = Snapshot.write(state, checkedNanos);
        folder.replace(folder.path(StoreFolder.SNAPSHOT), snapshot, false);
        if (logBroken && !forgotten) {
            new LostAndFound(folder).keep(StoreFolder.CHANGES, "lines that cannot be read");
        }
        logBroken = false;
        log.restart(checkpoint);
        snapshotBytes = snapshot.length;
        snapshotStale = false;
    }

    /// Writes what the files lack and waits until it is on the disk.
    void write(StoreState state) throws IOException {
        for (var entry : nodes.entrySet()) {
            var node = state.node(entry.getKey());
            if (node.isPresent()) {
                settle(folder.node(entry.getKey()), StoreFolder.bytes(node.get()), synced.contains(entry.getValue()));
            }
        }
        folder.forceFolder(folder.nodes());
        if (active) {
            folder.replace(folder.path(StoreFolder.ACTIVE), addresses(state.active), true);
        }
        if (roots) {
            folder.replace(folder.path(StoreFolder.ROOTS), addresses(state.roots), true);
        }
        if (chains) {
            folder.replace(
                    folder.path(StoreFolder.CHAINS),
                    bytes(new Json.Obj(new LinkedHashMap<String, Json>(state.chains.get()))),
                    true);
        }
        writeIndexes(state, false);
        folder.forceFolder(folder.directory());
    }

    /// Writes the derived files that other implementations read.
    void writeIndexes(StoreState state, boolean unchangedToo) throws IOException {
        if (state.indexes.linksChanged || unchangedToo) {
            folder.replace(folder.path(StoreFolder.REVERSE_LINKS), bytes(reverseLinks(state)), true);
        }
        if (state.indexes.anchorsChanged || unchangedToo) {
            folder.replace(folder.path(StoreFolder.BY_FILE), bytes(byFile(state)), true);
        }
    }

    /// What `index/reverse_links.json` holds.
    static Json.Obj reverseLinks(StoreState state) {
        var targets = new LinkedHashMap<String, Json>();
        state.indexes
                .links
                .get()
                .forEach((target, links) -> targets.put(
                        target.toString(),
                        Json.array(links.stream()
                                .map(link -> Json.Obj.EMPTY
                                        .with("source_addr", link.source().toString())
                                        .with("rel", link.relation()))
                                .toList())));
        return new Json.Obj(targets);
    }

    /// What `index/by_file.json` holds.
    static Json.Obj byFile(StoreState state) {
        var files = new LinkedHashMap<String, Json>();
        state.indexes
                .anchors
                .get()
                .forEach((file, anchors) -> files.put(
                        file,
                        Json.array(anchors.stream()
                                .map(anchor -> Json.Obj.EMPTY
                                        .with("addr", anchor.address().toString())
                                        .with("anchor_idx", anchor.anchorIndex()))
                                .toList())));
        return new Json.Obj(files);
    }

    /// Removes every trace of forgotten texts outside the nodes and the log: derived files, ours and others',
    /// and what was set aside.
    private void scrub(StoreState state) throws IOException {
        derived.removeAll();
        for (var name : Set.of("index/tfidf.json", "index/embeddings.json")) {
            Files.deleteIfExists(folder.path(name));
        }
        var lost = folder.path(StoreFolder.LOST);
        if (!Files.isDirectory(lost, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var tombstones = state.nodes.list().stream()
                .filter(Node::isTombstone)
                .map(node -> node.address().toString())
                .toList();
        try (var files = Files.newDirectoryStream(lost)) {
            for (var file : files) {
                var text = file.getFileName() + new String(StoreFolder.bytes(file), StandardCharsets.ISO_8859_1);
                if (!file.endsWith(LostAndFound.REASONS) && tombstones.stream().anyMatch(text::contains)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static byte[] bytes(Json json) {
        return json.pretty().getBytes(StandardCharsets.UTF_8);
    }

    /// Addresses as the original writes a list of them; built by hand because it is long and written often.
    static byte[] addresses(Collection<Address> addresses) {
        if (addresses.isEmpty()) {
            return "[]".getBytes(StandardCharsets.US_ASCII);
        }
        var text = new StringBuilder(addresses.size() * ADDRESS_LINE_CHARS).append('[');
        var separator = "\n  \"";
        for (var address : addresses) {
            text.append(separator).append(address);
            separator = "\",\n  \"";
        }
        return text.append("\"\n]").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The node files that may not be on the disk, with the tokens of their last changes.
    Map<Address, Object> unsynced() {
        var left = new LinkedHashMap<>(nodes);
        left.values().removeAll(synced);
        return left;
    }

    /// Waits until node files are on the disk, several at once because a disk serves many such calls together.
    /// Needs no lock: what is written meanwhile has another token and is waited for at the checkpoint.
    void sync(Map<Address, Object> files) {
        var done = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newFixedThreadPool(SYNC_THREADS)) {
            files.forEach((address, token) -> threads.execute(() -> {
                try (var channel = FileChannel.open(
                        folder.node(address), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                    folder.disk().force(channel);
                    done.add(token);
                } catch (IOException _) {
                    // The checkpoint deals with it.
                }
            }));
        }
        synchronized (ahead) {
            ahead.addAll(done);
        }
    }

    private void takeSynced() {
        synchronized (ahead) {
            synced.addAll(ahead);
            ahead.clear();
        }
        synced.retainAll(new HashSet<>(nodes.values()));
    }

    /// Makes sure that a file holds some bytes on the disk; leaves it alone if it holds them already.
    private void settle(Path file, byte[] bytes, boolean synced) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() == bytes.length) {
                var there = ByteBuffer.allocate(bytes.length);
                int read = 0;
                while (read >= 0 && there.hasRemaining()) {
                    read = channel.read(there);
                }
                if (Arrays.equals(there.array(), bytes)) {
                    if (!synced) {
                        folder.disk().force(channel);
                    }
                    return;
                }
            }
        } catch (NoSuchFileException _) {
            // Written anew below.
        }
        folder.replace(file, bytes, true);
    }
}

package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The file `index/snapshot.bin`: a whole store in a form that opens quickly. Derived: checked against the
/// change log and the files before it is believed, and replaced when it is stale or damaged.
///
/// Layout: magic, CRC-32C of the rest, sequence, time until which in-place edits were looked for, then the
/// nodes in ascending order, active addresses, roots, chains, links by target and anchors by file. Texts that
/// repeat are numbered when they first occur.
final class Snapshot {
    private static final long MAGIC = 0x4d4e454d4f534e32L;
    private static final int HEADER_BYTES = 12;
    private static final int AUTO_CLAIM = 1;
    private static final int DRIFTED = 2;
    private static final int EXTRA = 4;

    /// What a snapshot holds.
    ///
    /// @param state the store
    /// @param checkedNanos node files changed later than this may differ from it, nanoseconds since the epoch
    /// @param bytes how large the file is
    record Content(StoreState state, long checkedNanos, long bytes) {}

    private Snapshot() {}

    static byte[] write(StoreState state, long checkedNanos) {
        var out = new SnapshotBytes();
        out.putLong(MAGIC);
        out.putInt(0);
        out.putLong(state.sequence);
        out.putLong(checkedNanos);
        out.putInt(state.nodes.size());
        state.nodes.list().forEach(node -> putNode(out, node));
        out.putAddresses(state.active);
        out.putAddresses(state.roots);
        out.putInt(state.chainsKept ? state.chains.size() : -1);
        state.chains.forEach((id, chain) -> {
            out.putText(id);
            out.putText(chain.compact());
        });
        out.putInt(state.reverse.size());
        state.reverse.forEach((target, links) -> {
            out.putLong(target.bits());
            out.putInt(links.size());
            links.forEach(link -> {
                out.putLong(link.source().bits());
                out.putName(link.relation());
            });
        });
        out.putInt(state.byFile.size());
        state.byFile.forEach((file, anchors) -> {
            out.putText(file);
            out.putInt(anchors.size());
            anchors.forEach(anchor -> {
                out.putLong(anchor.address().bits());
                out.putInt(anchor.anchorIndex());
            });
        });
        var bytes = out.bytes();
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, crc(bytes));
        return bytes;
    }

    private static void putNode(SnapshotBytes out, Node node) {
        var fields = node.meta().fields();
        boolean extra = !node.extra().members().isEmpty();
        out.putLong(node.address().bits());
        out.putByte((fields.autoClaim() ? AUTO_CLAIM : 0) | (fields.drifted() ? DRIFTED : 0) | (extra ? EXTRA : 0));
        out.putName(node.type().name());
        out.putDouble(node.created());
        out.putText(node.content());
        out.putInt(node.inputs().size());
        node.inputs().forEach(out::putText);
        if (extra) {
            out.putText(node.extra().compact());
        }
        out.putName(fields.domain());
        out.putName(fields.source());
        out.putDouble(fields.confidence());
        out.putDouble(fields.priority());
        out.putDouble(fields.ttlDays());
        out.putDouble(fields.lastReinforced());
        out.putLong(fields.recallCount());
        out.putLong(fields.recallHits());
        out.putLong(fields.reinforcementCount());
        out.putInt(fields.links().size());
        fields.links().forEach(link -> {
            out.putLong(link.target().bits());
            out.putName(link.relation());
        });
        out.putText(node.meta().text());
    }

    /// Reads the snapshot; empty if there is none or it is damaged.
    static Optional<Content> read(StoreFolder folder) throws IOException {
        try {
            var bytes = StoreFolder.bytes(folder.path(StoreFolder.SNAPSHOT));
            if (bytes.length < HEADER_BYTES
                    || ByteBuffer.wrap(bytes).getLong() != MAGIC
                    || ByteBuffer.wrap(bytes).getInt(Long.BYTES) != crc(bytes)) {
                return Optional.empty();
            }
            return Optional.of(read(bytes));
        } catch (NoSuchFileException | BufferUnderflowException | Refusal _) {
            return Optional.empty();
        }
    }

    private static Content read(byte[] bytes) {
        var in = new SnapshotReader(bytes, HEADER_BYTES);
        long sequence = in.getLong();
        long checkedNanos = in.getLong();
        var state = new StoreState();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            state.loadNode(node(in));
        }
        in.addresses().forEach(state::loadActive);
        state.roots.addAll(in.addresses());
        int chains = in.getInt();
        state.chainsKept = chains >= 0;
        for (int i = 0; i < chains; i++) {
            state.chains.put(in.text(), Json.parseObject(in.text()));
        }
        readIndexes(in, state);
        state.sequence = sequence;
        return new Content(state, checkedNanos, bytes.length);
    }

    private static void readIndexes(SnapshotReader in, StoreState state) {
        int targets = in.getInt();
        for (int i = 0; i < targets; i++) {
            var target = in.address();
            int size = in.getInt();
            var links = new ArrayList<ReverseLink>(size);
            for (int j = 0; j < size; j++) {
                links.add(new ReverseLink(in.address(), in.name()));
            }
            state.reverse.put(target, List.copyOf(links));
        }
        int files = in.getInt();
        for (int i = 0; i < files; i++) {
            var file = in.text();
            int size = in.getInt();
            var anchors = new ArrayList<FileAnchor>(size);
            for (int j = 0; j < size; j++) {
                anchors.add(new FileAnchor(in.address(), in.getInt()));
            }
            state.byFile.put(file, List.copyOf(anchors));
        }
    }

    private static Node node(SnapshotReader in) {
        var address = in.address();
        int flags = in.getByte();
        var type = NodeType.of(in.name());
        double created = in.getDouble();
        var content = in.text();
        var inputs = in.texts();
        var extra = (flags & EXTRA) == 0 ? Json.Obj.EMPTY : Json.parseObject(in.text());
        var domain = in.name();
        var source = in.name();
        double confidence = in.getDouble();
        double priority = in.getDouble();
        double ttlDays = in.getDouble();
        double lastReinforced = in.getDouble();
        long recalls = in.getLong();
        long hits = in.getLong();
        long reinforcements = in.getLong();
        var links = links(in);
        var fields = new Meta.Fields(
                domain,
                source,
                confidence,
                priority,
                ttlDays,
                lastReinforced,
                recalls,
                hits,
                reinforcements,
                (flags & AUTO_CLAIM) != 0,
                (flags & DRIFTED) != 0,
                links);
        return new Node(address, type, content, inputs, created, new Meta(fields, in.unread()), extra);
    }

    private static List<Link> links(SnapshotReader in) {
        int size = in.getInt();
        if (size == 0) {
            return List.of();
        }
        var links = new ArrayList<Link>(size);
        for (int i = 0; i < size; i++) {
            links.add(new Link(in.address(), in.name()));
        }
        return List.copyOf(links);
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}

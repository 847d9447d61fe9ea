package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/// The file `index/snapshot.bin`: a whole store in a form that opens quickly. Derived: checked against the
/// change log and the files before it is believed, and replaced when it is stale or damaged.
///
/// Layout: magic, CRC-32C of the rest, sequence, time until which in-place edits were looked for, texts that repeat,
/// the addresses of the nodes and where each begins, active addresses, roots, how long each part is, and the parts:
/// chains, links by target, anchors by file, nodes by input, nodes by name of a file, and the nodes. Opening reads as
/// far as the parts; of these only what is asked for, when it is.
final class Snapshot {
    private static final long MAGIC = 0x4d4e454d4f534e33L;
    private static final int HEADER_BYTES = 12;
    private static final int PARTS = 6;
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
        var names = new LinkedHashMap<String, Integer>();
        var nodes = new SnapshotBytes(names);
        var keys = new ArrayList<Address>();
        var places = new ArrayList<Integer>();
        state.nodes.list().forEach(node -> {
            keys.add(node.address());
            places.add(nodes.size());
            putNode(nodes, node);
        });
        var parts = new ArrayList<byte[]>();
        parts.add(chains(state, names));
        parts.addAll(indexes(state, names));
        parts.add(nodes.bytes());
        var out = new SnapshotBytes(names);
        out.putLong(MAGIC);
        out.putInt(0);
        out.putLong(state.sequence);
        out.putLong(checkedNanos);
        out.putInt(names.size());
        names.keySet().forEach(out::putText);
        out.putAddresses(keys);
        out.putInt(places.size());
        places.forEach(out::putInt);
        out.putAddresses(state.active);
        out.putAddresses(state.roots);
        out.putInt(state.chainsKept ? 1 : 0);
        parts.forEach(part -> out.putInt(part.length));
        parts.forEach(out::putBytes);
        var bytes = out.bytes();
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, crc(bytes));
        return bytes;
    }

    private static byte[] chains(StoreState state, SequencedMap<String, Integer> names) {
        var out = new SnapshotBytes(names);
        out.putInt(state.chains.get().size());
        state.chains.get().forEach((id, chain) -> {
            out.putText(id);
            out.putText(chain.compact());
        });
        return out.bytes();
    }

    private static List<byte[]> indexes(StoreState state, SequencedMap<String, Integer> names) {
        var links = new SnapshotBytes(names);
        links.putInt(state.indexes.links.get().size());
        state.indexes.links.get().forEach((target, sources) -> {
            links.putLong(target.bits());
            links.putInt(sources.size());
            sources.forEach(link -> {
                links.putLong(link.source().bits());
                links.putName(link.relation());
            });
        });
        var files = new SnapshotBytes(names);
        files.putInt(state.indexes.anchors.get().size());
        state.indexes.anchors.get().forEach((file, anchors) -> {
            files.putText(file);
            files.putInt(anchors.size());
            anchors.forEach(anchor -> {
                files.putLong(anchor.address().bits());
                files.putInt(anchor.anchorIndex());
            });
        });
        return List.of(
                links.bytes(),
                files.bytes(),
                lists(state.indexes.children.get(), names),
                lists(state.indexes.byName.get(), names));
    }

    private static byte[] lists(Map<String, List<Address>> lists, SequencedMap<String, Integer> names) {
        var out = new SnapshotBytes(names);
        out.putInt(lists.size());
        lists.forEach((key, addresses) -> {
            out.putText(key);
            out.putAddresses(addresses);
        });
        return out.bytes();
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
        var in = new SnapshotReader(bytes, HEADER_BYTES, List.of());
        long sequence = in.getLong();
        long checkedNanos = in.getLong();
        var names = in.texts();
        var keys = in.longs();
        var places = in.ints();
        var active = AddressSet.of(in.longs());
        var roots = new ArrayList<>(in.addresses());
        boolean chainsKept = in.getInt() > 0;
        var begins = new int[PARTS + 1];
        for (int part = 0; part < PARTS; part++) {
            begins[part + 1] = begins[part] + in.getInt();
        }
        int first = in.position();
        if (keys.length != places.length || first + begins[PARTS] != bytes.length) {
            throw new BufferUnderflowException();
        }
        IntFunction<SnapshotReader> part = number -> new SnapshotReader(bytes, first + begins[number], names);
        var state = new StoreState(
                NodeTable.of(keys, slots(places, at -> node(new SnapshotReader(bytes, at, names)), first + begins[5])),
                active,
                roots,
                new Late<>(() -> chains(part.apply(0))),
                new StoreIndexes(
                        new Late<>(() -> links(part.apply(1))),
                        new Late<>(() -> anchors(part.apply(2))),
                        new Late<>(() -> lists(part.apply(3))),
                        new Late<>(() -> lists(part.apply(4)))));
        state.chainsKept = chainsKept;
        state.sequence = sequence;
        return new Content(state, checkedNanos, bytes.length);
    }

    private static NodeTable.Slot[] slots(int[] places, IntFunction<Node> source, int first) {
        var slots = new NodeTable.Slot[places.length];
        for (int i = 0; i < places.length; i++) {
            slots[i] = new NodeTable.Slot(source, first + places[i]);
        }
        return slots;
    }

    private static SequencedMap<String, Json.Obj> chains(SnapshotReader in) {
        var chains = new LinkedHashMap<String, Json.Obj>();
        int size = in.getInt();
        for (int i = 0; i < size; i++) {
            chains.put(in.text(), Json.parseObject(in.text()));
        }
        return chains;
    }

    private static SequencedMap<Address, List<ReverseLink>> links(SnapshotReader in) {
        var targets = new LinkedHashMap<Address, List<ReverseLink>>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            var target = in.address();
            int size = in.getInt();
            var links = new ArrayList<ReverseLink>(size);
            for (int j = 0; j < size; j++) {
                links.add(new ReverseLink(in.address(), in.name()));
            }
            targets.put(target, List.copyOf(links));
        }
        return targets;
    }

    private static SequencedMap<String, List<FileAnchor>> anchors(SnapshotReader in) {
        var files = new LinkedHashMap<String, List<FileAnchor>>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            var file = in.text();
            int size = in.getInt();
            var anchors = new ArrayList<FileAnchor>(size);
            for (int j = 0; j < size; j++) {
                anchors.add(new FileAnchor(in.address(), in.getInt()));
            }
            files.put(file, List.copyOf(anchors));
        }
        return files;
    }

    private static SequencedMap<String, List<Address>> lists(SnapshotReader in) {
        var lists = new LinkedHashMap<String, List<Address>>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            lists.put(in.text(), List.copyOf(in.addresses()));
        }
        return lists;
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
        var links = ownLinks(in);
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

    private static List<Link> ownLinks(SnapshotReader in) {
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

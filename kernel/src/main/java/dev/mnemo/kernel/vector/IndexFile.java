package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A saved index: a section for each partition, a directory, and at the very end where the directory is. It is written
/// beside the old file and moved into its place in one step. Whoever opens it maps it, so that processes share the
/// pages; changes stay in the process that makes them.
///
/// All numbers are little-endian. A section has a head and a body, each with a checksum of its own. Head: ids (64 bits
/// each), scales (32-bit floats), versions in which rows died (32 bits each), and with a graph for each node of higher
/// layers its number, the length of its array and the array, then -1. Body: codes, copies, links of the lowest layer in
/// chunks, each beginning at a multiple of 64 bytes. Directory: see {@link #writeDirectory}. End: offset, length and
/// CRC-32C of the directory, then `MNIX`.
///
/// Heads and directory are read and checked when a file is opened. Bodies, nearly all of a file, are only mapped, so
/// that opening takes no longer for long vectors; {@link IndexCheck} reads them when there is time. A damaged body
/// makes
/// wrong similarities, and nothing worse.
///
/// Removed rows are left out, but for those of a graph, which leads through them.
final class IndexFile {
    private static final int MAGIC = 0x5849_4e4d;
    private static final int VERSION = 2;
    private static final int END_BYTES = 8 + 8 + 4 + 4;
    private static final int NAME_BYTES_MAX = 1 << 20;

    private static final AtomicLong SAVED = new AtomicLong();

    /// What makes a file usable for an index.
    ///
    /// @param fingerprint the model the vectors come from
    /// @param stamp what the caller wants to know about the file when it is opened again
    record Label(String fingerprint, long stamp) {}

    /// A stretch of the file and what its CRC-32C is.
    record Section(long offset, long length, int checksum) {}

    /// A partition as it is saved.
    ///
    /// @param written the rows that are saved
    @SuppressWarnings("ArrayRecordComponent") // used once, never compared
    private record Part(String name, Snapshot rows, int[] written, Section head, Section body) {}

    private IndexFile() {}

    static void save(Path file, Label label, IndexOptions options, List<Partition> partitions, List<Snapshot> rows) {
        var absolute = file.toAbsolutePath();
        var temporary = absolute.resolveSibling("%s.%d.%d.tmp"
                .formatted(file.getFileName(), ProcessHandle.current().pid(), SAVED.incrementAndGet()));
        try {
            Files.createDirectories(absolute.resolveSibling(""));
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                var writer = new IndexWriter(channel);
                var parts = new ArrayList<Part>();
                for (int i = 0; i < partitions.size(); i++) {
                    if (rows.get(i).living() > 0) {
                        parts.add(writePart(writer, partitions.get(i).name(), rows.get(i)));
                    }
                }
                writeDirectory(writer, label, options, parts);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The index could not be written to " + file + ": " + fault.getMessage() + ".",
                    "Check the folder's permissions and free space; nothing is lost, it is built again when needed.",
                    fault);
        } finally {
            delete(temporary);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            return; // in the way of nobody
        }
    }

    private static Part writePart(IndexWriter writer, String name, Snapshot rows) throws IOException {
        int[] written = IntStream.range(0, rows.size())
                .filter(row -> rows.links().isPresent() || rows.lives(row))
                .toArray();
        writer.align();
        writer.endSection();
        long head = writer.position();
        int mask = rows.format().rowMask();
        for (int row : written) {
            writer.putLong(rows.block(row).id(row & mask));
        }
        for (int row : written) {
            writer.putFloat(rows.block(row).scale(row & mask));
        }
        int dead = 0;
        for (int row : written) {
            writer.putInt(rows.lives(row) ? Block.ALIVE : ++dead);
        }
        if (rows.links().isPresent()) {
            writeUppers(writer, rows.links().get(), rows.size());
        }
        var checkedHead = new Section(head, writer.position() - head, writer.endSection());
        long body = writer.position();
        writeRows(writer, rows, written, Block::codes, rows.format().dimensions());
        writeRows(writer, rows, written, Block::copies, rows.format().copyBytes());
        if (rows.links().isPresent()) {
            writer.align();
            for (var chunk : rows.links().get().chunks()) {
                writer.put(chunk, chunk.byteSize());
            }
        }
        var checkedBody = new Section(body, writer.position() - body, writer.endSection());
        return new Part(name, rows, written, checkedHead, checkedBody);
    }

    /// Writes what belongs to rows, those that lie together at once. Full blocks are filled up, so that rows can be
    /// added to the last one where it is mapped.
    private static void writeRows(
            IndexWriter writer, Snapshot rows, int[] written, Function<Block, MemorySegment> part, long width)
            throws IOException {
        writer.align();
        int mask = rows.format().rowMask();
        for (int from = 0; from < written.length; ) {
            int to = from + 1;
            while (to < written.length && written[to] == written[to - 1] + 1 && (written[to] & mask) != 0) {
                to++;
            }
            var bytes = part.apply(rows.block(written[from]));
            long length = (to - from) * width;
            writer.put(length == 0 ? bytes : bytes.asSlice((written[from] & mask) * width, length), length);
            from = to;
        }
        if (isFull(rows)) {
            writer.skip((-written.length & mask) * width);
        }
    }

    private static boolean isFull(Snapshot rows) {
        return rows.size() > 0 && rows.block(0).isNative();
    }

    private static void writeUppers(IndexWriter writer, Links links, int size) throws IOException {
        for (int node = 0; node < size; node++) {
            var upper = links.uppers()[node];
            if (upper.length > 0) {
                writer.putInt(node);
                writer.putInt(upper.length);
                for (int value : upper) {
                    writer.putInt(value);
                }
            }
        }
        writer.putInt(-1);
    }

    /// Version, dimensions, ordinal of the type, M, efConstruction (32 bits each), fingerprint, stamp (64 bits),
    /// number of partitions; for each: name, rows, error (32-bit float), 1 if its blocks are full ones, entry and
    /// top of its graph or -2 and -2 without, then for head and body: offset, length (64 bits each), CRC-32C. Texts
    /// are their length in bytes and UTF-8.
    private static void writeDirectory(IndexWriter writer, Label label, IndexOptions options, List<Part> parts)
            throws IOException {
        long offset = writer.position();
        writer.putInt(VERSION);
        writer.putInt(options.dimensions());
        putText(writer, options.dtype().name());
        writer.putInt(options.graph().m());
        writer.putInt(options.graph().efConstruction());
        putText(writer, label.fingerprint());
        writer.putLong(label.stamp());
        writer.putInt(parts.size());
        for (var part : parts) {
            var rows = part.rows();
            putText(writer, part.name());
            writer.putInt(part.written().length);
            writer.putFloat(rows.error());
            writer.putInt(isFull(rows) ? 1 : 0);
            writer.putInt(rows.links().map(Links::entry).orElse(-2));
            writer.putInt(rows.links().map(Links::top).orElse(-2));
            for (var section : List.of(part.head(), part.body())) {
                writer.putLong(section.offset());
                writer.putLong(section.length());
                writer.putInt(section.checksum());
            }
        }
        long length = writer.position() - offset;
        int checksum = writer.endSection();
        writer.putLong(offset);
        writer.putLong(length);
        writer.putInt(checksum);
        writer.putInt(MAGIC);
        writer.endSection();
    }

    private static void putText(IndexWriter writer, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.putInt(bytes.length);
        writer.put(MemorySegment.ofArray(bytes), bytes.length);
    }

    /// A saved index, or nothing if there is none whose heads are sound and that fits.
    ///
    /// @param check reads the bodies
    record Opened(Partitions partitions, long stamp, IndexCheck check) {}

    static Optional<Opened> open(Path file, String fingerprint, IndexOptions options) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException missingOrUnreadable) {
            return Optional.empty();
        }
        var opened = Optional.<Opened>empty();
        try {
            if (channel.size() >= END_BYTES) {
                var mapped = channel.map(MapMode.PRIVATE, 0, channel.size(), Arena.ofAuto());
                opened = read(mapped, fingerprint, options, new IndexCheck(channel));
            }
        } catch (IOException unreadable) {
            opened = Optional.empty();
        }
        if (opened.isEmpty()) {
            new IndexCheck(channel).close();
        }
        return opened;
    }

    private static Optional<Opened> read(
            MemorySegment file, String fingerprint, IndexOptions options, IndexCheck check) {
        var end = new IndexReader(file, file.byteSize() - END_BYTES);
        long offset = end.getLong();
        long length = end.getLong();
        int checksum = end.getInt();
        if (end.getInt() != MAGIC
                || offset < 0
                || length < 0
                || offset + length != file.byteSize() - END_BYTES
                || IndexReader.checksum(file, offset, length) != checksum) {
            return Optional.empty();
        }
        var directory = new IndexReader(file, offset);
        boolean fits = directory.getInt() == VERSION
                && directory.getInt() == options.dimensions()
                && text(directory).equals(options.dtype().name())
                && directory.getInt() == options.graph().m()
                && directory.getInt() == options.graph().efConstruction()
                && text(directory).equals(fingerprint);
        if (!fits) {
            return Optional.empty();
        }
        long stamp = directory.getLong();
        int count = directory.getInt();
        var partitions = new Partitions();
        var format = new RowFormat(options.dimensions(), options.dtype());
        for (int i = 0; i < count; i++) {
            var body = readPart(file, directory, format, options.graph(), partitions);
            if (body.isEmpty()) {
                return Optional.empty();
            }
            check.add(body.get());
        }
        return Optional.of(new Opened(partitions, stamp, check));
    }

    private static String text(IndexReader directory) {
        int length = Math.clamp(directory.getInt(), 0, NAME_BYTES_MAX);
        return new String(directory.bytes(length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /// Restores a partition and gives its body, which is unread; empty if its head is damaged.
    private static Optional<Section> readPart(
            MemorySegment file, IndexReader directory, RowFormat format, GraphOptions graph, Partitions partitions) {
        var name = text(directory);
        int size = directory.getInt();
        float error = directory.getFloat();
        boolean full = directory.getInt() == 1;
        int entry = directory.getInt();
        int top = directory.getInt();
        var head = section(directory);
        var body = section(directory);
        if (IndexReader.checksum(file, head.offset(), head.length()) != head.checksum()) {
            return Optional.empty();
        }
        var reader = new IndexReader(file, head.offset());
        var ids = reader.longs(size);
        var scales = reader.floats(size);
        var died = reader.ints(size);
        var uppers = entry >= -1 ? readUppers(reader, size) : Links.noUppers(0);
        reader = new IndexReader(file, body.offset());
        var blocks = readBlocks(reader, format, full, ids, scales);
        var links = Optional.<Links>empty();
        if (entry >= -1) {
            links = Optional.of(new Links(graph, readChunks(reader, graph, size), uppers, entry, top));
        }
        int dead = 0;
        for (int row = 0; row < size; row++) {
            if (died[row] != Block.ALIVE) {
                blocks[row / format.blockRows()].die(row % format.blockRows(), died[row]);
                dead++;
            }
        }
        partitions.restore(name, new Snapshot(format, blocks, size, dead, error, links));
        return Optional.of(body);
    }

    private static Section section(IndexReader directory) {
        return new Section(directory.getLong(), directory.getLong(), directory.getInt());
    }

    private static Block[] readBlocks(IndexReader reader, RowFormat format, boolean full, long[] ids, float[] scales) {
        int rows = full ? format.blockRows() : ids.length;
        var blocks = new Block[full ? (ids.length + rows - 1) / rows : 1];
        var codes = new MemorySegment[blocks.length];
        reader.align();
        for (int i = 0; i < blocks.length; i++) {
            codes[i] = reader.bytes((long) rows * format.dimensions());
        }
        reader.align();
        for (int i = 0; i < blocks.length; i++) {
            var copies = reader.bytes((long) rows * format.copyBytes());
            var its = new Block.Labels(rows);
            int count = Math.min(rows, ids.length - i * rows);
            System.arraycopy(ids, i * rows, its.ids(), 0, count);
            System.arraycopy(scales, i * rows, its.scales(), 0, count);
            blocks[i] = full ? Block.over(format, codes[i], copies, its) : Block.copied(format, codes[i], copies, its);
        }
        return blocks;
    }

    private static MemorySegment[] readChunks(IndexReader reader, GraphOptions options, int size) {
        reader.align();
        var chunks = new MemorySegment[(size + Links.CHUNK_NODES - 1) / Links.CHUNK_NODES];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = reader.bytes(Links.chunkBytes(options));
        }
        return chunks;
    }

    private static int[][] readUppers(IndexReader reader, int size) {
        var uppers = Links.noUppers(size);
        for (int node = reader.getInt(); node >= 0; node = reader.getInt()) {
            uppers[node] = reader.ints(reader.getInt());
        }
        return uppers;
    }
}

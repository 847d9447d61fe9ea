package dev.mnemo.kernel.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Some rows of a partition, packed without gaps. Rows are only added; a row that was removed remembers in which
/// version of its partition it died, so that a reader of an older version still sees it and nothing is copied.
///
/// A block that is not full-sized lies in the heap, so that thousands of small partitions cost little; a full-sized
/// one lies in native memory, so that it can be mapped from a file.
@SuppressWarnings("ReferenceEquality") // NATIVE is a marker, not a content
final class Block {
    /// The version in which a living row dies.
    static final int ALIVE = Integer.MAX_VALUE;

    private static final int CACHE_LINE_BYTES = 64;
    private static final byte[] NATIVE = {};

    private final RowFormat format;
    private final byte[] heap;
    private final MemorySegment codes;
    private final MemorySegment copies;
    private final long[] ids;
    private final float[] scales;
    private final int[] died;

    /// What belongs to rows besides codes and copies.
    @SuppressWarnings("ArrayRecordComponent") // parts of a block, never compared
    record Labels(long[] ids, float[] scales) {
        Labels(int rows) {
            this(new long[rows], new float[rows]);
        }
    }

    private Block(RowFormat format, byte[] heap, MemorySegment codes, MemorySegment copies, Labels labels) {
        this.format = format;
        this.heap = heap;
        this.codes = codes;
        this.copies = copies;
        this.ids = labels.ids();
        this.scales = labels.scales();
        this.died = new int[ids.length];
        Arrays.fill(died, ALIVE);
    }

    /// An empty block in the heap for a few rows.
    static Block small(RowFormat format, int rows) {
        var heap = new byte[rows * format.dimensions()];
        var copies = MemorySegment.ofArray(new byte[rows * format.copyBytes()]);
        return new Block(format, heap, MemorySegment.ofArray(heap), copies, new Labels(rows));
    }

    /// An empty block of full size in native memory.
    static Block full(RowFormat format) {
        int rows = format.blockRows();
        return over(
                format,
                Arena.ofAuto().allocate((long) rows * format.dimensions(), CACHE_LINE_BYTES),
                copies(format, rows),
                new Labels(rows));
    }

    /// A block of full size over memory that holds its codes and copies already.
    static Block over(RowFormat format, MemorySegment codes, MemorySegment copies, Labels labels) {
        return new Block(format, NATIVE, codes, copies, labels);
    }

    /// A block in the heap with a copy of these codes and copies.
    static Block copied(RowFormat format, MemorySegment codes, MemorySegment copies, Labels labels) {
        var heap = codes.toArray(ValueLayout.JAVA_BYTE);
        var room = MemorySegment.ofArray(copies.toArray(ValueLayout.JAVA_BYTE));
        return new Block(format, heap, MemorySegment.ofArray(heap), room, labels);
    }

    private static MemorySegment copies(RowFormat format, int rows) {
        return format.copyBytes() == 0
                ? MemorySegment.NULL
                : Arena.ofAuto().allocate((long) rows * format.copyBytes(), CACHE_LINE_BYTES);
    }

    /// As this one, with its rows and room for more, of full size if it was full-sized or is to be.
    Block grown(int rows) {
        var grown = rows >= format.blockRows() ? full(format) : small(format, rows);
        MemorySegment.copy(codes, 0, grown.codes, 0, Math.min(codes.byteSize(), grown.codes.byteSize()));
        MemorySegment.copy(copies, 0, grown.copies, 0, Math.min(copies.byteSize(), grown.copies.byteSize()));
        System.arraycopy(ids, 0, grown.ids, 0, ids.length);
        System.arraycopy(scales, 0, grown.scales, 0, ids.length);
        System.arraycopy(died, 0, grown.died, 0, ids.length);
        return grown;
    }

    /// The same rows with copies of another type, not yet filled. What dies in one dies in the other.
    Block converted(RowFormat other) {
        var room = heap == NATIVE
                ? copies(other, capacity())
                : MemorySegment.ofArray(new byte[capacity() * other.copyBytes()]);
        var converted = new Block(other, heap, codes, room, new Labels(ids, scales));
        System.arraycopy(died, 0, converted.died, 0, died.length);
        return converted;
    }

    int capacity() {
        return ids.length;
    }

    boolean isNative() {
        return heap == NATIVE;
    }

    RowFormat format() {
        return format;
    }

    long id(int row) {
        return ids[row];
    }

    float scale(int row) {
        return scales[row];
    }

    /// Whether a reader of this version of the partition sees the row.
    boolean lives(int row, int version) {
        return died[row] > version;
    }

    void die(int row, int version) {
        died[row] = version;
    }

    /// The codes of all rows, one after another.
    MemorySegment codes() {
        return codes;
    }

    /// The copies of all rows, one after another; empty for a type without.
    MemorySegment copies() {
        return copies;
    }

    void put(int row, long id, Codes vector, MemorySegment copy) {
        ids[row] = id;
        scales[row] = vector.scale();
        MemorySegment.copy(
                vector.bytes(), 0, codes, ValueLayout.JAVA_BYTE, (long) row * format.dimensions(), format.dimensions());
        putCopy(row, copy);
    }

    void putCopy(int row, MemorySegment copy) {
        MemorySegment.copy(copy, 0, copies, (long) row * format.copyBytes(), format.copyBytes());
    }

    /// Takes over a row of a block of the same format.
    void take(int row, Block from, int source) {
        int width = format.dimensions();
        ids[row] = from.ids[source];
        scales[row] = from.scales[source];
        MemorySegment.copy(from.codes, (long) source * width, codes, (long) row * width, width);
        int copy = format.copyBytes();
        MemorySegment.copy(from.copies, (long) source * copy, copies, (long) row * copy, copy);
    }

    /// Whether a row holds exactly this vector.
    boolean holds(int row, Codes vector, MemorySegment copy) {
        long width = format.dimensions();
        long size = format.copyBytes();
        var bytes = MemorySegment.ofArray(vector.bytes());
        return MemorySegment.mismatch(codes, row * width, (row + 1) * width, bytes, 0, width) < 0
                && MemorySegment.mismatch(copies, row * size, (row + 1) * size, copy, 0, size) < 0;
    }

    /// The sums of products of the query with the first rows.
    void sums(Dots dots, int count, short[] query, int[] sums) {
        if (heap == NATIVE) {
            dots.sums(codes, count, query, sums);
        } else {
            dots.sums(heap, count, query, sums);
        }
    }

    long memoryBytes() {
        return codes.byteSize() + copies.byteSize() + 16L * ids.length;
    }
}

package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Reads what {@link IndexWriter} wrote from a mapped file.
final class IndexReader {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHECKSUM_STEP_BYTES = 1 << 28;

    private final MemorySegment file;
    private long at;

    /// @param at where to begin
    IndexReader(MemorySegment file, long at) {
        this.file = file;
        this.at = at;
    }

    int getInt() {
        int value = file.get(INT, at);
        at += Integer.BYTES;
        return value;
    }

    long getLong() {
        long value = file.get(LONG, at);
        at += Long.BYTES;
        return value;
    }

    float getFloat() {
        float value = file.get(FLOAT, at);
        at += Float.BYTES;
        return value;
    }

    long[] longs(int count) {
        var values = new long[count];
        MemorySegment.copy(file, LONG, at, values, 0, count);
        at += (long) Long.BYTES * count;
        return values;
    }

    float[] floats(int count) {
        var values = new float[count];
        MemorySegment.copy(file, FLOAT, at, values, 0, count);
        at += (long) Float.BYTES * count;
        return values;
    }

    int[] ints(int count) {
        var values = new int[count];
        MemorySegment.copy(file, INT, at, values, 0, count);
        at += (long) Integer.BYTES * count;
        return values;
    }

    /// The next bytes, not copied.
    MemorySegment bytes(long length) {
        var bytes = file.asSlice(at, length);
        at += length;
        return bytes;
    }

    void align() {
        at = (at + IndexWriter.ALIGNMENT_BYTES - 1) & -IndexWriter.ALIGNMENT_BYTES;
    }

    /// The checksum of a part of the file.
    static int checksum(MemorySegment file, long from, long length) {
        var checksum = new CRC32C();
        for (long done = 0; done < length; done += CHECKSUM_STEP_BYTES) {
            long step = Math.min(CHECKSUM_STEP_BYTES, length - done);
            checksum.update(file.asSlice(from + done, step).asByteBuffer());
        }
        return (int) checksum.getValue();
    }
}

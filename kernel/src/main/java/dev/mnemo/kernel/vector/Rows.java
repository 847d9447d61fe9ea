package dev.mnemo.kernel.vector;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The vectors of an index, packed without gaps into segments, so that growing copies no vector.
final class Rows {
    /// Vectors in one segment.
    static final int SEGMENT_ROWS = 1_024;

    private final int dimensions;
    private final RowMap byId = new RowMap();
    private byte[][] segments = new byte[1][];
    private long[] ids = new long[16];
    private float[] scales = new float[16];
    private int size;

    Rows(int dimensions) {
        this.dimensions = dimensions;
    }

    int dimensions() {
        return dimensions;
    }

    int size() {
        return size;
    }

    long id(int row) {
        return ids[row];
    }

    float scale(int row) {
        return scales[row];
    }

    long[] ids() {
        return Arrays.copyOf(ids, size);
    }

    /// The row of an id; negative if it is not there.
    int find(long id) {
        return byId.get(id);
    }

    /// The bytes of the segment that holds a row.
    byte[] segment(int row) {
        return segments[row / SEGMENT_ROWS];
    }

    /// Where a row begins in its segment.
    int offset(int row) {
        return row % SEGMENT_ROWS * dimensions;
    }

    void put(long id, Codes codes) {
        put(id, codes.scale(), ByteBuffer.wrap(codes.bytes()), 0);
    }

    void put(long id, float scale, ByteBuffer source, int offset) {
        int row = byId.get(id);
        if (row == RowMap.ABSENT) {
            row = size;
            reserve(row);
            size++;
            ids[row] = id;
            byId.put(id, row);
        }
        scales[row] = scale;
        source.get(offset, segment(row), offset(row), dimensions);
    }

    /// Moves the last row to where the removed one was.
    boolean remove(long id) {
        int row = byId.get(id);
        if (row == RowMap.ABSENT) {
            return false;
        }
        byId.remove(id);
        int last = --size;
        if (row != last) {
            ids[row] = ids[last];
            scales[row] = scales[last];
            System.arraycopy(segment(last), offset(last), segment(row), offset(row), dimensions);
            byId.put(ids[row], row);
        }
        if (last % SEGMENT_ROWS == 0) {
            segments[last / SEGMENT_ROWS] = new byte[0];
        }
        return true;
    }

    /// Cosine between a unit vector and a row, summed in one fixed order so that it is the same everywhere.
    float similarity(float[] unit, int row) {
        var bytes = segment(row);
        int offset = offset(row);
        double sum = 0;
        for (int i = 0; i < unit.length; i++) {
            sum += (double) unit[i] * bytes[offset + i];
        }
        return (float) Math.clamp(sum * scales[row], -1, 1);
    }

    private void reserve(int row) {
        if (row == ids.length) {
            ids = Arrays.copyOf(ids, row + (row >> 1));
            scales = Arrays.copyOf(scales, ids.length);
        }
        int segment = row / SEGMENT_ROWS;
        if (segment == segments.length) {
            segments = Arrays.copyOf(segments, segment * 2);
        }
        if (row % SEGMENT_ROWS == 0) {
            segments[segment] = new byte[SEGMENT_ROWS * dimensions];
        }
    }
}

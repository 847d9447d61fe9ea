package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/// Scores rows with the unrounded query, from the most exact copy there is. The sums are made in one fixed order, so
/// they are the same on every processor. For one search and one thread.
final class Rescorer {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final float[] unit;
    private final VectorSource source;
    private final float[] row;
    private final byte[] bytes;
    private final short[] halves;

    Rescorer(float[] unit, VectorSource source, VectorDtype dtype) {
        this.unit = unit;
        this.source = source;
        this.row = new float[unit.length];
        this.bytes = new byte[dtype == VectorDtype.INT8 ? unit.length : 0];
        this.halves = new short[dtype == VectorDtype.FLOAT16 ? unit.length : 0];
    }

    /// Cosine of the angle between the query and a row.
    float similarity(Block block, int at) {
        return (float) Math.clamp(dot(unit, vector(block, at)), -1, 1);
    }

    /// A row as exactly as it is known; good until the next call.
    float[] vector(Block block, int at) {
        var exact = source.vector(block.id(at)).flatMap(this::unit);
        return exact.isPresent() ? exact.get() : copy(block, at);
    }

    private float[] copy(Block block, int at) {
        switch (block.format().dtype()) {
            case FLOAT32 -> MemorySegment.copy(block.copies(), FLOAT, 4L * at * row.length, row, 0, row.length);
            case FLOAT16 -> {
                MemorySegment.copy(block.copies(), SHORT, 2L * at * row.length, halves, 0, row.length);
                for (int i = 0; i < row.length; i++) {
                    row[i] = Float.float16ToFloat(halves[i]);
                }
            }
            case INT8 -> {
                MemorySegment.copy(block.codes(), ValueLayout.JAVA_BYTE, (long) at * row.length, bytes, 0, row.length);
                float scale = block.scale(at);
                for (int i = 0; i < row.length; i++) {
                    row[i] = bytes[i] * scale;
                }
            }
        }
        return row;
    }

    /// What a source gave, at unit length; empty if it cannot be the vector of a row.
    private Optional<float[]> unit(float[] vector) {
        double squares = vector.length == unit.length ? dot(vector, vector) : 0;
        if (!(squares > 0) || !Double.isFinite(squares)) {
            return Optional.empty();
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (vector[i] / norm);
        }
        return Optional.of(row);
    }

    /// Four sums at a time, so that an addition need not wait for the one before.
    private static double dot(float[] left, float[] right) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int quads = left.length & -4;
        for (int i = 0; i < quads; i += 4) {
            first += (double) left[i] * right[i];
            second += (double) left[i + 1] * right[i + 1];
            third += (double) left[i + 2] * right[i + 2];
            fourth += (double) left[i + 3] * right[i + 3];
        }
        for (int i = quads; i < left.length; i++) {
            first += (double) left[i] * right[i];
        }
        return first + second + third + fourth;
    }
}

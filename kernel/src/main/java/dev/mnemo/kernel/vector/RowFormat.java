package dev.mnemo.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How rows lie in a block: one byte a component, and beside them the more exact copies if the type has any.
///
/// @param blockShift rows of a full block, as a power of two
record RowFormat(int dimensions, VectorDtype dtype, int blockShift) {
    /// Bytes of codes that a block may hold; a block is as many rows as fit, a power of two.
    private static final int BLOCK_BYTES = 1 << 18;

    private static final int BLOCK_SHIFT_MAX = 10;

    RowFormat(int dimensions, VectorDtype dtype) {
        this(
                dimensions,
                dtype,
                Math.min(
                        BLOCK_SHIFT_MAX,
                        Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, BLOCK_BYTES / dimensions))));
    }

    /// Rows of a full block.
    int blockRows() {
        return 1 << blockShift;
    }

    /// What of the number of a row is its place in its block.
    int rowMask() {
        return blockRows() - 1;
    }

    int copyBytes() {
        return dimensions * dtype.copyBytes();
    }

    /// The more exact copy of a unit vector, little-endian.
    MemorySegment copy(float[] unit) {
        var copy = ByteBuffer.allocate(copyBytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case FLOAT32 -> copy.asFloatBuffer().put(unit);
            case FLOAT16 -> {
                for (float component : unit) {
                    copy.putShort(Float.floatToFloat16(component));
                }
            }
            case INT8 -> {}
        }
        return MemorySegment.ofArray(copy.array());
    }
}

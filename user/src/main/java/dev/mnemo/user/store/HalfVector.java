package dev.mnemo.user.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Vectors in half precision (IEEE 754 binary16), as the database keeps them: two bytes a component, an error below
/// one in a thousand.
final class HalfVector {
    private HalfVector() {}

    /// Little-endian bytes.
    static byte[] bytes(float[] vector) {
        var buffer = ByteBuffer.allocate(vector.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float component : vector) {
            buffer.putShort(Float.floatToFloat16(component));
        }
        return buffer.array();
    }

    static float[] of(byte[] bytes) {
        var shorts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        var vector = new float[shorts.remaining()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.float16ToFloat(shorts.get(i));
        }
        return vector;
    }

    /// As pgvector reads it.
    static String text(float[] vector) {
        var text = new StringBuilder(vector.length * 10).append('[');
        for (int i = 0; i < vector.length; i++) {
            text.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return text.append(']').toString();
    }

    /// What pgvector's `halfvec_send` gives: the number of components and an unused one, two bytes each, then the
    /// components, all big-endian.
    static float[] sent(byte[] bytes) {
        var shorts = ByteBuffer.wrap(bytes).asShortBuffer();
        var vector = new float[shorts.get(0)];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.float16ToFloat(shorts.get(2 + i));
        }
        return vector;
    }
}

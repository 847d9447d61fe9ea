package dev.mnemo.project.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Bytes of a snapshot that grow as they are written.
final class SnapshotBytes {
    private static final int ROOM_MIN = 1 << 16;

    private final Map<String, Integer> names = new HashMap<>();
    private ByteBuffer out = ByteBuffer.allocate(ROOM_MIN);

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int wanted = Math.max(out.capacity() + (out.capacity() >> 1), out.position() + bytes);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), wanted)).position(out.position());
        }
        return out;
    }

    void putByte(int value) {
        room(1).put((byte) value);
    }

    void putInt(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void putLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    void putDouble(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void putText(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    }

    /// A text that repeats often: its number, and at its first place the text.
    void putName(String name) {
        var number = names.putIfAbsent(name, names.size());
        putInt(number == null ? -1 : number);
        if (number == null) {
            putText(name);
        }
    }

    void putAddresses(Collection<Address> addresses) {
        putInt(addresses.size());
        addresses.forEach(address -> putLong(address.bits()));
    }

    byte[] bytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}

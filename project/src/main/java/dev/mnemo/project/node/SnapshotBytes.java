package dev.mnemo.project.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SequencedMap;

/// Bytes of a snapshot that grow as they are written.
final class SnapshotBytes {
    private static final int ROOM_MIN = 1 << 16;

    private final Map<String, Integer> names;
    private ByteBuffer out = ByteBuffer.allocate(ROOM_MIN);

    /// @param names texts that repeat often and their numbers; grows
    SnapshotBytes(SequencedMap<String, Integer> names) {
        this.names = names;
    }

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

    /// A text that repeats often, by its number.
    void putName(String name) {
        var number = names.putIfAbsent(name, names.size());
        putInt(number == null ? names.size() - 1 : number);
    }

    void putBytes(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    void putAddresses(Collection<Address> addresses) {
        putInt(addresses.size());
        addresses.forEach(address -> putLong(address.bits()));
    }

    int size() {
        return out.position();
    }

    byte[] bytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}

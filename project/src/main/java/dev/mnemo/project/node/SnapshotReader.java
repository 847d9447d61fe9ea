package dev.mnemo.project.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what {@link SnapshotBytes} wrote. Too few bytes end in {@link java.nio.BufferUnderflowException}.
final class SnapshotReader {
    private final byte[] bytes;
    private final ByteBuffer in;
    private final List<String> names;

    /// @param names texts that repeat often, by their numbers
    SnapshotReader(byte[] bytes, int from, List<String> names) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).position(from);
        this.names = names;
    }

    int position() {
        return in.position();
    }

    long[] longs() {
        var longs = new long[in.getInt()];
        in.asLongBuffer().get(longs);
        in.position(in.position() + longs.length * Long.BYTES);
        return longs;
    }

    int[] ints() {
        var ints = new int[in.getInt()];
        in.asIntBuffer().get(ints);
        in.position(in.position() + ints.length * Integer.BYTES);
        return ints;
    }

    int getByte() {
        return in.get();
    }

    int getInt() {
        return in.getInt();
    }

    long getLong() {
        return in.getLong();
    }

    double getDouble() {
        return in.getDouble();
    }

    Address address() {
        return new Address(in.getLong());
    }

    String text() {
        int length = in.getInt();
        int from = in.position();
        in.position(from + length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /// A text that nobody needs yet.
    Meta.Unread unread() {
        int length = in.getInt();
        int from = in.position();
        in.position(from + length);
        return new Meta.Unread(bytes, from, from + length);
    }

    List<String> texts() {
        int size = in.getInt();
        if (size == 0) {
            return List.of();
        }
        var texts = new ArrayList<String>(size);
        for (int i = 0; i < size; i++) {
            texts.add(text());
        }
        return texts;
    }

    String name() {
        return names.get(in.getInt());
    }

    List<Address> addresses() {
        int size = in.getInt();
        var addresses = new ArrayList<Address>(size);
        for (int i = 0; i < size; i++) {
            addresses.add(address());
        }
        return addresses;
    }
}

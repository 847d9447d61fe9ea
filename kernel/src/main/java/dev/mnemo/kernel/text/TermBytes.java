package dev.mnemo.kernel.text;

import java.util.Arrays;

/// Whole numbers in few bytes: seven bits of a number to a byte, the lowest first. Reading past the end or a number
/// that does not fit throws `IndexOutOfBoundsException`.
final class TermBytes {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int NUMBER_BYTES_MAX = 5;
    private static final int ROOM_MIN = 1_024;

    private byte[] bytes;
    private int at;
    private final int end;

    /// Nothing yet, to be written.
    TermBytes() {
        this(new byte[ROOM_MIN], 0, 0);
    }

    /// Bytes to be read.
    TermBytes(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    void put(int number) {
        ensureRoom(NUMBER_BYTES_MAX);
        int rest = number;
        while (rest >= MORE || rest < 0) {
            bytes[at++] = (byte) (rest | MORE);
            rest >>>= BITS;
        }
        bytes[at++] = (byte) rest;
    }

    void put(byte[] text) {
        ensureRoom(text.length);
        System.arraycopy(text, 0, bytes, at, text.length);
        at += text.length;
    }

    private void ensureRoom(int more) {
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
        }
    }

    /// The next number, never negative.
    int number() {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE && at < end; shift += BITS) {
            byte next = bytes[at++];
            number |= (next & (MORE - 1)) << shift;
            if (next >= 0) {
                if (number < 0) {
                    break;
                }
                return number;
            }
        }
        throw new IndexOutOfBoundsException(at);
    }

    /// How many bytes were written.
    int size() {
        return at;
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }
}

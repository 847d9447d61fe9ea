package dev.mnemo.kernel.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Whole numbers and texts in few bytes: seven bits of a number to a byte, the lowest first; a text is its length in
/// UTF-8 and its bytes. Reading past the end or a number that does not fit throws `IndexOutOfBoundsException`.
final class TermBytes {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private byte[] bytes;
    private int at;

    TermBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    void put(int number) {
        if (at + 5 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + 16);
        }
        int rest = number;
        while (rest >= MORE || rest < 0) {
            bytes[at++] = (byte) (rest | MORE);
            rest >>>= BITS;
        }
        bytes[at++] = (byte) rest;
    }

    void put(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length);
        if (at + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + encoded.length);
        }
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        at += encoded.length;
    }

    /// The next number, never negative.
    int number() {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
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

    String text() {
        int length = number();
        if (length > bytes.length - at) {
            throw new IndexOutOfBoundsException(at);
        }
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /// How many bytes are left to read.
    int left() {
        return bytes.length - at;
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }
}

package dev.mnemo.user.seal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A file in segments, each encrypted with its number and whether it is the last, so that none can be changed,
/// moved, dropped or cut off unnoticed. Before the segments stands a salt, from which the file's key is made.
final class SealedFile {
    static final int SALT_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 16;
    private static final int OVERHEAD_BYTES = Aead.NONCE_BYTES + Aead.TAG_BITS / 8;

    private SealedFile() {}

    private static byte[] bound(long number, boolean last) {
        return ByteBuffer.allocate(Long.BYTES + 1)
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    private static byte[] nonce(long number) {
        return ByteBuffer.allocate(Aead.NONCE_BYTES).putLong(number).array();
    }

    static OutputStream encrypting(byte[] key, byte[] salt, OutputStream out) {
        var own = Aead.mac(key, salt);
        return new OutputStream() {
            private final byte[] segment = new byte[SEGMENT_BYTES];
            private int filled;
            private long number;
            private boolean closed;

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int at = from; at < from + length; ) {
                    if (filled == SEGMENT_BYTES) {
                        end(false);
                    }
                    int more = Math.min(SEGMENT_BYTES - filled, from + length - at);
                    System.arraycopy(bytes, at, segment, filled, more);
                    filled += more;
                    at += more;
                }
            }

            private void end(boolean last) throws IOException {
                if (number == 0) {
                    out.write(salt);
                }
                out.write(Aead.encrypt(own, nonce(number), bound(number, last), Arrays.copyOf(segment, filled)));
                number++;
                filled = 0;
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    end(true);
                    out.close();
                }
            }
        };
    }

    static InputStream decrypting(byte[] key, InputStream in) {
        return new FilterInputStream(in) {
            private byte[] own = new byte[0];
            private byte[] segment = new byte[0];
            private byte[] following = new byte[0];
            private int at;
            private long number;
            private boolean ended;

            @Override
            public int read() throws IOException {
                return fill() ? segment[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int more = Math.min(length, segment.length - at);
                System.arraycopy(segment, at, to, from, more);
                at += more;
                return more;
            }

            @Override
            public boolean markSupported() {
                return false;
            }

            // Makes sure that there is a byte to read; false at the end.
            private boolean fill() throws IOException {
                while (at == segment.length && !ended) {
                    if (number == 0) {
                        own = Aead.mac(key, in.readNBytes(SALT_BYTES));
                        following = in.readNBytes(SEGMENT_BYTES + OVERHEAD_BYTES);
                    }
                    var sealed = following;
                    following = in.readNBytes(SEGMENT_BYTES + OVERHEAD_BYTES);
                    ended = following.length == 0;
                    segment = Aead.decrypt(own, bound(number++, ended), sealed);
                    at = 0;
                }
                return at < segment.length;
            }
        };
    }
}

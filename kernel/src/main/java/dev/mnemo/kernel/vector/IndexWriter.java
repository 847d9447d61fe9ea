package dev.mnemo.kernel.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// Writes sections to a file, little-endian, with a checksum over each. What others change meanwhile is copied first,
/// so that the checksum fits what is written.
final class IndexWriter {
    /// Where rows and links begin, so that vector instructions read them well.
    static final int ALIGNMENT_BYTES = 64;

    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();
    private long flushed;

    IndexWriter(FileChannel channel) {
        this.channel = channel;
    }

    long position() {
        return flushed + buffer.position();
    }

    void putInt(int value) throws IOException {
        reserve(Integer.BYTES);
        buffer.putInt(value);
    }

    void putFloat(float value) throws IOException {
        reserve(Float.BYTES);
        buffer.putFloat(value);
    }

    void putLong(long value) throws IOException {
        reserve(Long.BYTES);
        buffer.putLong(value);
    }

    void put(MemorySegment bytes, long length) throws IOException {
        for (long at = 0; at < length; ) {
            reserve(1);
            int part = (int) Math.min(buffer.remaining(), length - at);
            buffer.put(bytes.asSlice(at, part).asByteBuffer());
            at += part;
        }
    }

    void align() throws IOException {
        skip(-position() & (ALIGNMENT_BYTES - 1));
    }

    /// Writes so many zeros.
    void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; left--) {
            reserve(1);
            buffer.put((byte) 0);
        }
    }

    /// Ends a section and gives the checksum of what was written since the last one.
    int endSection() throws IOException {
        flush();
        int value = (int) checksum.getValue();
        checksum.reset();
        return value;
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        flushed += buffer.position();
        checksum.update(buffer.flip());
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}

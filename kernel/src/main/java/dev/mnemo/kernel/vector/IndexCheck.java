package dev.mnemo.kernel.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads what was only mapped when an index was opened, and compares it with its checksums. It reads the file itself
/// and
/// not the mapped memory, which may have changed since and need not become resident for this. Can be run once.
public final class IndexCheck implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final List<IndexFile.Section> sections = new ArrayList<>();

    IndexCheck(FileChannel channel) {
        this.channel = channel;
    }

    void add(IndexFile.Section section) {
        sections.add(section);
    }

    /// Whether everything is as it was written.
    public boolean passes() {
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (channel) {
            for (var section : sections) {
                if (checksum(section, buffer) != section.checksum()) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private int checksum(IndexFile.Section section, ByteBuffer buffer) throws IOException {
        var checksum = new CRC32C();
        for (long done = 0; done < section.length(); ) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, section.length() - done));
            int read = channel.read(buffer, section.offset() + done);
            if (read < 0) {
                throw new IOException("the file is shorter than it says");
            }
            checksum.update(buffer.flip());
            done += read;
        }
        return (int) checksum.getValue();
    }

    /// Lets go of the file unread.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closedAllTheSame) {
            return;
        }
    }
}

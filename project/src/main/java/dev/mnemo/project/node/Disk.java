package dev.mnemo.project.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/// The three calls through which a store changes the disk, in one place so that a test can let them fail.
class Disk {
    /// The disk of this machine.
    static final Disk REAL = new Disk();

    /// Opens a file for writing.
    FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return FileChannel.open(file, options);
    }

    /// Writes all of a buffer at a position.
    void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /// Waits until everything written is on the disk.
    void force(FileChannel channel) throws IOException {
        channel.force(false);
    }
}

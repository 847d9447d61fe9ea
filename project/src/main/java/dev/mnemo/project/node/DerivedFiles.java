package dev.mnemo.project.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Named blocks of bytes beside the store, for what others derive from its nodes: word indexes, vectors. Each
/// is stamped by its owner with what it was derived from and handed out only under the same stamp. Losing one
/// costs time, never knowledge. `mnemo rebuild` and forgetting a node remove them all. Safe for many threads
/// and processes.
public final class DerivedFiles {
    static final String SUFFIX = ".derived";

    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

    private final StoreFolder folder;

    DerivedFiles(StoreFolder folder) {
        this.folder = folder;
    }

    /// The block with a name, if it was saved under the same stamp and is undamaged.
    ///
    /// @param name lower-case letters and hyphens
    /// @param stamp what it must be derived from, such as {@link StoreView#activeFingerprint()} mixed with the
    ///     version of the form and the fingerprint of the model
    public Optional<byte[]> load(String name, long stamp) {
        try {
            var bytes = StoreFolder.bytes(folder.path(file(name)));
            var header = ByteBuffer.wrap(bytes);
            if (bytes.length < HEADER_BYTES || header.getLong() != stamp || header.getInt() != crc(bytes)) {
                return Optional.empty();
            }
            return Optional.of(java.util.Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Saves a block under a name, in place of the one before. Returns whether it is there now; a disk that is
    /// full or read-only is no failure.
    public boolean save(String name, long stamp, byte[] block) {
        var bytes = ByteBuffer.allocate(HEADER_BYTES + block.length)
                .putLong(stamp)
                .putInt(0)
                .put(block)
                .array();
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, crc(bytes));
        try {
            folder.replace(folder.path(file(name)), bytes, false);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    void removeAll() throws IOException {
        try (var files = Files.newDirectoryStream(folder.path("index"), "*" + SUFFIX)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String file(String name) {
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException(
                    "a derived file is named by lower-case letters and hyphens, not " + name);
        }
        return "index/" + name + SUFFIX;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}

package dev.mnemo.kernel.vector;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/// The file of an index: a header, then records of equal length, each with its own checksum. A later record
/// replaces an earlier one with the same id. Everything in it can be computed again, so it is not forced to the
/// disk.
///
/// Header: `MNVX`, version, dimensions, length of the fingerprint (32-bit little-endian each), the fingerprint as
/// UTF-8, CRC-32C of all that. Record: id (64 bits), scale (32-bit float), one byte per dimension, CRC-32C of all
/// that.
final class VectorFile {
    private static final int MAGIC = 0x5856_4e4d;
    private static final int VERSION = 1;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int FINGERPRINT_BYTES_MAX = 1_000;

    /// Records beyond twice the vectors in use that a file may hold before it is written anew.
    private static final int STALE_RECORDS_MAX = 1_000;

    /// A process may lock a file of the file system once only, so its threads take turns here first.
    private static final ReentrantLock APPENDING = new ReentrantLock();

    private static final AtomicLong SAVED = new AtomicLong();

    private VectorFile() {}

    static Optional<Rows> load(Path file, String fingerprint, int dimensions) {
        var header = header(fingerprint, dimensions);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!startsWith(channel, header)) {
                return Optional.empty();
            }
            var rows = new Rows(dimensions);
            int length = recordBytes(dimensions);
            var buffer = buffer(Math.max(1, BUFFER_BYTES / length) * length);
            for (long at = header.limit(); channel.read(buffer, at) > 0; ) {
                int whole = buffer.position() / length * length;
                readRecords(buffer, whole, rows);
                at += whole;
                buffer.clear();
                if (whole == 0) {
                    break;
                }
            }
            return Optional.of(rows);
        } catch (IOException missingOrUnreadable) {
            return Optional.empty();
        }
    }

    static void save(Path file, String fingerprint, Rows rows) {
        try {
            var folder = file.toAbsolutePath().resolveSibling("");
            Files.createDirectories(folder);
            var temporary = folder.resolve("%s.%d.%d.tmp"
                    .formatted(file.getFileName(), ProcessHandle.current().pid(), SAVED.incrementAndGet()));
            try (var channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, header(fingerprint, rows.dimensions()));
                writeRecords(channel, rows, IntStream.range(0, rows.size()));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException fault) {
            throw broken(file, fault);
        }
    }

    static void append(Path file, String fingerprint, Rows rows, long... ids) {
        APPENDING.lock();
        try {
            if (!appended(file, fingerprint, rows, ids)) {
                save(file, fingerprint, rows);
            }
        } catch (IOException fault) {
            throw broken(file, fault);
        } finally {
            APPENDING.unlock();
        }
    }

    private static boolean appended(Path file, String fingerprint, Rows rows, long... ids) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        var header = header(fingerprint, rows.dimensions());
        int length = recordBytes(rows.dimensions());
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!startsWith(channel, header)) {
                return false;
            }
            long records = (channel.size() - header.limit()) / length;
            if (records > 2L * rows.size() + STALE_RECORDS_MAX) {
                return false;
            }
            channel.position(header.limit() + records * length); // over what an interrupted append left
            writeRecords(channel, rows, LongStream.of(ids).mapToInt(rows::find).filter(row -> row >= 0));
            return true;
        }
    }

    private static boolean startsWith(FileChannel channel, ByteBuffer header) throws IOException {
        var found = buffer(header.limit());
        return channel.read(found, 0) == header.limit() && header.equals(found.flip());
    }

    private static void readRecords(ByteBuffer buffer, int end, Rows rows) {
        int length = recordBytes(rows.dimensions());
        for (int at = 0; at < end; at += length) {
            if (buffer.getInt(at + length - 4) == checksum(buffer, at, length - 4)) {
                rows.put(buffer.getLong(at), buffer.getFloat(at + 8), buffer, at + 12);
            }
        }
    }

    private static void writeRecords(FileChannel channel, Rows rows, IntStream which) throws IOException {
        int length = recordBytes(rows.dimensions());
        var buffer = buffer(Math.max(1, BUFFER_BYTES / length) * length);
        for (int row : (Iterable<Integer>) which::iterator) {
            if (!buffer.hasRemaining()) {
                writeAll(channel, buffer.flip());
                buffer.clear();
            }
            int at = buffer.position();
            buffer.putLong(rows.id(row)).putFloat(rows.scale(row));
            buffer.put(rows.segment(row), rows.offset(row), rows.dimensions());
            buffer.putInt(checksum(buffer, at, length - 4));
        }
        writeAll(channel, buffer.flip());
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static ByteBuffer header(String fingerprint, int dimensions) {
        var name = fingerprint.getBytes(StandardCharsets.UTF_8);
        if (name.length > FINGERPRINT_BYTES_MAX) {
            throw new IllegalArgumentException("a fingerprint has at most " + FINGERPRINT_BYTES_MAX + " bytes");
        }
        var header = buffer(4 * 5 + name.length);
        header.putInt(MAGIC)
                .putInt(VERSION)
                .putInt(dimensions)
                .putInt(name.length)
                .put(name);
        return header.putInt(checksum(header, 0, header.position())).flip();
    }

    private static int recordBytes(int dimensions) {
        return 8 + 4 + dimensions + 4;
    }

    private static int checksum(ByteBuffer buffer, int from, int length) {
        var crc = new CRC32C();
        crc.update(buffer.slice(from, length));
        return (int) crc.getValue();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static MnemoException broken(Path file, IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The vectors could not be written to " + file + ": " + fault.getMessage() + ".",
                "Check the folder's permissions and free space; nothing is lost, they are computed again when needed.",
                fault);
    }
}

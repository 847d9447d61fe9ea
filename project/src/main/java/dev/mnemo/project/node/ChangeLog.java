package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file `changes.jsonl`: one line for each committed change, and one for each checkpoint, after which
/// everything before it is in the other files too. Each line ends with its CRC-32C. The first line is a
/// checkpoint. A new file takes the place of a long one; a process that still reads the old one finishes it,
/// because its channel stays open.
final class ChangeLog {
    private static final int CRC_CHARS = ",\"crc\":\"00000000\"}".length();

    /// A line of the log.
    sealed interface Line permits Change, Checkpoint {
        /// The number of the last commit up to and with this line.
        long sequence();
    }

    /// A committed change.
    record Change(Commit commit) implements Line {
        @Override
        public long sequence() {
            return commit.sequence();
        }
    }

    /// Everything before this line is in the other files, which looked like this.
    record Checkpoint(long sequence, FolderStamp stamp) implements Line {}

    /// What was new in the log.
    ///
    /// @param lines the valid lines, in order
    /// @param torn whether bytes follow that are no valid line: a line being written, or one whose writer died
    /// @param broken whether lines between valid ones were damaged
    /// @param cut whether lines that were there before are gone
    record News(List<Line> lines, boolean torn, boolean broken, boolean cut) {
        static final News NONE = new News(List.of(), false, false, false);

        private News then(News next) {
            var both = new ArrayList<>(lines);
            both.addAll(next.lines);
            return new News(both, next.torn, broken || next.broken, cut || next.cut);
        }
    }

    private final StoreFolder folder;
    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long position;

    ChangeLog(StoreFolder folder) {
        this.folder = folder;
        this.file = folder.path(StoreFolder.CHANGES);
    }

    boolean exists() {
        return channel != null;
    }

    /// Bytes read or written so far.
    long length() {
        return position;
    }

    /// Whether there may be news; one question to the file system.
    boolean hasNews() throws IOException {
        var seen = attributes();
        return seen.isPresent()
                ? !identity(seen.get()).equals(key) || seen.get().size() != position
                : channel != null;
    }

    private Optional<BasicFileAttributes> attributes() throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Object identity(BasicFileAttributes attributes) {
        return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    }

    /// Reads what others appended. A file that took the place of the one read so far is read after the end of
    /// that one.
    News read() throws IOException {
        var seen = attributes();
        reopenIfInterrupted();
        if (channel != null && seen.isPresent() && identity(seen.get()).equals(key)) {
            boolean cut = channel.size() < position;
            position = cut ? 0 : position;
            return readOn(cut);
        }
        var before = News.NONE;
        if (channel != null) {
            before = readOn(seen.isEmpty());
            close();
        }
        if (seen.isEmpty()) {
            return before;
        }
        open();
        return before.then(readOn(false));
    }

    private void open() throws IOException {
        channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        key = attributes().map(ChangeLog::identity).orElse(null);
        position = 0;
    }

    /// A thread that is interrupted while it reads closes the channel for all.
    private void reopenIfInterrupted() throws IOException {
        if (channel != null && !channel.isOpen()) {
            var before = key;
            long read = position;
            close();
            if (attributes().isPresent()) {
                open();
                position = java.util.Objects.equals(before, key) ? read : 0;
            }
        }
    }

    private News readOn(boolean cut) throws IOException {
        var bytes = rest();
        var lines = new ArrayList<Line>();
        int from = 0;
        int good = 0;
        int bad = 0;
        int badBeforeGood = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                var line = line(bytes, from, i);
                if (line.isPresent()) {
                    lines.add(line.get());
                    good = i + 1;
                    badBeforeGood = bad;
                } else {
                    bad++;
                }
                from = i + 1;
            }
        }
        position += good;
        return new News(lines, good < bytes.length, badBeforeGood > 0, cut);
    }

    private byte[] rest() throws IOException {
        var open = channel;
        if (open == null) {
            return new byte[0];
        }
        var buffer = ByteBuffer.allocate((int) Math.max(0, open.size() - position));
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = open.read(buffer, position + buffer.position());
        }
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// Appends a line. On failure nothing of it stays.
    ///
    /// @param durable whether to wait until it is on the disk
    void append(Line line, boolean durable) throws IOException {
        var bytes = bytes(line);
        try (var writing = folder.disk().open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (writing.size() > position) {
                writing.truncate(position);
            }
            try {
                folder.disk().write(writing, ByteBuffer.wrap(bytes), position);
                if (durable) {
                    folder.disk().force(writing);
                }
            } catch (IOException fault) {
                writing.truncate(position);
                throw fault;
            }
        }
        position += bytes.length;
    }

    /// Cuts off the beginning of a line whose writer died: it was never acknowledged. The caller holds the lock of the
    /// folder and has read everything. Bytes that end in a line feed are damage and stay.
    void cutTail() throws IOException {
        var tail = new String(rest(), StandardCharsets.ISO_8859_1);
        if (!tail.isEmpty() && tail.indexOf('\n') < 0) {
            try (var writing = folder.disk().open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                writing.truncate(position);
                folder.disk().force(writing);
            }
        }
    }

    /// Begins a new file that holds one checkpoint.
    void restart(Checkpoint checkpoint) throws IOException {
        folder.replace(file, bytes(checkpoint), true);
        folder.forceFolder(folder.directory());
        close();
        open();
        position = bytes(checkpoint).length;
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        key = null;
        position = 0;
    }

    static byte[] bytes(Line line) {
        var json = switch (line) {
            case Change(var commit) -> commit.toJson();
            case Checkpoint(var sequence, var stamp) ->
                Json.Obj.EMPTY.with("seq", sequence).with("checkpoint", stamp.toJson());
        };
        var text = json.compact();
        var body = text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8);
        var tail = (",\"crc\":\"" + crc(body, 0, body.length) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(body.length + tail.length)
                .put(body)
                .put(tail)
                .array();
    }

    /// Reads a line without its line feed; empty if its checksum or its form is wrong.
    static Optional<Line> line(byte[] bytes, int from, int to) {
        int body = to - CRC_CHARS;
        if (body <= from) {
            return Optional.empty();
        }
        var tail = new String(bytes, body, CRC_CHARS, StandardCharsets.ISO_8859_1);
        if (!tail.equals(",\"crc\":\"" + crc(bytes, from, body - from) + "\"}")) {
            return Optional.empty();
        }
        try {
            var json = Json.parseObject(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            return Optional.of(
                    json.has("checkpoint")
                            ? new Checkpoint(
                                    (long) json.number("seq", 0), FolderStamp.ofJson(json.object("checkpoint")))
                            : new Change(Commit.ofJson(json)));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static String crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}

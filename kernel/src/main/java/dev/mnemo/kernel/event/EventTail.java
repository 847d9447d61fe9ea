package dev.mnemo.kernel.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows a folder of logs: hands out the events that were written since it was asked last, whichever process wrote
/// them and into whichever file. A line that is still being written is handed out when it is complete. Not safe for
/// several threads.
public final class EventTail {
    /// Bytes read from one file at one time; the rest comes with the next call.
    static final int READ_BYTES_MAX = 4 * EventReader.LINE_BYTES_MAX;

    private final EventReader reader;
    private final Map<Path, Long> positions = new HashMap<>();

    EventTail(EventReader reader) {
        this.reader = reader;
        for (var file : reader.files()) {
            positions.put(file, size(file));
        }
    }

    /// The events since the last call, file by file.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the folder cannot be read
    public List<LoggedEvent> next() {
        var events = new ArrayList<LoggedEvent>();
        var files = reader.files();
        positions.keySet().retainAll(files);
        for (var file : files) {
            read(file, events);
        }
        return events;
    }

    private void read(Path file, Collection<LoggedEvent> events) {
        long position = positions.getOrDefault(file, 0L);
        long size = size(file);
        if (size <= position) {
            positions.put(file, Math.min(size, position));
            return;
        }
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES_MAX, size - position));
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = channel.read(buffer, position + buffer.position());
            }
            positions.put(
                    file,
                    position
                            + lines(
                                    EventReader.session(file),
                                    Arrays.copyOf(buffer.array(), buffer.position()),
                                    events));
        } catch (IOException _) {
            // The file went away between two looks: its events are gone with it.
            positions.remove(file);
        }
    }

    /// Reads the complete lines; returns how many bytes they have.
    static int lines(String session, byte[] bytes, Collection<LoggedEvent> events) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                EventLine.read(session, Arrays.copyOfRange(bytes, from, i)).ifPresent(events::add);
                from = i + 1;
            }
        }
        // A line that fills the whole buffer is too long to be an event.
        return from == 0 && bytes.length == READ_BYTES_MAX ? bytes.length : from;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}

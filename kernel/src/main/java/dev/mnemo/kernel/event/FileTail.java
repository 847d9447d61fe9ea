package dev.mnemo.kernel.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one file of events by its name, as `tail -F` does: when another file takes the name, the rest of the old one
/// is read before the new one begins; when it is cut short, reading begins anew; while nothing has the name, it waits.
/// Not safe for several threads.
public final class FileTail implements AutoCloseable {
    private final Path file;
    private @Nullable FileChannel channel;
    private Optional<Object> key = Optional.empty();
    private long position;

    /// @param file a file that need not exist yet
    /// @param fromEnd whether to pass over what stands in it now
    /// @throws dev.mnemo.kernel.fault.MnemoException if it is there and cannot be read
    public FileTail(Path file, boolean fromEnd) {
        this.file = file;
        try {
            open();
            if (fromEnd && channel != null) {
                position = channel.size();
            }
        } catch (IOException fault) {
            throw EventReader.broken(file, fault);
        }
    }

    /// The events since the last call.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if the file cannot be read
    public List<LoggedEvent> next() {
        var events = new ArrayList<LoggedEvent>();
        try {
            drain(events);
            if (!currentKey().equals(key)) {
                close();
                open();
                drain(events);
            }
            return events;
        } catch (IOException fault) {
            throw EventReader.broken(file, fault);
        }
    }

    private Optional<Object> currentKey() throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            // Where files have no key, their time of birth tells them apart.
            return Optional.of(Optional.ofNullable(attributes.fileKey()).orElseGet(attributes::creationTime));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void open() throws IOException {
        position = 0;
        key = currentKey();
        try {
            channel = key.isPresent() ? FileChannel.open(file, StandardOpenOption.READ) : null;
        } catch (NoSuchFileException _) {
            key = Optional.empty();
        }
    }

    private void drain(List<LoggedEvent> events) throws IOException {
        var open = channel;
        if (open == null) {
            return;
        }
        if (open.size() < position) {
            position = 0;
        }
        boolean more = true;
        while (more && open.size() > position) {
            var buffer = ByteBuffer.allocate((int) Math.min(EventTail.READ_BYTES_MAX, open.size() - position));
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = open.read(buffer, position + buffer.position());
            }
            int taken = EventTail.lines(
                    EventReader.session(file), Arrays.copyOf(buffer.array(), buffer.position()), events);
            position += taken;
            more = taken > 0;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // It was only read.
        }
        channel = null;
        key = Optional.empty();
    }
}

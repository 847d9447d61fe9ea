package dev.mnemo.app.tui;

import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.event.FileTail;
import dev.mnemo.kernel.event.LoggedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where watched events come from: all logs of a folder, or one file.
interface EventSource extends AutoCloseable {
    /// The newest events that were there when the source was opened, oldest first.
    List<LoggedEvent> before();

    /// The events since the last call.
    List<LoggedEvent> next();

    @Override
    void close();

    /// All logs of a folder: those of every process, and those that are begun later.
    static EventSource ofFolder(Path folder, int newestMax) {
        var reader = new EventReader(folder);
        // Followed first and read second: an event between the two is shown twice rather than never.
        var tail = reader.tail();
        var before = reader.newest(newestMax);
        return new EventSource() {
            @Override
            public List<LoggedEvent> before() {
                return before;
            }

            @Override
            public List<LoggedEvent> next() {
                return tail.next();
            }

            @Override
            public void close() {
                // It holds no file open.
            }
        };
    }

    /// One file, which may be rotated away under its name.
    static EventSource ofFile(Path file, int newestMax) {
        var tail = new FileTail(file, true);
        var before = Files.exists(file) ? EventReader.newest(file, newestMax) : List.<LoggedEvent>of();
        return new EventSource() {
            @Override
            public List<LoggedEvent> before() {
                return before;
            }

            @Override
            public List<LoggedEvent> next() {
                return tail.next();
            }

            @Override
            public void close() {
                tail.close();
            }
        };
    }
}

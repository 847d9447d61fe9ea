package dev.mnemo.kernel.event;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Reads the events of a folder of logs, whoever wrote them. A line that is broken, half written or over-long is
/// skipped: a log is evidence, not truth.
public final class EventReader {
    /// Bytes of a line that is still read.
    public static final int LINE_BYTES_MAX = 1_000_000;

    static final String SUFFIX = ".log";

    private final Path directory;

    /// @param directory the folder of the logs; it need not exist
    public EventReader(Path directory) {
        this.directory = directory;
    }

    /// The folder of the logs.
    public Path directory() {
        return directory;
    }

    /// The newest events of one file, whatever its name, in the order in which they were written.
    ///
    /// @throws MnemoException if the file cannot be read
    public static List<LoggedEvent> newest(Path file, int eventsMax) {
        var events = new ArrayDeque<LoggedEvent>();
        read(file, event -> {
            events.addLast(event);
            if (events.size() > eventsMax) {
                events.removeFirst();
            }
        });
        return List.copyOf(events);
    }

    /// Hands out every event, file by file in order of their names, which is the order in which they were begun.
    ///
    /// @throws MnemoException if a file cannot be read
    public void forEach(Consumer<LoggedEvent> reader) {
        for (var file : files()) {
            read(file, reader);
        }
    }

    /// The newest events in the order in which they were written: whole files from the newest back until there are
    /// `eventsMax`, and of the last of them only its end.
    ///
    /// @throws MnemoException if a file cannot be read
    public List<LoggedEvent> newest(int eventsMax) {
        var sessions = new ArrayDeque<List<LoggedEvent>>();
        int left = eventsMax;
        for (var file : files().reversed()) {
            if (left <= 0) {
                break;
            }
            var events = newest(file, left);
            sessions.addFirst(events);
            left -= events.size();
        }
        return sessions.stream().flatMap(List::stream).toList();
    }

    /// Follows the folder from now on.
    ///
    /// @throws MnemoException if the folder cannot be read
    public EventTail tail() {
        return new EventTail(this);
    }

    List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            var files = new ArrayList<Path>();
            for (var path : entries) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(path);
                }
            }
            Collections.sort(files);
            return files;
        } catch (IOException fault) {
            throw broken(directory, fault);
        }
    }

    /// What a file of events is called without its suffix.
    static String session(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static void read(Path file, Consumer<LoggedEvent> reader) {
        var session = session(file);
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            while (readLine(in, line)) {
                if (line.size() <= LINE_BYTES_MAX) {
                    EventLine.read(session, line.toByteArray()).ifPresent(reader);
                }
                line.reset();
            }
        } catch (IOException fault) {
            throw broken(file, fault);
        }
    }

    /// Reads up to the next newline; of an over-long line it keeps only so much that its length shows. False at the
    /// end.
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        int next = in.read();
        if (next < 0) {
            return false;
        }
        while (next >= 0 && next != '\n') {
            if (line.size() <= LINE_BYTES_MAX) {
                line.write(next);
            }
            next = in.read();
        }
        return true;
    }

    static MnemoException broken(Path path, IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The event log " + path + " cannot be read: " + fault + ".",
                "Check the permissions of the folder; the memory itself is not affected.",
                fault);
    }
}

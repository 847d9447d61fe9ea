package dev.mnemo.kernel.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The event log of one process: a file `<YYYYMMDD_HHMMSS>_<6 hex>.log` (local time) in a folder that many processes
/// share, one line of JSON for each event, and `current.txt` naming the file that was begun last. The file is made with
/// the first event. A full file is followed by a new one, and the folder is kept below {@link Retention}'s limits.
///
/// A line is written by one append, so processes that share a file never tear each other's lines. Whatever goes wrong,
/// emitting does not fail: a memory that cannot log still remembers. Lines are not forced to the disk.
public final class FileEventLog implements EventLog, AutoCloseable {
    /// Bytes after which a file is followed by a new one.
    public static final int FILE_BYTES_MAX = 4_000_000;

    /// How recently a file must have been written for another process to go on with it.
    public static final Duration JOINED_WITHIN = Duration.ofHours(2);

    private static final DateTimeFormatter NAME_TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
    private static final String CURRENT = "current.txt";

    private final Path directory;
    private final InstantSource clock;
    private final Supplier<ZoneId> zone;
    private final RandomGenerator random;
    private final Retention retention;
    private final boolean joins;

    @GuardedBy("this")
    private @Nullable FileChannel file;

    @GuardedBy("this")
    private boolean torn;

    @GuardedBy("this")
    private long failures;

    private FileEventLog(
            Path directory, InstantSource clock, Supplier<ZoneId> zone, RandomGenerator random, boolean joins) {
        this.directory = directory;
        this.clock = clock;
        this.zone = zone;
        this.random = random;
        this.retention = new Retention(directory, Retention.FILES_MAX, Retention.TOTAL_BYTES_MAX);
        this.joins = joins;
    }

    /// The log of a process that begins a file of its own. Touches nothing before the first event.
    ///
    /// @param directory the folder of the logs, `<store>/logs`
    /// @param zone the zone of the times in file names; asked when a file is made, for the JDK looks for zones in
    ///     every jar
    public static FileEventLog open(
            Path directory, InstantSource clock, Supplier<ZoneId> zone, RandomGenerator random) {
        return new FileEventLog(directory, clock, zone, random, false);
    }

    /// The log of a short-lived process: goes on with the current file if that was written within
    /// {@link #JOINED_WITHIN}, so that a thousand short commands do not leave a thousand files.
    ///
    /// @param directory the folder of the logs, `<store>/logs`
    /// @param zone the zone of the times in file names; asked when a file is made, for the JDK looks for zones in
    ///     every jar
    public static FileEventLog join(
            Path directory, InstantSource clock, Supplier<ZoneId> zone, RandomGenerator random) {
        return new FileEventLog(directory, clock, zone, random, true);
    }

    /// The folder of the logs.
    public Path directory() {
        return directory;
    }

    /// How many events could not be written.
    public synchronized long failures() {
        return failures;
    }

    @Override
    public synchronized void emit(Event event) {
        try {
            var line = EventLine.write(event, clock.instant());
            write((torn ? "\n" : "") + line + "\n");
        } catch (IOException | RuntimeException fault) {
            failures++;
        }
    }

    @Override
    public synchronized void close() {
        closeFile();
    }

    @GuardedBy("this")
    private void write(String line) throws IOException {
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        var channel = file();
        int length = bytes.remaining();
        torn = true;
        torn = channel.write(bytes) != length;
        if (torn) {
            throw new IOException("the disk took a part of the line");
        }
        if (channel.size() > FILE_BYTES_MAX) {
            closeFile();
        }
    }

    @GuardedBy("this")
    private FileChannel file() throws IOException {
        if (file != null && file.isOpen()) {
            return file;
        }
        Files.createDirectories(directory);
        var joined = joins ? current() : Optional.<Path>empty();
        var path = joined.orElseGet(() -> directory.resolve(newName()));
        var opened = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS);
        file = opened;
        if (joined.isEmpty()) {
            announce(path);
            retention.apply(path);
        }
        return opened;
    }

    private String newName() {
        var time = NAME_TIME.withZone(zone.get()).format(clock.instant());
        return "%s_%06x%s".formatted(time, random.nextInt(1 << 24), EventReader.SUFFIX);
    }

    private Optional<Path> current() {
        try {
            var named = Path.of(Files.readString(directory.resolve(CURRENT), StandardCharsets.UTF_8)
                    .strip());
            var path = directory.resolve(named.getFileName());
            var fresh = clock.instant().minus(JOINED_WITHIN);
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            && path.getFileName().toString().endsWith(EventReader.SUFFIX)
                            && Files.size(path) < FILE_BYTES_MAX
                            && Files.getLastModifiedTime(path).toInstant().isAfter(fresh)
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    private void announce(Path path) throws IOException {
        var temporary = directory.resolve("%s.%06x.tmp".formatted(CURRENT, random.nextInt(1 << 24)));
        Files.writeString(temporary, path.toAbsolutePath() + "\n", StandardCharsets.UTF_8);
        Files.move(
                temporary,
                directory.resolve(CURRENT),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @GuardedBy("this")
    private void closeFile() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException fault) {
                failures++;
            }
            file = null;
        }
        torn = false;
    }
}

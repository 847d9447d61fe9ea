package dev.mnemo.app.status;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import dev.mnemo.kernel.text.Plain;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The file `<store>/run/status`: a line with the second of the last event, a line to show, a line with that event's
/// name, and a line of JSON with what is counted. The launcher reads the first three without starting a process of
/// Java;
/// whoever writes replaces the file whole, one writer at a time.
final class StatusFile {
    private static final String NAME = "run/status";
    private static final int NAME_CHARS_MAX = 40;

    /// A process cannot hold a lock of a file twice, so its threads take turns first.
    private static final ReentrantLock INSIDE = new ReentrantLock();

    private final Path store;
    private final String project;
    private final Supplier<ZoneId> zone;

    /// @param store the store's folder
    /// @param project what the project is called
    /// @param zone whose days recalls are counted by
    StatusFile(Path store, String project, Supplier<ZoneId> zone) {
        this.store = store;
        this.project = Plain.line(project, NAME_CHARS_MAX);
        this.zone = zone;
    }

    /// The line to show, with the age of the last event; empty if nothing happened yet.
    ///
    /// @param now what time it is
    static Optional<String> read(Path store, Instant now) {
        try {
            var lines = Files.readAllLines(store.resolve(NAME));
            if (lines.size() < 3) {
                return Optional.empty();
            }
            long age = Math.max(0, now.getEpochSecond() - Long.parseLong(lines.get(0)));
            return Optional.of(Plain.line(lines.get(1)) + " · " + Plain.line(lines.get(2)) + " " + age(age) + " ago");
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static String age(long seconds) {
        return seconds < 60
                ? seconds + "s"
                : seconds < 3_600
                        ? seconds / 60 + "m"
                        : seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    /// Brings the file up to date.
    ///
    /// @param recalls how many recalls there were since the last call
    void update(Instant at, String event, int recalls) throws IOException {
        INSIDE.lock();
        try {
            replace(at, event, recalls);
        } finally {
            INSIDE.unlock();
        }
    }

    private void replace(Instant at, String event, int recalls) throws IOException {
        var file = store.resolve(NAME);
        Files.createDirectories(file.getParent());
        try (var channel = FileChannel.open(
                        store.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            var day = LocalDate.ofInstant(at, zone.get()).toString();
            var before = counts(file);
            int today = (before.string("day", "").equals(day) ? (int) before.number("recalls", 0) : 0) + recalls;
            var text = "mnemo " + project + " · " + claims() + " claims · " + today
                    + (today == 1 ? " recall" : " recalls") + " today";
            var counts = Json.Obj.EMPTY.with("day", day).with("recalls", (long) today);
            var temporary =
                    file.resolveSibling("status." + ProcessHandle.current().pid() + "."
                            + Thread.currentThread().threadId() + ".tmp");
            if (lock.isValid()) {
                Files.writeString(
                        temporary,
                        String.join(
                                "\n",
                                List.of(
                                        Long.toString(at.getEpochSecond()),
                                        text,
                                        Plain.line(event, NAME_CHARS_MAX),
                                        counts.compact(),
                                        "")));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Json.Obj counts(Path file) {
        try {
            var lines = Files.readAllLines(file);
            return lines.size() < 4 ? Json.Obj.EMPTY : Json.parseObject(lines.get(3));
        } catch (IOException | JsonFault none) {
            return Json.Obj.EMPTY;
        }
    }

    /// How many claims are active: each has two quotation marks in the list, and counting those needs no reading of it.
    private long claims() throws IOException {
        var active = store.resolve("active.json");
        if (!Files.isRegularFile(active, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        long marks = 0;
        for (byte b : Files.readAllBytes(active)) {
            marks += b == '"' ? 1 : 0;
        }
        return marks / 2;
    }
}

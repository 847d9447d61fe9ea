package dev.mnemo.kernel.event;

import dev.mnemo.kernel.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/// A program that goes on with the current file of a folder of logs: `FOLDER NAME COUNT`. Each of its events names the
/// address of something that is being forgotten; every other one quotes it.
final class LogWriter {
    static final String ADDRESS = "734a940617fe";
    static final String TEXT = "the staging password is swordfish, said at length so that it can be cut";

    private LogWriter() {}

    public static void main(String[] arguments) {
        try (var log = FileEventLog.join(
                Path.of(arguments[0]), InstantSource.fixed(Instant.EPOCH), () -> ZoneOffset.UTC, new Random(1))) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                var name = arguments[1] + " " + i;
                var said = i % 2 == 0 ? TEXT : "z".repeat(i % 300);
                log.emit(new Event(
                        Event.Layer.CONSCIOUS, "claim", said, List.of(ADDRESS), "", Json.Obj.EMPTY.with("name", name)));
            }
        }
    }
}

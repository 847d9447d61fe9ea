package dev.mnemo.project.hook;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.SideFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/// How often the files of a project were read in this sitting: `file_visits.json`, from relative path to count. It only
/// decides how much is said about a file, so a count lost to another process at the same moment does no harm.
final class VisitCounter {
    /// Files that are counted; one more starts the count anew.
    static final int FILES_MAX = 5_000;

    private static final String NAME = "file_visits.json";

    private final Path store;
    private final Path file;

    VisitCounter(Path store) {
        this.store = store;
        this.file = store.resolve(NAME);
    }

    /// Counts a visit.
    ///
    /// @return how many there were, this one included; 1 if the count cannot be kept
    int visit(String path) {
        var visits = read();
        long count = (long) visits.number(path, 0) + 1;
        if (visits.members().size() >= FILES_MAX) {
            visits = Json.Obj.EMPTY;
        }
        write(visits.with(path, count));
        return (int) count;
    }

    /// Forgets every visit: a new sitting begins.
    void reset() {
        if (!read().members().isEmpty()) {
            write(new Json.Obj(new LinkedHashMap<>()));
        }
    }

    private Json.Obj read() {
        try {
            return Files.isRegularFile(file) ? Json.parseObject(Files.readAllBytes(file)) : Json.Obj.EMPTY;
        } catch (IOException | Refusal damaged) {
            return Json.Obj.EMPTY;
        }
    }

    private void write(Json.Obj visits) {
        try {
            SideFile.replace(store, NAME, visits.line().getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException unwritable) {
            // A store that cannot be written to can still be read from.
        }
    }
}

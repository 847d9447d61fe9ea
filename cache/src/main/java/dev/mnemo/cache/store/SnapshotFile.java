package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/// A copy of a store in a new SQLite file. The file appears under its name when it is complete and not before.
final class SnapshotFile {
    /// Rows that are copied at a time.
    static final int PAGE_ENTRIES = 500;

    private final SqliteStore copy;

    private SnapshotFile(SqliteStore copy) {
        this.copy = copy;
    }

    /// Writes the file.
    ///
    /// @param content hands over everything, once
    static void write(Path file, Model model, Consumer<SnapshotFile> content) {
        if (Files.exists(file)) {
            throw new Refusal("There is a file " + file + " already; name one that does not exist.");
        }
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            remove(unfinished);
            try (var copy = new SqliteStore(unfinished)) {
                copy.open(model);
                content.accept(new SnapshotFile(copy));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The snapshot " + file + " cannot be written: " + fault.getMessage() + ".",
                    "Check the folder's permissions and free space.",
                    fault);
        } catch (RuntimeException fault) {
            removeQuietly(unfinished, fault);
            throw fault;
        }
    }

    private static void remove(Path file) throws IOException {
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    private static void removeQuietly(Path file, RuntimeException cause) {
        try {
            remove(file);
        } catch (IOException fault) {
            cause.addSuppressed(fault);
        }
    }

    /// @param page gives the entries after an id, no more when it gives none
    void entries(LongFunction<List<StoredEntry>> page) {
        for (var rows = page.apply(0);
                !rows.isEmpty();
                rows = page.apply(rows.getLast().id())) {
            copy.restore(rows);
        }
    }

    /// @param page gives the feedback after an id, no more when it gives none
    void feedback(LongFunction<List<Feedback>> page) {
        for (var rows = page.apply(0);
                !rows.isEmpty();
                rows = page.apply(rows.getLast().id())) {
            rows.forEach(copy::addFeedback);
        }
    }

    void counters(Collection<Counter> counters) {
        copy.addCounters(counters);
    }

    void notes(Map<String, String> notes) {
        copy.writeNotes(notes);
    }

    /// Pages of rows that are in memory, ordered by id.
    static <T> LongFunction<List<T>> paged(List<T> rows, ToLongFunction<T> id) {
        return afterId -> rows.stream()
                .filter(row -> id.applyAsLong(row) > afterId)
                .limit(PAGE_ENTRIES)
                .toList();
    }
}

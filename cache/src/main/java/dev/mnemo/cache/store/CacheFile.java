package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/// Brings the content of a cache's SQLite file into a store: a file of the original, a snapshot, or the file of
/// another {@link SqliteStore}. The file is read at one moment and stays as it is, even while others write to it.
public final class CacheFile {
    private static final int PAGE_ENTRIES = 500;

    private CacheFile() {}

    /// What an import did.
    ///
    /// @param taken entries that were stored
    /// @param passedOver entries whose key the store had already with an answer as new or newer
    /// @param model whose vectors they carry
    public record Imported(long taken, long passedOver, Model model) {}

    /// Copies entries, feedback, and, into a store that was empty, counters and notes. The store is opened, and left
    /// open.
    ///
    /// @throws Refusal if the file is no cache, or if the store holds the vectors of another model
    public static Imported importInto(Store target, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("There is no file " + file + ".");
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory("mnemo-import");
            var copy = folder.resolve("copy.db");
            copy(file, copy);
            try (var source = new SqliteStore(copy)) {
                var model = source.open(Model.UNKNOWN);
                return copyAll(source, model, target);
            }
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file " + file + " cannot be copied: " + fault.getMessage() + ".",
                    "Check the free space of the folder for temporary files.",
                    fault);
        } finally {
            if (folder != null) {
                remove(folder);
            }
        }
    }

    /// A consistent copy of a file that others may be writing to.
    private static void copy(Path file, Path to) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try (var connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
                var tables = connection.createStatement()) {
            try (var rows = tables.executeQuery("select count(*) from sqlite_schema"
                    + " where type = 'table' and name in ('entries', 'schema_meta')")) {
                if (!rows.next() || rows.getInt(1) != 2) {
                    throw new Refusal("The file " + file + " is an SQLite file, but not a cache's.");
                }
            }
            try (var vacuum = connection.prepareStatement("vacuum into ?")) {
                vacuum.setString(1, to.toString());
                vacuum.execute();
            }
        } catch (SQLException fault) {
            throw new MnemoException(
                    Fault.STORE_DAMAGED,
                    "The file " + file + " cannot be read: " + fault.getMessage(),
                    "Check that it is an SQLite file and whole (sqlite3 FILE 'pragma integrity_check').",
                    fault);
        }
    }

    private static Imported copyAll(SqliteStore source, Model model, Store target) {
        var held = target.open(model);
        if (!held.equals(model)) {
            throw new Refusal("The store holds vectors of '" + held.fingerprint() + "' with " + held.dimensions()
                    + " dimensions, the file those of '" + model.fingerprint() + "' with " + model.dimensions()
                    + "; import into a store of its own and embed it anew.");
        }
        boolean empty = target.count(Scope.ALL) == 0;
        var ids = new HashMap<Long, Long>();
        long passedOver = 0;
        for (var page = source.entries(0, PAGE_ENTRIES);
                !page.isEmpty();
                page = source.entries(page.getLast().id(), PAGE_ENTRIES)) {
            var wanted = empty
                    ? page
                    : page.stream().filter(entry -> isNews(target, entry)).toList();
            passedOver += page.size() - wanted.size();
            var given = target.put(wanted);
            for (int i = 0; i < given.size(); i++) {
                ids.put(wanted.get(i).id(), given.get(i));
            }
        }
        copyFeedback(source, target, ids);
        if (empty) {
            target.addCounters(source.counters());
            target.writeNotes(source.notes(""));
        }
        return new Imported(ids.size(), passedOver, model);
    }

    private static boolean isNews(Store target, StoredEntry entry) {
        return target.find(Key.of(entry))
                .filter(held -> !held.createdAt().isBefore(entry.createdAt()))
                .isEmpty();
    }

    private static void copyFeedback(SqliteStore source, Store target, Map<Long, Long> ids) {
        for (var page = source.feedback(0, PAGE_ENTRIES);
                !page.isEmpty();
                page = source.feedback(page.getLast().id(), PAGE_ENTRIES)) {
            for (var feedback : page) {
                var entryId = ids.get(feedback.entryId());
                if (entryId != null) {
                    target.addFeedback(feedback.about(entryId));
                }
            }
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : List.copyOf(files.toList())) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException leftBehind) {
            // a folder for temporary files; the system clears it
        }
    }
}

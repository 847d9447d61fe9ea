package dev.mnemo.cache;

import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.cache.store.Store;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Makes a cache's file of a snapshot: copied beside its place, checked there, and moved when all is well. A file of
/// this name is therefore never half of one, and never meets the log of another.
final class Snapshot {
    private static final List<String> PARTS_OF_A_FILE = List.of("", "-wal", "-shm", "-journal", ".index");

    private Snapshot() {}

    /// @throws Refusal if there is no snapshot, or a store or a part of one at that place
    /// @throws MnemoException with fault `STORE_DAMAGED` or `EMBEDDER_MISMATCH` if the snapshot cannot be used
    static void restore(Path snapshot, Model model, Path file) {
        if (!Files.isRegularFile(snapshot)) {
            throw new Refusal("There is no snapshot " + snapshot + ".");
        }
        for (var part : PARTS_OF_A_FILE) {
            if (Files.exists(beside(file, part))) {
                throw new Refusal("There is a file " + beside(file, part) + " already; nothing is overwritten.");
            }
        }
        var unfinished = beside(file, ".unfinished");
        try {
            clear(unfinished);
            Files.copy(snapshot, unfinished);
            check(unfinished, snapshot, model);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The snapshot " + snapshot + " could not be brought to " + file + ": " + failure.getMessage() + ".",
                    "Check the folder's permissions and free space.",
                    failure);
        } finally {
            clear(unfinished);
        }
    }

    private static void check(Path copy, Path snapshot, Model model) {
        try (var store = new SqliteStore(copy)) {
            Parts.checkModel(store.open(Model.UNKNOWN), model);
            var damage = store.damage(Store.Depth.FULL);
            if (damage.isPresent()) {
                throw new MnemoException(
                        Fault.STORE_DAMAGED,
                        "The snapshot " + snapshot + " is damaged: " + damage.get() + ".",
                        "Use another snapshot.");
            }
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static void clear(Path unfinished) {
        for (var part : PARTS_OF_A_FILE) {
            try {
                Files.deleteIfExists(beside(unfinished, part));
            } catch (IOException inUse) {
                // it is overwritten or refused the next time
            }
        }
    }
}

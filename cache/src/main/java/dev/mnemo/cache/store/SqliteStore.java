package dev.mnemo.cache.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Tx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A store in one SQLite file, the default. Processes of one host may share it.
///
/// A put that returned survives the end of the process and of the machine (write-ahead log, flushed at each commit);
/// puts that wait for each other share one flush. Readers never wait for writers; a writer waits for another process
/// for a limited time and then fails with `STORE_BUSY`. A new file can be read and written by its owner only. A file
/// of the original is brought into the format of this store when it is opened; the original cannot read it after.
public final class SqliteStore extends SqlStore {
    private static final int CONNECTIONS_MAX = 1;

    private final Path file;

    /// A store in a file, which is made when the store is opened.
    public SqliteStore(Path file) {
        super(new DatabaseAddress.File(file), CONNECTIONS_MAX, new SqlWords(new Dialect.Sqlite()));
        this.file = file.toAbsolutePath();
    }

    @Override
    public String kind() {
        return "sqlite";
    }

    @Override
    void locate() {
        try {
            Files.createDirectories(file.resolveSibling(""));
            if (Files.getFileStore(file.resolveSibling("")).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException _) {
            // as it should be from the second time on
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file of the cache " + file + " cannot be made.",
                    "Give this process the right to write there.",
                    fault);
        }
    }

    @Override
    void prepare(Database database) {
        database.write(tx -> OriginalTables.setAside(tx, file));
    }

    @Override
    void complete(Database database) {
        database.write(OriginalTables::takeOver);
    }

    @Override
    Optional<String> damage(Tx tx, Depth depth) {
        return switch (depth) {
            case QUICK -> {
                tx.list("select query_hash, payload from entries order by id desc limit 1", row -> row.text("payload"));
                yield Optional.empty();
            }
            case FULL ->
                tx.list("pragma integrity_check(1)", row -> row.text("integrity_check")).stream()
                        .filter(line -> !line.equals("ok"))
                        .findFirst();
        };
    }
}

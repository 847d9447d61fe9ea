package dev.mnemo.cache.store;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Tx;
import java.nio.file.Path;
import java.util.Optional;

/// A store in one SQLite file, the default. Processes of one host may share it.
///
/// A put that returned survives the end of the process and of the machine (write-ahead log, flushed at each commit);
/// puts that wait for each other share one flush. Readers never wait. A file of the original is brought into the
/// format of this store when it is opened.
public final class SqliteStore extends SqlStore {
    private static final int CONNECTIONS_MAX = 1;

    /// A store in a file, which is made when the store is opened.
    public SqliteStore(Path file) {
        super(new DatabaseAddress.File(file), CONNECTIONS_MAX, new SqlWords(new Dialect.Sqlite()));
    }

    @Override
    public String kind() {
        return "sqlite";
    }

    @Override
    void prepare(Database database) {}

    @Override
    void complete(Database database) {}

    @Override
    Optional<String> damage(Tx tx, Depth depth) {
        return switch (depth) {
            case QUICK -> {
                tx.list(
                        "select id, query_hash, payload from entries order by id desc limit 1",
                        row -> row.number("id"));
                yield Optional.empty();
            }
            case FULL ->
                tx.list("pragma integrity_check(1)", row -> row.text("integrity_check")).stream()
                        .filter(line -> !line.equals("ok"))
                        .findFirst();
        };
    }
}

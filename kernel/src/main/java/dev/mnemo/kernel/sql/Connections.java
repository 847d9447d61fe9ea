package dev.mnemo.kernel.sql;

import java.util.function.Function;

/// How a kind of database hands out its connections.
sealed interface Connections extends AutoCloseable permits SqliteConnections, PostgresConnections {
    <T> T read(Function<Tx, T> work);

    <T> T write(Function<Tx, T> work);

    void migrate(Migrations migrations);

    /// Drops what deleted rows left behind in files.
    void scrub();

    @Override
    void close();
}

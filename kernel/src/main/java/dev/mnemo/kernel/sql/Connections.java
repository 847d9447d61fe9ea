package dev.mnemo.kernel.sql;

import java.util.function.Function;

/// How a kind of database hands out its connections.
sealed interface Connections extends AutoCloseable permits SqliteConnections, PostgresConnections {
    <T> T read(Function<Tx, T> work);

    <T> T write(Function<Tx, T> work);

    void migrate(Migrations migrations);

    /// Drops what deleted rows left behind in the log of changes.
    void scrub();

    /// Writes the files anew without anything that deleted rows left behind.
    void rebuild();

    @Override
    void close();
}

package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Refusal;
import java.util.function.Function;

/// A database, SQLite or PostgreSQL. Transactions are functions: they commit when the function returns and leave
/// nothing behind when it throws. A function may be run more than once and must not start another transaction. Keep
/// slow work, above all calls of models, out of it.
///
/// Every failure is a {@link dev.mnemo.kernel.fault.MnemoException} with a fault and a remedy; its message never
/// holds a password. Safe for many threads, and for many processes on one database.
public final class Database implements AutoCloseable {
    /// Connections to a server, if nobody says otherwise.
    public static final int CONNECTIONS_DEFAULT = 10;

    private static final int CONNECTIONS_MAX = 500;

    private final DatabaseAddress address;
    private final Dialect dialect;
    private final Connections connections;

    private Database(DatabaseAddress address, Dialect dialect, Connections connections) {
        this.address = address;
        this.dialect = dialect;
        this.connections = connections;
    }

    /// Opens a database and connects to it once, so that a wrong address fails here.
    ///
    /// @param connectionsMax connections to a server at the same time, 1 to 500; a file manages its own
    public static Database open(DatabaseAddress address, int connectionsMax) {
        if (connectionsMax < 1 || connectionsMax > CONNECTIONS_MAX) {
            throw new Refusal("A database takes 1 to " + CONNECTIONS_MAX + " connections, not " + connectionsMax + ".");
        }
        return switch (address) {
            case DatabaseAddress.File file ->
                new Database(address, new Dialect.Sqlite(), new SqliteConnections(file.path()));
            case DatabaseAddress.Server server ->
                new Database(address, new Dialect.PostgreSql(), new PostgresConnections(server, connectionsMax));
        };
    }

    /// Where the database is; as text without a password.
    public DatabaseAddress address() {
        return address;
    }

    /// The kind of database.
    public Dialect dialect() {
        return dialect;
    }

    /// Runs a function that only reads. It sees one state from beginning to end.
    public <T> T read(Function<Tx, T> work) {
        return connections.read(work);
    }

    /// Runs a function that may write. When this returns, its changes survive the end of the process.
    public <T> T write(Function<Tx, T> work) {
        return connections.write(work);
    }

    /// Brings a product's tables up to date. Safe when many processes do it at once.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if a newer program, or another one, made the tables
    public void migrate(Migrations migrations) {
        connections.migrate(migrations);
    }

    /// Empties the log of changes of an SQLite file, so that what was deleted stands there no more; pages of the file
    /// are
    /// overwritten as rows are deleted. PostgreSQL: nothing; the server's vacuum does it.
    public void scrub() {
        connections.scrub();
    }

    /// Writes an SQLite file anew, without copies of deleted rows that moves between pages left behind. Takes as long
    /// as
    /// the file is large, and writers wait. PostgreSQL: nothing.
    public void rebuild() {
        connections.rebuild();
    }

    @Override
    public void close() {
        connections.close();
    }
}

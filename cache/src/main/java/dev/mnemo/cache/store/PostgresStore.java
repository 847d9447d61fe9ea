package dev.mnemo.cache.store;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Tx;
import java.util.Optional;

/// A store in a PostgreSQL database, for many hosts. It needs the right to make tables in the schema that the address
/// names (`?currentSchema=…`); no extension.
///
/// A put is kept as firmly as the server's `synchronous_commit` says. Connections that broke are replaced; while the
/// server is away every call fails and nothing of it is kept. The change log shows a change when all transactions of
/// the server that began before it have ended: a long writing transaction in any database of the server delays what
/// other processes see.
public final class PostgresStore extends SqlStore {
    /// A store at `postgresql://user:password@host:port/database`, with as many connections as
    /// {@link Database#CONNECTIONS_DEFAULT}.
    public PostgresStore(String address) {
        this(address, Database.CONNECTIONS_DEFAULT);
    }

    /// A store with a number of connections.
    public PostgresStore(String address, int connectionsMax) {
        super(server(address), connectionsMax, new SqlWords(new Dialect.PostgreSql()));
    }

    private static DatabaseAddress server(String address) {
        if (DatabaseAddress.parse(address) instanceof DatabaseAddress.Server server) {
            return server;
        }
        throw new Refusal(
                "The address of a PostgreSQL store has the form postgresql://user:password@host:port/database.");
    }

    @Override
    public String kind() {
        return "postgresql";
    }

    @Override
    void locate() {
        // a schema is made by whoever owns the database
    }

    @Override
    void prepare(Database database) {
        // the tables are made by the migrations alone
    }

    @Override
    void complete(Database database) {
        // likewise
    }

    @Override
    Optional<String> damage(Tx tx, Depth depth) {
        return switch (depth) {
            case QUICK -> {
                tx.list("select id from entries order by id desc limit 1", row -> row.number("id"));
                yield Optional.empty();
            }
            case FULL ->
                tx.number("select count(*) from entries where length(embedding) % 4 <> 0 or length(query) < 0") == 0
                        ? Optional.empty()
                        : Optional.of("There are entries whose vector is cut short.");
        };
    }
}

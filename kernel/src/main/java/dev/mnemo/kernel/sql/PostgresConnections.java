package dev.mnemo.kernel.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;

/// A pool of connections to a PostgreSQL server. Reads see one state from beginning to end and change nothing; a
/// write that another transaction stood in the way of is run again.
final class PostgresConnections implements Connections {
    private static final int CONNECT_WAIT_SECONDS = 10;

    /// How long a caller waits for a connection while all are in use.
    private static final long POOL_WAIT_MILLIS = 15_000;

    /// How often a write is run in all before a conflict becomes a failure.
    private static final int WRITE_ATTEMPTS_MAX = 5;

    /// How often a node that starts asks, once a second, whether another one has finished changing the schema.
    private static final int MIGRATION_WAIT_SECONDS = 300;

    private static final Dialect DIALECT = new Dialect.PostgreSql();

    private final DatabaseAddress.Server address;
    private final HikariDataSource pool;

    PostgresConnections(DatabaseAddress.Server address, int connectionsMax) {
        this.address = address;
        var config = new HikariConfig();
        config.setDataSource(source(address));
        config.setPoolName("mnemo");
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(POOL_WAIT_MILLIS);
        config.setInitializationFailTimeout(1);
        config.setAutoCommit(false);
        try {
            pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException sql
                    ? SqlFault.of(sql, "Cannot open the database " + address)
                    : new MnemoException(
                            Fault.INPUT_OUTPUT,
                            "Cannot open the database " + address + ".",
                            "Check that the server runs and is reachable.",
                            e);
        }
    }

    private static PGSimpleDataSource source(DatabaseAddress.Server address) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        if (!address.user().isEmpty()) {
            source.setUser(address.user());
        }
        source.setPassword(address.password());
        source.setApplicationName("mnemo");
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(CONNECT_WAIT_SECONDS);
        source.setTcpKeepAlive(true);
        for (var property : address.properties().entrySet()) {
            try {
                source.setProperty(property.getKey(), property.getValue());
            } catch (SQLException e) {
                throw SqlFault.of(e, "The database's address has the setting '" + property.getKey() + "'");
            }
        }
        return source;
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return run(work, true);
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(work, false);
            } catch (MnemoException e) {
                if (attempt == WRITE_ATTEMPTS_MAX || !SqlFault.isRepeatable(e)) {
                    throw e;
                }
            }
        }
    }

    private <T> T run(Function<Tx, T> work, boolean readOnly) {
        try (var connection = pool.getConnection()) {
            connection.setReadOnly(readOnly);
            connection.setTransactionIsolation(
                    readOnly ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
            T result;
            try {
                result = work.apply(new Tx(Statements.anew(connection), DIALECT));
            } catch (RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFault.of(e, "The database " + address + " failed");
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Of several nodes that start at once one changes the schema and the others find it done. Flyway has a lock of
    /// its own, but makes its table before it takes it, and fails if it meets another one's empty table.
    @Override
    public void migrate(Migrations migrations) {
        try (var connection = source(address).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '" + MIGRATION_WAIT_SECONDS + "s'");
            statement.execute("select pg_advisory_lock(hashtext(coalesce(current_schema(), '') || '"
                    + migrations.table() + "'))");
            migrateAlone(migrations);
        } catch (SQLException e) {
            throw SqlFault.of(e, "The tables of the database " + address + " cannot be made");
        }
    }

    private void migrateAlone(Migrations migrations) {
        var flyway = Flyway.configure(migrations.anchor().getClassLoader())
                .dataSource(source(address))
                .locations(migrations.folders(DIALECT).stream()
                        .map(folder -> "classpath:" + folder.substring(1))
                        .toArray(String[]::new))
                .table(migrations.table())
                .loggers("slf4j")
                .ignoreMigrationPatterns(new String[0])
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .lockRetryCount(MIGRATION_WAIT_SECONDS)
                .load();
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            long known = migrations.steps(DIALECT).size();
            var current = flyway.info().current();
            long stored = current == null || current.getVersion() == null
                    ? 0
                    : Long.parseLong(current.getVersion().getVersion());
            var failure = stored > known
                    ? Migrations.tooNew(address.toString(), stored)
                    : Migrations.changed(address.toString(), stored);
            failure.addSuppressed(e);
            throw failure;
        } catch (FlywayException e) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    "The tables of the database " + address + " cannot be made: "
                            + String.valueOf(e.getMessage())
                                    .strip()
                                    .lines()
                                    .findFirst()
                                    .orElse("") + ".",
                    "The user must be allowed to create tables, and the extension vector must be installed.",
                    e);
        }
    }

    @Override
    public void scrub() {
        // dead rows stay in the files until autovacuum; only an owner of the tables may hurry it
    }

    @Override
    public void rebuild() {
        // as above
    }

    @Override
    public void close() {
        pool.close();
    }
}

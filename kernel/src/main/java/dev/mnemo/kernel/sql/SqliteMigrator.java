package dev.mnemo.kernel.sql;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.zip.CRC32;

/// Takes the steps of a product on an SQLite file. Everything happens in one write transaction, so of several
/// processes that start at once one does it and the others find it done; a step that fails leaves nothing behind.
final class SqliteMigrator {
    private SqliteMigrator() {}

    static void run(SqliteConnections connections, Migrations migrations, String where) {
        var steps = migrations.steps(new Dialect.Sqlite());
        connections.write(tx -> {
            tx.update("create table if not exists " + migrations.table()
                    + " (version integer primary key, checksum integer not null)");
            long known = tx.number("select coalesce(max(version), 0) from " + migrations.table());
            if (known > steps.size()) {
                throw Migrations.tooNew(where, known);
            }
            for (var step : steps) {
                if (step.version() <= known) {
                    check(tx, migrations, step, where);
                } else {
                    take(tx, migrations, step);
                }
            }
            return known;
        });
    }

    private static void check(Tx tx, Migrations migrations, Migrations.Step step, String where) {
        long stored = tx.number("select checksum from " + migrations.table() + " where version = ?", step.version());
        if (stored != checksum(step)) {
            throw Migrations.changed(where, step.version());
        }
    }

    private static void take(Tx tx, Migrations migrations, Migrations.Step step) {
        try {
            tx.script(step.sql());
        } catch (SQLException e) {
            throw SqlFault.of(e, "Step " + step.version() + " of the schema failed");
        }
        tx.update(
                "insert into " + migrations.table() + " (version, checksum) values (?, ?)",
                step.version(),
                checksum(step));
    }

    private static long checksum(Migrations.Step step) {
        var crc = new CRC32();
        crc.update(step.sql().getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}

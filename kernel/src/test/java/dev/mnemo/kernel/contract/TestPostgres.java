package dev.mnemo.kernel.contract;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.DatabaseAddress.Server;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/// An empty database of its own on the PostgreSQL server that the environment names, dropped at the end.
public final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Server admin;
    private final Server address;

    public TestPostgres() {
        var url = System.getenv("MNEMO_TEST_POSTGRES");
        if (url == null) {
            throw new AssertionError("MNEMO_TEST_POSTGRES is not set; run ./mnemo test, or name a server there");
        }
        admin = (Server) DatabaseAddress.parse(url);
        var name = "mnemo_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        address = new Server(admin.host(), admin.port(), name, admin.user(), admin.password(), Map.of());
        execute("drop database if exists " + name + " with (force)");
        execute("create database " + name);
    }

    /// Where the database is.
    public Server address() {
        return address;
    }

    /// The address with its password, for another process.
    public String url() {
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "/" + address.database();
    }

    /// Opens the database with few connections.
    public Database open() {
        return Database.open(address, 4);
    }

    @Override
    public void close() {
        execute("drop database if exists " + address.database() + " with (force)");
    }

    private void execute(String sql) {
        var properties = new Properties();
        properties.setProperty("user", admin.user());
        properties.setProperty("password", admin.password());
        var url = "jdbc:postgresql://" + admin.host() + ":" + admin.port() + "/" + admin.database();
        try (var connection = DriverManager.getConnection(url, properties);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError("cannot " + sql, e);
        }
    }
}

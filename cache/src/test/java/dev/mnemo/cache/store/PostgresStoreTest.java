package dev.mnemo.cache.store;

import dev.mnemo.cache.contract.SharedStoreContract;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("services")
class PostgresStoreTest extends SharedStoreContract {
    private final String schema = "cache_" + UUID.randomUUID().toString().replace("-", "");

    @Override
    protected Store unopened() {
        return in(schema);
    }

    @Override
    protected Callable<Store> another() {
        return () -> in(schema + "_b");
    }

    private static Store in(String schema) {
        execute("create schema if not exists " + schema);
        return new PostgresStore(address() + "&currentSchema=" + schema, 4);
    }

    private static String address() {
        var address = System.getenv("MNEMO_TEST_POSTGRES");
        if (address == null) {
            throw new AssertionError("MNEMO_TEST_POSTGRES is not set; run ./mnemo test");
        }
        return address.contains("?") ? address : address + "?";
    }

    private static void execute(String sql) {
        try (var connection = DriverManager.getConnection(address());
                var statement = connection.createStatement()) {
            statement.execute("set client_min_messages = warning");
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    @AfterEach
    void dropSchemas() {
        store.close();
        execute("drop schema if exists " + schema + " cascade");
        execute("drop schema if exists " + schema + "_b cascade");
    }
}

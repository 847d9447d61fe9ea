package dev.mnemo.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.contract.Entries;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/// Servers that go away and come back.
@Tag("services")
@Timeout(120)
class ServerFaultsTest {
    private static final String PASSWORD = "hunter2secret";

    @TempDir
    Path folder;

    @Test
    void a_redis_server_may_go_and_come_back() throws Exception {
        int port = freePort();
        var server = redis(port);
        try (var store = new RedisStore("redis://:" + PASSWORD + "@127.0.0.1:" + port)) {
            store.open(Entries.MODEL);
            var entry = Entries.plain("a", "q");
            long id = store.put(entry);
            server.destroyForcibly().waitFor();
            assertUnreachable(() -> store.find(Key.of(entry)));
            assertUnreachable(() -> store.put(Entries.plain("a", "r")));
            server = redis(port);
            assertThat(store.find(Key.of(entry))).contains(entry.withId(id));
            assertThat(store.put(Entries.plain("a", "r"))).isGreaterThan(id);
            server.destroyForcibly().waitFor();
            server = redis(port);
            assertThat(store.count(Scope.ALL)).isEqualTo(2);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void connections_to_postgresql_that_broke_are_replaced() throws Exception {
        var name = "cache_" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name);
        try {
            var address = postgres().replaceFirst("/[^/?]+\\?", "/" + name + "?");
            try (var store = new PostgresStore(address, 3)) {
                store.open(Entries.MODEL);
                var entry = Entries.plain("a", "q");
                long id = store.put(entry);
                for (int round = 0; round < 5; round++) {
                    execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
                    assertThat(eventually(() -> store.find(Key.of(entry)))).contains(entry.withId(id));
                }
                assertThat(store.put(entry)).isEqualTo(id);
            }
        } finally {
            execute("drop database " + name);
        }
    }

    @Test
    void no_message_shows_a_password() throws Exception {
        int port = freePort();
        assertNoPassword(() -> new RedisStore("redis://user:" + PASSWORD + "@127.0.0.1:" + port).open(Entries.MODEL));
        assertNoPassword(
                () -> new RedisStore("redis://user:" + PASSWORD + "@127.0.0.1:" + port + "/x").open(Entries.MODEL));
        assertNoPassword(() -> new RedisStore("redis://" + PASSWORD + "^^:80").open(Entries.MODEL));
        assertNoPassword(() ->
                new PostgresStore("postgresql://user:" + PASSWORD + "@127.0.0.1:" + port + "/db").open(Entries.MODEL));
        var server = redis(port);
        try {
            assertNoPassword(
                    () -> new RedisStore("redis://:not-" + PASSWORD + "@127.0.0.1:" + port).open(Entries.MODEL));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void assertNoPassword(Runnable opening) {
        assertThatThrownBy(opening::run).satisfies(fault -> {
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(PASSWORD);
            }
        });
    }

    private static void assertUnreachable(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MnemoException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.STORE_UNREACHABLE));
    }

    /// What a call answers once it answers; each of the few connections may fail once.
    private static <T> T eventually(Supplier<T> call) {
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                return call.get();
            } catch (MnemoException fault) {
                assertThat(fault.fault()).isEqualTo(Fault.STORE_UNREACHABLE);
            }
        }
        return call.get();
    }

    private Process redis(int port) throws IOException {
        var server = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--requirepass",
                        PASSWORD,
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (server.isAlive()) {
            try (var client = RedisClient.create("redis://:" + PASSWORD + "@127.0.0.1:" + port)) {
                client.ping();
                return server;
            } catch (JedisException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("redis-server ended with " + server.exitValue());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(postgres());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String postgres() {
        var address = System.getenv("MNEMO_TEST_POSTGRES");
        if (address == null) {
            throw new AssertionError("MNEMO_TEST_POSTGRES is not set; run ./mnemo test");
        }
        return address;
    }
}

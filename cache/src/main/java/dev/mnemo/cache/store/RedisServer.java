package dev.mnemo.cache.store;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// Connections to a Redis server, and the one script that holds all operations of a store. A connection that broke
/// while nobody used it is replaced without anybody noticing.
final class RedisServer implements AutoCloseable {
    private static final int PORT = 6379;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration POOL_WAIT = Duration.ofSeconds(15);

    /// A connection that was not used for so long may have been cut; a write looks first.
    private static final long UNUSED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final byte[] SCRIPT = script();

    private final String name;
    private final List<byte[]> keys;
    private final RedisClient client;
    private final AtomicLong lastUsed = new AtomicLong(System.nanoTime() - 2 * UNUSED_NANOS);
    private volatile byte[] sha = new byte[0];

    RedisServer(String address, String prefix, int connectionsMax) {
        var uri = uri(address);
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        name = "redis://" + uri.getHost() + ":" + port;
        keys = List.of(bytes("{" + prefix + "}"));
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connectionsMax);
        pool.setMaxIdle(connectionsMax);
        pool.setMaxWait(POOL_WAIT);
        pool.setJmxEnabled(false);
        client = RedisClient.builder()
                .hostAndPort(new HostAndPort(uri.getHost(), port))
                .clientConfig(config(uri))
                .poolConfig(pool)
                .build();
    }

    private static DefaultJedisClientConfig config(URI uri) {
        var config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .clientName("mnemo");
        if ("rediss".equals(uri.getScheme())) {
            config.sslOptions(SslOptions.defaults());
        }
        var who = Objects.requireNonNullElse(uri.getUserInfo(), "").split(":", 2);
        if (who.length == 2) {
            config.password(who[1]);
        }
        if (!who[0].isEmpty()) {
            config.user(who[0]);
        }
        var path = Objects.requireNonNullElse(uri.getPath(), "").replace("/", "");
        try {
            config.database(path.isEmpty() ? 0 : Integer.parseInt(path));
        } catch (NumberFormatException _) {
            throw unreadable();
        }
        return config.build();
    }

    private static URI uri(String address) {
        try {
            var uri = new URI(address);
            if (uri.getHost() != null && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            throw unreadable(); // without its cause, whose message holds the password
        }
        throw unreadable();
    }

    private static Refusal unreadable() {
        return new Refusal("The address of a Redis store has the form redis://user:password@host:port/0, "
                + "or rediss:// for TLS, with %40 for an @ in the password.");
    }

    private static byte[] script() {
        try (var in = RedisServer.class.getResourceAsStream("redis/store.lua")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Runs an operation that changes nothing, a second time if the connection broke.
    Object read(List<byte[]> arguments) {
        try {
            try {
                return run(arguments);
            } catch (JedisConnectionException stale) {
                client.getPool().clear();
                return run(arguments);
            }
        } catch (JedisException fault) {
            throw broken(fault);
        }
    }

    /// Runs an operation that changes something, once. If the connection breaks meanwhile, nobody knows whether the
    /// change was made.
    Object write(List<byte[]> arguments) {
        try {
            if (System.nanoTime() - lastUsed.get() > UNUSED_NANOS) {
                refresh();
            }
            return run(arguments);
        } catch (JedisException fault) {
            client.getPool().clear();
            throw broken(fault);
        }
    }

    private void refresh() {
        try {
            client.ping();
        } catch (JedisConnectionException stale) {
            client.getPool().clear();
            client.ping();
        }
    }

    private Object run(List<byte[]> arguments) {
        var result = runScript(arguments);
        lastUsed.set(System.nanoTime());
        return result;
    }

    private Object runScript(List<byte[]> arguments) {
        if (sha.length > 0) {
            try {
                return client.evalsha(sha, keys, arguments);
            } catch (JedisNoScriptException restarted) {
                sha = new byte[0];
            }
        }
        var loaded = client.scriptLoad(SCRIPT, keys.getFirst());
        sha = loaded;
        return client.evalsha(loaded, keys, arguments);
    }

    /// Says what broke in our words and the server's, which hold no password.
    private MnemoException broken(JedisException fault) {
        if (fault instanceof JedisDataException answer) {
            var said = String.valueOf(answer.getMessage());
            var word = said.split(" ", 2)[0];
            return switch (word) {
                case "OOM" ->
                    new MnemoException(
                            Fault.DISK_FULL,
                            "The Redis server " + name + " has no memory left.",
                            "Give the server more memory or the cache a lower limit; nothing of the change was kept.",
                            fault);
                case "READONLY", "NOPERM" ->
                    new MnemoException(
                            Fault.STORE_READ_ONLY,
                            "The Redis server " + name + " refuses the change: " + said + ".",
                            "Name the primary server and a user that may write and run scripts.",
                            fault);
                case "WRONGPASS", "NOAUTH" ->
                    new MnemoException(
                            Fault.CONFIGURATION,
                            "The Redis server " + name + " refuses the user or the password.",
                            "Correct the address of the store.");
                default ->
                    new MnemoException(
                            Fault.INPUT_OUTPUT,
                            "The Redis server " + name + " failed: " + said + ".",
                            "Look at the server's log.",
                            fault);
            };
        }
        return new MnemoException(
                Fault.STORE_UNREACHABLE,
                "The Redis server " + name + " does not answer.",
                "Check that it runs and is reachable; whether a change under way was made is not known.");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}

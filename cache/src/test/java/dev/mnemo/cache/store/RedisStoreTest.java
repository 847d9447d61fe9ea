package dev.mnemo.cache.store;

import dev.mnemo.cache.contract.SharedStoreContract;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;

@Tag("services")
class RedisStoreTest extends SharedStoreContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    protected Store unopened() {
        return new RedisStore(address(), prefix);
    }

    @Override
    protected Callable<Store> another() {
        return () -> new RedisStore(address(), prefix + "-b");
    }

    private static String address() {
        var address = System.getenv("MNEMO_TEST_REDIS");
        if (address == null) {
            throw new AssertionError("MNEMO_TEST_REDIS is not set; run ./mnemo test");
        }
        return address;
    }

    @AfterEach
    void dropKeys() {
        try (var client = RedisClient.create(address())) {
            var keys = new ScanParams().match("{" + prefix + "*").count(1_000);
            var cursor = ScanParams.SCAN_POINTER_START;
            do {
                var page = client.scan(cursor, keys);
                page.getResult().forEach(client::del);
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        }
    }
}

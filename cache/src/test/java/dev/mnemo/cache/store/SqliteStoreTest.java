package dev.mnemo.cache.store;

import dev.mnemo.cache.contract.SharedStoreContract;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends SharedStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Store unopened() {
        return new SqliteStore(folder.resolve("cache.db"));
    }

    @Override
    protected Callable<Store> another() {
        return () -> new SqliteStore(folder.resolve("another.db"));
    }
}

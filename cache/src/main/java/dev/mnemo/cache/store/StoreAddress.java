package dev.mnemo.cache.store;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.DatabaseAddress;

/// Finds the store that an address means: `redis://…` or `rediss://…`, `postgresql://…` in the forms that
/// {@link DatabaseAddress#parse} takes, `memory:`, or the path of a file for SQLite.
public final class StoreAddress {
    private StoreAddress() {}

    /// The store, not opened yet.
    ///
    /// @throws Refusal if the address means none
    public static Store store(String address) {
        if (address.equals("memory:")) {
            return new MemoryStore();
        }
        if (address.startsWith("redis://") || address.startsWith("rediss://")) {
            return new RedisStore(address);
        }
        return switch (DatabaseAddress.parse(address)) {
            case DatabaseAddress.File(var path) -> new SqliteStore(path);
            case DatabaseAddress.Server _ -> new PostgresStore(address);
        };
    }
}

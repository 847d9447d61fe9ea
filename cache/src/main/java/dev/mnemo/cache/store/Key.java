package dev.mnemo.cache.store;

import dev.mnemo.cache.StoredEntry;

/// What makes two questions the same: at most one entry has a key.
///
/// @param namespace whose entry it is
/// @param partition fingerprint of the context, empty if there is none
/// @param queryHash SHA-256 of the query's normal form, 64 lower-case hex digits
public record Key(String namespace, String partition, String queryHash) {
    /// The key of an entry.
    public static Key of(StoredEntry entry) {
        return new Key(entry.namespace(), entry.partition(), entry.queryHash());
    }
}

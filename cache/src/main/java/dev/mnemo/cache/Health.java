package dev.mnemo.cache;

import java.util.OptionalLong;

/// Whether the cache is in order.
///
/// @param healthy whether the store answers, is undamaged, and its vectors are of this embedder
/// @param schemaVersion version of the format of stored entries
/// @param integrityOk whether the store's own check found no damage
/// @param embedderFingerprintMatch whether the stored vectors are of this embedder
/// @param entries entries in the store
/// @param namespaces namespaces with entries
/// @param oldestEntryAgeSeconds age of the entry stored first, empty if there is none
/// @param indexBackend `flat`, `hnsw` or `auto`
/// @param storeBackend such as `sqlite`
/// @param vectorDtype how vectors are kept in memory
/// @param multiProcessMode such as `single`
/// @param detail what is wrong, one sentence; empty if nothing is
public record Health(
        boolean healthy,
        int schemaVersion,
        boolean integrityOk,
        boolean embedderFingerprintMatch,
        long entries,
        long namespaces,
        OptionalLong oldestEntryAgeSeconds,
        String indexBackend,
        String storeBackend,
        String vectorDtype,
        String multiProcessMode,
        String detail) {}

package dev.mnemo.cache.store;

/// An entry that is gone.
///
/// @param id the id it had
/// @param namespace the namespace it was in
public record Removed(long id, String namespace) {}

package dev.mnemo.cache;

/// What a look into the cache gives: an answer, or the reason why there is none.
public sealed interface Outcome permits Hit, Miss {}

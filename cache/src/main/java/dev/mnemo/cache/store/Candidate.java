package dev.mnemo.cache.store;

import dev.mnemo.cache.Cost;
import java.time.Instant;

/// What must be known of an entry to decide whether it may go.
///
/// @param id the entry's id
/// @param namespace its namespace
/// @param lastAccessedAt when it was last given out
/// @param accessCount how often it was given out
/// @param cost what the answer cost
public record Candidate(long id, String namespace, Instant lastAccessedAt, long accessCount, Cost cost) {}

package dev.mnemo.user.graph;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// How two nodes are related, and when.
///
/// @param relation its name; the type's, except for {@link EdgeType#CUSTOM}
/// @param content the sentence it was learned from; may be empty
/// @param confidence 0 to 1
/// @param knownFrom since when the memory held it
/// @param knownUntil until when; empty while it is held
/// @param validFrom since when it is so in the world, if that is known
/// @param endedAt when it stopped being so in the world
/// @param memoryId the memory it was drawn from
public record Edge(
        String id,
        long seq,
        NodeKey source,
        EdgeType type,
        String relation,
        NodeKey target,
        String content,
        double confidence,
        Instant knownFrom,
        Optional<Instant> knownUntil,
        Optional<Instant> validFrom,
        Optional<Instant> endedAt,
        Optional<String> memoryId,
        Json.Obj properties,
        Instant createdAt,
        Instant updatedAt) {}

package dev.mnemo.user.graph;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;

/// Somebody or something that a person knows.
///
/// @param key names it
/// @param name its name as it was first written
/// @param properties whatever else there is to say
public record Node(NodeKey key, String name, Json.Obj properties, Instant createdAt, Instant updatedAt) {}

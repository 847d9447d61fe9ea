package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import java.util.List;
import java.util.Optional;

/// What is to be different in the next version of a memory; the rest stays.
///
/// @param metadata replaces the metadata as a whole
public record MemoryUpdate(
        Optional<String> content,
        Optional<MemoryType> type,
        Optional<Integer> importance,
        Optional<Json.Obj> metadata) {
    /// Other words for the same memory.
    public static MemoryUpdate content(String words) {
        return new MemoryUpdate(Optional.of(words), Optional.empty(), Optional.empty(), Optional.empty());
    }

    NewMemory of(Memory old, List<String> sources) {
        return new NewMemory(
                type.orElse(old.type()),
                content.orElse(old.content()),
                old.category(),
                importance.orElse(old.importance()),
                old.confidence(),
                old.emotion(),
                old.event(),
                Optional.of(old.saidAt()),
                old.endedAt(),
                old.temporality(),
                old.slot(),
                old.sessionId(),
                old.chunk(),
                old.context(),
                old.trait(),
                metadata.orElse(old.metadata()),
                sources);
    }
}

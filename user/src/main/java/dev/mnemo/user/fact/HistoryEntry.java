package dev.mnemo.user.fact;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// One change of a memory.
///
/// @param seq its number among the person's rows
/// @param chain the id of the memory's first version
/// @param event `added`, `superseded`, `closed`, `deleted`, `restored` or `feedback`
/// @param actor who did it, such as `user`, `extraction` or `rollback`
/// @param oldContent the words before, if there were any
/// @param newContent the words after, if there are any
/// @param details what else is to be said of the change
public record HistoryEntry(
        long seq,
        String chain,
        String event,
        String actor,
        Optional<String> oldContent,
        Optional<String> newContent,
        Json.Obj details,
        Instant at) {}

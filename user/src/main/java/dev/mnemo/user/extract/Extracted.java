package dev.mnemo.user.extract;

import java.time.Duration;
import java.util.Optional;

/// An extraction after it ended: after its results were committed, or after it failed.
///
/// @param duration from its begin until its end
/// @param factsExtracted facts, preferences and procedures that were kept or confirmed
/// @param episodesExtracted things that happened or are planned
/// @param triplesExtracted edges of the graph
/// @param factsEnded memories that ended because they are no longer so
/// @param messagesProcessed messages it was drawn from
/// @param error why it failed; then nothing was kept, and the messages are tried again
public record Extracted(
        String tenant,
        String userId,
        String sessionId,
        Duration duration,
        int factsExtracted,
        int episodesExtracted,
        int triplesExtracted,
        int factsEnded,
        int messagesProcessed,
        Optional<String> error) {}

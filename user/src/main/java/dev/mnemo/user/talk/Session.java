package dev.mnemo.user.talk;

import java.time.Instant;
import java.util.Optional;

/// A conversation.
///
/// @param sessionId the application's name for it; two people may use the same one
/// @param closedAt when the application closed it
public record Session(
        String sessionId,
        Optional<String> title,
        Optional<String> summary,
        long messageCount,
        Instant createdAt,
        Instant lastMessageAt,
        Optional<Instant> closedAt) {}

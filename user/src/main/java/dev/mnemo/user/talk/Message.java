package dev.mnemo.user.talk;

import dev.mnemo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// Something that was said.
///
/// @param id names it
/// @param seq its number among the person's rows; later messages have larger ones
/// @param sessionId the conversation it belongs to
/// @param role `user`, `assistant`, `system` or `tool`
/// @param content what was said, without secrets and private parts
/// @param metadata whatever the application added
/// @param saidAt when it was said; differs from `createdAt` for old conversations brought in later
/// @param createdAt when it was stored
/// @param extraction how far the extraction of memories is
/// @param extractionError why the last attempt failed
/// @param extractionRetries failed attempts so far
public record Message(
        String id,
        long seq,
        String sessionId,
        String role,
        String content,
        Json.Obj metadata,
        Instant saidAt,
        Instant createdAt,
        Extraction extraction,
        Optional<String> extractionError,
        int extractionRetries) {

    /// How far the extraction of memories from a message is.
    public enum Extraction {
        /// Not wanted: the role is another, or extraction was off.
        NONE,
        /// Wanted and not done.
        PENDING,
        DONE,
        /// Failed, and will be tried again.
        FAILED,
        /// Failed so often that it is only tried again when somebody asks.
        DEAD
    }
}

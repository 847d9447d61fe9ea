package dev.mnemo.user.talk;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// A message that is to be stored.
///
/// @param role one of {@link #ROLES}
/// @param content what was said, 1 to 200,000 characters
/// @param metadata whatever the application adds; `session_timestamp`, a moment with its zone such as
///     `2026-03-05T10:00:00+08:00`, says when it was said, if that was not now
public record NewMessage(String role, String content, Json.Obj metadata) {
    /// Who may speak.
    public static final List<String> ROLES = List.of("user", "assistant", "system", "tool");

    /// Characters of a message.
    public static final int CONTENT_CHARS_MAX = 200_000;

    /// Characters of a message's metadata, written as JSON.
    public static final int METADATA_CHARS_MAX = 65_536;

    private static final String SAID_AT = "session_timestamp";

    public NewMessage {
        if (!ROLES.contains(role)) {
            throw new Refusal("'" + shortened(role) + "' is no role; roles are " + String.join(", ", ROLES) + ".");
        }
        if (content.isBlank()) {
            throw new Refusal("The message is empty; it has 1 to " + CONTENT_CHARS_MAX + " characters.");
        }
        if (content.length() > CONTENT_CHARS_MAX) {
            throw new Refusal("The message has " + content.length() + " characters; it has 1 to " + CONTENT_CHARS_MAX
                    + ". Store longer texts as files.");
        }
        if (metadata.compact().length() > METADATA_CHARS_MAX) {
            throw new Refusal("The metadata of a message has at most " + METADATA_CHARS_MAX + " characters as JSON.");
        }
        said(metadata);
    }

    /// A message without metadata.
    public static NewMessage of(String role, String content) {
        return new NewMessage(role, content, Json.Obj.EMPTY);
    }

    /// A message of the past.
    public static NewMessage at(Instant moment, String role, String content) {
        return new NewMessage(role, content, Json.Obj.EMPTY.with(SAID_AT, moment.toString()));
    }

    /// When it was said, if that was not now.
    public Optional<Instant> saidAt() {
        return said(metadata);
    }

    private static Optional<Instant> said(Json.Obj metadata) {
        if (!metadata.has(SAID_AT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    OffsetDateTime.parse(metadata.string(SAID_AT, "")).toInstant());
        } catch (DateTimeException e) {
            throw new Refusal(
                    "session_timestamp is '" + shortened(metadata.string(SAID_AT, "no text"))
                            + "'; it is a moment with its zone, such as 2026-03-05T10:00:00Z or 2026-03-05T10:00:00+08:00.",
                    e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

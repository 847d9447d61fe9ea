package dev.mnemo.adapters;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.talk.NewMessage;

/// One message of a chat as it is stored: without secrets and private parts.
///
/// @param role `user`, `assistant`, `system` or `tool`
/// @param content what was said, never blank
/// @param metadata what the content does not say
public record ChatLine(String role, String content, Json.Obj metadata) {
    /// Stands for a text of which nothing is left.
    private static final String NOTHING = "(nothing)";

    public ChatLine {
        var cleaned = Clean.text(content);
        content = cleaned.isBlank() ? NOTHING : cleaned;
        metadata = Clean.json(metadata);
    }

    /// A message that its content says in full.
    public static ChatLine of(String role, String content) {
        return new ChatLine(role, content, Json.Obj.EMPTY);
    }

    /// A message with the framework's own form of it, from which it is made again. A form that is too long to be
    /// stored, such as one with a picture inside, is left out: then the content is all that is kept.
    ///
    /// @param framework under which name the form is stored
    public ChatLine with(String framework, Json form) {
        var more = metadata.with(framework, form);
        return more.compact().length() > NewMessage.METADATA_CHARS_MAX ? this : new ChatLine(role, content, more);
    }

    static ChatLine of(Message message) {
        return new ChatLine(message.role(), message.content(), message.metadata());
    }

    /// As the user memory takes it.
    public NewMessage message() {
        return new NewMessage(role, content, metadata);
    }
}

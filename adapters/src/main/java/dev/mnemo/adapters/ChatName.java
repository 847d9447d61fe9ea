package dev.mnemo.adapters;

import dev.mnemo.user.store.Owner;

/// Whose chat it is: where a framework knows one name for a chat, the user memory knows a person and a session.
///
/// @param userId who talks
/// @param sessionId which of their conversations
public record ChatName(String userId, String sessionId) {
    /// The session of a person whose name says no other.
    public static final String SESSION_DEFAULT = "chat";

    private static final char BETWEEN = '/';

    public ChatName {
        Owner.check("user id", userId);
        Owner.check("session id", sessionId);
    }

    /// Reads `user/session`; the first slash divides. Without one the name is the person's and the session is `chat`.
    public static ChatName of(Object id) {
        var text = id.toString();
        int at = text.indexOf(BETWEEN);
        return at < 0
                ? new ChatName(text, SESSION_DEFAULT)
                : new ChatName(text.substring(0, at), text.substring(at + 1));
    }
}

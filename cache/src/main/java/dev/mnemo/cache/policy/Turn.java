package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;

/// One message of a request.
///
/// @param role who speaks, in the provider's word: `system`, `developer`, `user`, `assistant`, `tool`
/// @param content a text, or the provider's list of parts (text, images, tool calls and their results)
public record Turn(String role, Json content) {
    public Turn {
        if (role.isBlank()) {
            throw new Refusal("A turn needs a role, such as system, user or assistant.");
        }
    }

    /// A message of text.
    public static Turn of(String role, String text) {
        return new Turn(role, Json.of(text));
    }

    Json json() {
        return Json.Obj.EMPTY.with("role", role).with("content", content);
    }
}

package dev.mnemo.app.mcp;

import dev.mnemo.kernel.json.Json;
import java.util.Set;

/// Who asks.
///
/// @param name what the client calls itself; empty if it does not say
/// @param version its version; empty if it does not say
public record Client(String name, String version) {
    /// A client that has not said who it is.
    static final Client UNKNOWN = new Client("", "");

    /// Clients known to show a model the structured content of an answer *instead of* its text. Since an answer's
    /// text is what was written, and kept short, for a model, these get no structured content unless it is asked
    /// for.
    private static final Set<String> SHOW_ONLY_STRUCTURE = Set.of("claude-code", "visual studio code");

    /// Reads a `clientInfo`.
    static Client of(Json.Obj info) {
        return new Client(info.string("name", ""), info.string("version", ""));
    }

    /// Whether the client would hide the text of an answer that also has structured content.
    boolean hidesText() {
        return SHOW_ONLY_STRUCTURE.contains(name.toLowerCase(java.util.Locale.ROOT));
    }
}

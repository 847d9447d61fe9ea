package dev.mnemo.app.mcp;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;

/// One request on its way: what it speaks, who asks, and how it hears of progress.
///
/// @param revision the protocol that answers must follow
/// @param client who asks
/// @param progress where long work says how far it is
record Exchange(Revision revision, Client client, Progress progress) {
    /// The revision and the client that stateless requests carry, under these keys of `_meta`.
    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

    static final String CLIENT_KEY = "io.modelcontextprotocol/clientInfo";
    static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";

    /// Whether a request says for itself what it speaks.
    static boolean isStateless(Json.Obj params) {
        return params.object("_meta")
                .string(VERSION_KEY)
                .map(version ->
                        Revision.find(version).map(Revision::isStateless).orElse(true))
                .orElse(false);
    }
}

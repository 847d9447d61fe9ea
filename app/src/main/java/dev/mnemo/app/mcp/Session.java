package dev.mnemo.app.mcp;

/// What a handshake agreed on. Before the handshake, requests are answered in the newest revision that has one.
public final class Session {
    private volatile State state = new State(Revision.HANDSHAKE_NEWEST, Client.UNKNOWN);

    private record State(Revision revision, Client client) {}

    /// A session before its handshake.
    public Session() {}

    void begin(Revision revision, Client client) {
        state = new State(revision, client);
    }

    Revision revision() {
        return state.revision();
    }

    Client client() {
        return state.client();
    }
}

package dev.mnemo.app.http;

import dev.mnemo.app.http.Endpoint.Access;

/// Who asks.
///
/// @param key the public id of the key that was shown; empty if the server asks for none
/// @param tenant whose data this caller may touch; empty for everybody's
/// @param access the most it may do
public record Caller(String key, String tenant, Access access) {
    /// Whoever reaches a server that asks for no keys, which is the person whose machine it is.
    public static final Caller LOCAL = new Caller("", "", Access.ADMIN);

    /// Somebody without a key.
    static final Caller NOBODY = new Caller("", "", Access.OPEN);

    boolean may(Access needed) {
        return access.compareTo(needed) >= 0;
    }
}

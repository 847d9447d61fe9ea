package dev.mnemo.app.http;

import dev.mnemo.app.http.Endpoint.Access;

/// Who asks.
///
/// @param key the public id of the key that was shown; empty if the server asks for none
/// @param tenant whose data this caller may touch; empty for everybody's
/// @param access the most it may do
/// @param requestsPerMinute how many requests it may make, if the server counts them
public record Caller(String key, String tenant, Access access, int requestsPerMinute) {
    /// Whoever reaches a server that asks for no keys, which is the person whose machine it is.
    public static final Caller LOCAL = new Caller("", "", Access.ADMIN, Keys.REQUESTS_PER_MINUTE_DEFAULT);

    /// Somebody without a key.
    static final Caller NOBODY = new Caller("", "", Access.OPEN, Keys.REQUESTS_PER_MINUTE_DEFAULT);

    boolean may(Access needed) {
        return access.compareTo(needed) >= 0;
    }
}

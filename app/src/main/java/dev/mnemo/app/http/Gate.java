package dev.mnemo.app.http;

import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.Trait;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The checks that every request passes before anything is read of it. A page of another site, or a name that somebody
/// points at this machine, gets nothing: the host must be one of ours, and so must the origin, if a browser names one.
public final class Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "bearer ";

    /// The cookie in which the dashboard keeps a key; pages cannot read it, and other sites cannot send it.
    public static final String COOKIE = "mnemo_key";

    /// The header for a key where the others carry the key of somebody else, as those of the gateway may.
    public static final String KEY = "X-Mnemo-Key";

    private final Set<String> hosts;
    private final Optional<Keys> keys;

    private Gate(Set<String> hosts, Optional<Keys> keys) {
        this.hosts = Set.copyOf(hosts);
        this.keys = keys;
    }

    /// The gate of a server that only this machine reaches.
    public static Gate loopback() {
        return new Gate(LOOPBACK, Optional.empty());
    }

    /// The gate of a server that others reach: they need keys.
    ///
    /// @param names the names under which they reach it
    public static Gate withKeys(Set<String> names, Keys keys) {
        var hosts = new HashSet<>(LOOPBACK);
        names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        return new Gate(hosts, Optional.of(keys));
    }

    /// Whether a host is this machine itself.
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /// What is known of a request before it is read.
    ///
    /// @param method in capitals
    /// @param authority the host and port it was sent to
    /// @param header a header by its name
    record Asked(String method, String authority, Function<String, Optional<String>> header) {}

    /// What became of the checks.
    sealed interface Passed {
        /// The request may go on.
        record Yes(Caller caller) implements Passed {}

        /// It may not.
        record No(Response answer) implements Passed {}
    }

    Passed check(Asked request) {
        var host = host(request.authority());
        if (!hosts.contains(host)) {
            return no(
                    421,
                    "unknown_host",
                    "This server does not answer for the host '" + shown(host)
                            + "'; start it with --host to add a name.");
        }
        var origin = request.header().apply("Origin");
        if (origin.isPresent() && !isOurs(origin.get(), request.authority())) {
            return no(403, "foreign_origin", "Pages of another origin may not use this server.");
        }
        var site = request.header().apply("Sec-Fetch-Site").orElse("none");
        if (origin.isEmpty() && site.equals("cross-site") && !request.method().equals("GET")) {
            return no(403, "foreign_origin", "Pages of another origin may not use this server.");
        }
        return keys.<Passed>map(known -> new Passed.Yes(caller(request, known))).orElse(new Passed.Yes(Caller.LOCAL));
    }

    /// Whether a caller may use an endpoint; the answer if not.
    Optional<Response> refuse(Caller caller, Endpoint endpoint) {
        boolean isOfTenant = !caller.tenant().isEmpty();
        if (isOfTenant && endpoint.access() != Access.OPEN && !endpoint.traits().contains(Trait.PER_TENANT)) {
            return Optional.of(Response.problem(
                    403,
                    "other_tenant",
                    "This key reaches the user memory and the cache of its tenant and nothing else."));
        }
        return refuse(caller, endpoint.access());
    }

    /// Whether a caller may do something that is for all tenants; the answer if not.
    Optional<Response> refuseForAll(Caller caller, Access needed) {
        return caller.tenant().isEmpty()
                ? refuse(caller, needed)
                : Optional.of(Response.problem(403, "other_tenant", "This is not for keys of one tenant."));
    }

    private Optional<Response> refuse(Caller caller, Access needed) {
        if (caller.may(needed)) {
            return keys.map(known -> known.admit(caller))
                    .filter(seconds -> seconds > 0)
                    .map(seconds -> Response.problem(
                                    429,
                                    "too_many_requests",
                                    "This key may make " + caller.requestsPerMinute() + " requests a minute.")
                            .with("retry-after", Long.toString(seconds)));
        }
        return Optional.of(
                caller.equals(Caller.NOBODY)
                        ? Response.problem(
                                        401,
                                        "key_needed",
                                        "Send 'Authorization: Bearer KEY'; 'mnemo key create' makes one.")
                                .with("www-authenticate", "Bearer")
                        : Response.problem(
                                403,
                                "role_too_low",
                                "This needs a key with the role "
                                        + needed.name().toLowerCase(Locale.ROOT) + "."));
    }

    private static Caller caller(Asked request, Keys keys) {
        var header = request.header().apply("Authorization").orElse("");
        var shown = header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : request.header().apply("X-Api-Key").orElseGet(() -> cookie(request));
        return keys.find(request.header().apply(KEY).orElse(shown)).orElse(Caller.NOBODY);
    }

    private static String cookie(Asked request) {
        return Arrays.stream(request.header().apply("Cookie").orElse("").split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1))
                .findFirst()
                .orElse("");
    }

    private static boolean isOurs(String origin, String authority) {
        try {
            var uri = URI.create(origin);
            return uri.getAuthority() != null && uri.getAuthority().equalsIgnoreCase(authority);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String host(String authority) {
        var lower = authority.toLowerCase(Locale.ROOT);
        int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
        return end > 0 ? lower.substring(0, end) : lower;
    }

    private static String shown(String host) {
        return host.length() > 80 ? host.substring(0, 80) + "…" : host;
    }

    private static Passed no(int status, String code, String sentence) {
        return new Passed.No(Response.problem(status, code, sentence));
    }
}

package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.Response;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The server itself: whether it lives, whether it can work, who may come in.
public final class ServerApi {
    private static final String GROUP = "Server";
    private static final long COOKIE_SECONDS = 30L * 86_400;

    private final String version;
    private final BooleanSupplier ready;

    /// @param ready whether requests can be answered
    public ServerApi(String version, BooleanSupplier ready) {
        this.version = version;
        this.ready = ready;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/health/live", GROUP, "Whether the server runs.", List.of(), _ -> state(true))
                        .forAccess(Access.OPEN),
                Endpoint.get(
                                "/health/ready",
                                GROUP,
                                "Whether the server can work.",
                                List.of(),
                                _ -> state(ready.getAsBoolean()))
                        .forAccess(Access.OPEN),
                Endpoint.get(
                        "/api/version",
                        GROUP,
                        "The version of the program.",
                        List.of(),
                        _ -> Response.json(Json.Obj.EMPTY.with("name", "mnemo").with("version", version))),
                new Endpoint(
                        Endpoint.Method.POST,
                        "/api/session",
                        GROUP,
                        "Keep the key of this request in a cookie, for the dashboard.",
                        List.of(),
                        Optional.empty(),
                        Access.READER,
                        request -> Response.empty(204)
                                .with(
                                        "set-cookie",
                                        Gate.COOKIE + "=" + bearer(request.header("Authorization"))
                                                + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + COOKIE_SECONDS)),
                new Endpoint(
                        Endpoint.Method.DELETE,
                        "/api/session",
                        GROUP,
                        "Forget the cookie.",
                        List.of(),
                        Optional.empty(),
                        Access.OPEN,
                        _ -> Response.empty(204)
                                .with("set-cookie", Gate.COOKIE + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0")));
    }

    private static String bearer(Optional<String> header) {
        return header.map(text -> text.substring(text.indexOf(' ') + 1).strip())
                .filter(key -> key.matches("[A-Za-z0-9_]{1,200}"))
                .orElse("");
    }

    private Response state(boolean good) {
        return Response.json(
                good ? 200 : 503,
                Json.Obj.EMPTY.with("status", good ? "up" : "starting").with("version", version));
    }
}

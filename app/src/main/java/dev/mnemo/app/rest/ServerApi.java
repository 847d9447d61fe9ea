package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.Trait;
import dev.mnemo.app.http.Gate;
import dev.mnemo.app.http.Response;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The server itself: whether it lives, whether it can work, who may come in.
public final class ServerApi {
    private static final String GROUP = "Server";
    private static final long COOKIE_SECONDS = 30L * 86_400;

    private final String version;
    private final BooleanSupplier ready;
    private final Supplier<Map<String, String>> troubles;

    /// @param ready whether requests can be answered
    /// @param troubles what is wrong with each memory by its name, as one sentence; the empty text if nothing is
    public ServerApi(String version, BooleanSupplier ready, Supplier<Map<String, String>> troubles) {
        this.version = version;
        this.ready = ready;
        this.troubles = troubles;
    }

    /// Its rows of the table.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/health/live", GROUP, "Whether the server runs.", List.of(), _ -> live())
                        .forAccess(Access.OPEN),
                Endpoint.get(
                                "/health/ready",
                                GROUP,
                                "Whether the server can work, and each of its memories. With 503, one cannot.",
                                List.of(),
                                _ -> readiness())
                        .forAccess(Access.OPEN),
                Endpoint.get(
                        "/api/health",
                        GROUP,
                        "What is wrong with each memory, as one sentence; empty if nothing is.",
                        List.of(),
                        _ -> health()),
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
                                                        + "; HttpOnly; SameSite=Strict; Path=/; Max-Age="
                                                        + COOKIE_SECONDS
                                                        + (request.isSecure() ? "; Secure" : "")))
                        .with(Trait.PER_TENANT),
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

    private Response live() {
        return Response.json(Json.Obj.EMPTY.with("status", "up").with("version", version));
    }

    /// Sentences about troubles name files and hosts, so that they are for callers with keys only; here it is named
    /// which memory has one.
    private Response readiness() {
        boolean started = ready.getAsBoolean();
        var found = started ? troubles.get() : Map.<String, String>of();
        boolean good = started && found.values().stream().allMatch(String::isEmpty);
        var memories = Json.Obj.EMPTY;
        for (var memory : new TreeMap<>(found).entrySet()) {
            memories = memories.with(memory.getKey(), memory.getValue().isEmpty() ? "up" : "down");
        }
        return Response.json(
                good ? 200 : 503,
                Json.Obj.EMPTY
                        .with("status", good ? "up" : started ? "down" : "starting")
                        .with("version", version)
                        .with("memories", memories));
    }

    private Response health() {
        var sentences = Json.Obj.EMPTY;
        for (var memory : new TreeMap<>(troubles.get()).entrySet()) {
            sentences = sentences.with(memory.getKey(), memory.getValue());
        }
        return Response.json(Json.Obj.EMPTY.with("troubles", sentences));
    }
}

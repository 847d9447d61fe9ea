package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The table of endpoints as OpenAPI 3.1.
public final class OpenApi {
    private static final Pattern PART = Pattern.compile("\\{\\+?(\\w+)}");

    private final List<Endpoint> endpoints;
    private final String version;
    private volatile Optional<Json.Obj> made = Optional.empty();

    /// @param version the version of the program
    public OpenApi(List<Endpoint> endpoints, String version) {
        this.endpoints = List.copyOf(endpoints);
        this.version = version;
    }

    /// The document; made when it is first asked for.
    public Json.Obj document() {
        var known = made;
        if (known.isEmpty()) {
            known = Optional.of(of(endpoints, version));
            made = known;
        }
        return known.get();
    }

    private static Json.Obj of(List<Endpoint> endpoints, String version) {
        var paths = new LinkedHashMap<String, Json>();
        for (var endpoint : endpoints) {
            var path = PART.matcher(endpoint.path()).replaceAll("{$1}");
            var item = paths.getOrDefault(path, Json.Obj.EMPTY) instanceof Json.Obj known ? known : Json.Obj.EMPTY;
            paths.put(path, item.with(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint)));
        }
        return Json.Obj.EMPTY
                .with("openapi", "3.1.0")
                .with(
                        "info",
                        Json.Obj.EMPTY
                                .with("title", "Mnemo")
                                .with("version", version)
                                .with("summary", "Project memory, user memory and a response cache for agents.")
                                .with(
                                        "license",
                                        Json.Obj.EMPTY
                                                .with("name", "Apache-2.0")
                                                .with("identifier", "Apache-2.0")))
                .with("paths", new Json.Obj(paths))
                .with(
                        "components",
                        Json.Obj.EMPTY
                                .with("schemas", Json.Obj.EMPTY.with("Problem", problem()))
                                .with(
                                        "securitySchemes",
                                        Json.Obj.EMPTY.with(
                                                "key",
                                                Json.Obj.EMPTY
                                                        .with("type", "http")
                                                        .with("scheme", "bearer"))));
    }

    private static Json.Obj operation(Endpoint endpoint) {
        var parameters = new ArrayList<Json>();
        var parts = PART.matcher(endpoint.path());
        while (parts.find()) {
            parameters.add(Json.Obj.EMPTY
                    .with("name", parts.group(1))
                    .with("in", "path")
                    .with("required", true)
                    .with("schema", text()));
        }
        for (var parameter : endpoint.query().get()) {
            parameters.add(Json.Obj.EMPTY
                    .with("name", parameter.name())
                    .with("in", "query")
                    .with("description", parameter.about())
                    .with("schema", parameter.schema()));
        }
        if (endpoint.traits().contains(Endpoint.Trait.ONCE)) {
            parameters.add(Json.Obj.EMPTY
                    .with("name", "Idempotency-Key")
                    .with("in", "header")
                    .with("description", "With it, the request takes effect once however often it is sent.")
                    .with("schema", text()));
        }
        var json = Json.Obj.EMPTY
                .with("tags", Json.strings(List.of(endpoint.group())))
                .with("operationId", id(endpoint))
                .with("summary", firstSentence(endpoint.summary()))
                .with("description", endpoint.summary());
        json = parameters.isEmpty() ? json : json.with("parameters", new Json.Arr(parameters));
        if (endpoint.body().isPresent()) {
            json = json.with(
                    "requestBody",
                    Json.Obj.EMPTY.with(
                            "content",
                            Json.Obj.EMPTY.with(
                                    endpoint.body().get().type(),
                                    Json.Obj.EMPTY.with(
                                            "schema",
                                            endpoint.body().get().schema().get()))));
        }
        var done = Json.Obj.EMPTY.with("description", "Done.");
        if (endpoint.answer().isPresent()) {
            done = done.with(
                    "content",
                    Json.Obj.EMPTY.with(
                            "application/json",
                            Json.Obj.EMPTY.with(
                                    "schema", endpoint.answer().get().get())));
        }
        return json.with(
                "responses",
                Json.Obj.EMPTY
                        .with("2XX", done)
                        .with(
                                "default",
                                Json.Obj.EMPTY
                                        .with("description", "A problem, as RFC 9457 has it.")
                                        .with(
                                                "content",
                                                Json.Obj.EMPTY.with(
                                                        "application/problem+json",
                                                        Json.Obj.EMPTY.with(
                                                                "schema",
                                                                Json.Obj.EMPTY.with(
                                                                        "$ref", "#/components/schemas/Problem"))))));
    }

    private static String id(Endpoint endpoint) {
        return endpoint.method().name().toLowerCase(Locale.ROOT)
                + endpoint.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static Json.Obj text() {
        return Json.Obj.EMPTY.with("type", "string");
    }

    private static Json.Obj problem() {
        var properties = Json.Obj.EMPTY
                .with("type", text())
                .with("title", text())
                .with("status", Json.Obj.EMPTY.with("type", "integer"))
                .with("code", text())
                .with("detail", text());
        return Json.Obj.EMPTY.with("type", "object").with("properties", properties);
    }
}

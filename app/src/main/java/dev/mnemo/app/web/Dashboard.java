package dev.mnemo.app.web;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// Serves the files under `web/` of the program's jar. Nothing else can be reached: a file is found by its listed name.
public final class Dashboard {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    private static final String NAME = "[a-z0-9-]{1,60}\\.(html|js|css|svg|json)";

    /// The one library of the pages, from its own jar; the version is that of the dependency.
    private static final Map<String, String> LIBRARIES =
            Map.of("d3.js", "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js");

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(String type, byte[] bytes, String tag) {}

    /// The rows of the table.
    public List<Endpoint> endpoints() {
        return List.of(
                page("/", "The dashboard.", request -> asset(request, "index.html")),
                page("/favicon.ico", "Its icon.", request -> asset(request, "icon.svg")),
                page("/web/{name}", "A file of the dashboard.", request -> asset(request, request.part("name"))));
    }

    private static Endpoint page(String path, String summary, Endpoint.Handler handler) {
        return Endpoint.get(path, "Dashboard", summary, List.of(), handler).forAccess(Access.OPEN);
    }

    private Response asset(Request request, String name) {
        if (!name.matches(NAME)) {
            return Response.problem(404, "no_such_page", "There is no such file.");
        }
        var known = assets.get(name);
        if (known == null) {
            try (var in = Dashboard.class.getResourceAsStream(LIBRARIES.getOrDefault(name, "/web/" + name))) {
                if (in == null) {
                    return Response.problem(404, "no_such_page", "There is no such file.");
                }
                known = asset(name, in.readAllBytes());
                assets.put(name, known);
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
        var answer = request.header("If-None-Match").filter(known.tag()::equals).isPresent()
                ? Response.empty(304)
                : Response.bytes(200, known.type(), known.bytes());
        return answer.with("etag", known.tag()).with("cache-control", "no-cache");
    }

    private static Asset asset(String name, byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        var type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new Asset(type, bytes, "\"" + Long.toHexString(crc.getValue()) + "-" + bytes.length + "\"");
    }
}

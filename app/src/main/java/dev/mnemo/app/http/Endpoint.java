package dev.mnemo.app.http;

import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One row of the table of endpoints: routing, the documentation and the page that tries it out are readings of it.
///
/// @param method what is done
/// @param path where, with parameters in braces: `/api/nodes/{addr}`
/// @param group under which heading it is documented
/// @param summary one sentence
/// @param query what may stand in the query
/// @param body JSON Schema of the body, if it takes one
/// @param access who may call it
/// @param handler answers it
public record Endpoint(
        Method method,
        String path,
        String group,
        String summary,
        List<QueryParameter> query,
        Optional<Json.Obj> body,
        Access access,
        Handler handler) {

    /// What is done.
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /// Who may call an endpoint when the server asks for keys.
    public enum Access {
        /// Anybody who reaches the server: its health and the pages without data.
        OPEN,
        /// A key of any role.
        READER,
        /// A key that may change things.
        TENANT,
        /// A key that may do everything.
        ADMIN
    }

    /// Something that may stand in the query.
    ///
    /// @param name its name
    /// @param about what it means, with its default and limits
    public record QueryParameter(String name, String about) {}

    /// Answers a request. A {@link dev.mnemo.kernel.fault.Refusal} becomes 400, a {@link
    /// dev.mnemo.kernel.fault.MnemoException} 503 or 500.
    @FunctionalInterface
    public interface Handler {
        Response answer(Request request);
    }

    public Endpoint {
        query = List.copyOf(query);
    }

    /// A row that only reads.
    public static Endpoint get(String path, String group, String summary, List<QueryParameter> query, Handler handler) {
        return new Endpoint(Method.GET, path, group, summary, query, Optional.empty(), Access.READER, handler);
    }

    /// A row that takes JSON.
    public static Endpoint post(String path, String group, String summary, Json.Obj body, Handler handler) {
        return new Endpoint(Method.POST, path, group, summary, List.of(), Optional.of(body), Access.TENANT, handler);
    }

    /// This row for others.
    public Endpoint forAccess(Access other) {
        return new Endpoint(method, path, group, summary, query, body, other, handler);
    }

    /// This row with further query parameters.
    public Endpoint with(QueryParameter... more) {
        var all = new ArrayList<>(query);
        all.addAll(List.of(more));
        return new Endpoint(method, path, group, summary, all, body, access, handler);
    }
}

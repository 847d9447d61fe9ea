package dev.mnemo.app.http;

import dev.mnemo.kernel.json.Json;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One row of the table of endpoints: routing, the documentation and the page that tries it out are readings of it.
///
/// @param method what is done
/// @param path where, with parameters in braces: `/api/nodes/{addr}`
/// @param group under which heading it is documented
/// @param summary one sentence
/// @param query what may stand in the query; asked for, as all schemas are, only by who reads the documentation, so
/// that a
///     server starts without making it
/// @param body what it takes, if it takes anything
/// @param answer JSON Schema of a successful answer, if it is JSON of a known shape
/// @param access who may call it
/// @param traits what else is to be known of it
/// @param handler answers it
public record Endpoint(
        Method method,
        String path,
        String group,
        String summary,
        Supplier<List<QueryParameter>> query,
        Optional<Body> body,
        Optional<Supplier<Json.Obj>> answer,
        Access access,
        Set<Trait> traits,
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

    /// What else is to be known of an endpoint.
    public enum Trait {
        /// Keys of a tenant may call it, and reach that tenant's data only; without this, only keys for all may.
        PER_TENANT,
        /// A header `Idempotency-Key` makes it happen once however often it is sent.
        ONCE
    }

    /// Something that may stand in the query.
    ///
    /// @param name its name
    /// @param about what it means, with its default and limits
    /// @param schema JSON Schema of its value
    public record QueryParameter(String name, String about, Json.Obj schema) {
        /// A text.
        public QueryParameter(String name, String about) {
            this(name, about, Json.Obj.EMPTY.with("type", "string"));
        }
    }

    /// What an endpoint takes.
    ///
    /// @param type its media type
    /// @param schema its JSON Schema
    public record Body(String type, Supplier<Json.Obj> schema) {}

    /// Answers a request. A {@link dev.mnemo.kernel.fault.Refusal} becomes 400, a {@link
    /// dev.mnemo.kernel.fault.MnemoException} 503 or 500.
    @FunctionalInterface
    public interface Handler {
        Response answer(Request request);
    }

    public Endpoint {
        traits = Set.copyOf(traits);
    }

    /// A row without a described answer and without traits.
    ///
    /// @param body JSON Schema of the body, if it takes one
    public Endpoint(
            Method method,
            String path,
            String group,
            String summary,
            List<QueryParameter> query,
            Optional<Json.Obj> body,
            Access access,
            Handler handler) {
        this(
                method,
                path,
                group,
                summary,
                () -> query,
                body.map(schema -> new Body("application/json", () -> schema)),
                Optional.empty(),
                access,
                Set.of(),
                handler);
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
        return new Endpoint(method, path, group, summary, query, body, answer, other, traits, handler);
    }

    /// This row with further query parameters.
    public Endpoint with(QueryParameter... more) {
        return with(() -> List.of(more));
    }

    /// This row with further query parameters.
    public Endpoint with(Supplier<List<QueryParameter>> more) {
        return new Endpoint(
                method,
                path,
                group,
                summary,
                () -> Stream.concat(query.get().stream(), more.get().stream()).toList(),
                body,
                answer,
                access,
                traits,
                handler);
    }

    /// This row with a further trait.
    public Endpoint with(Trait trait) {
        var all = EnumSet.of(trait);
        all.addAll(traits);
        return new Endpoint(method, path, group, summary, query, body, answer, access, all, handler);
    }

    /// This row without a trait.
    public Endpoint without(Trait trait) {
        var all = new HashSet<>(traits);
        all.remove(trait);
        return new Endpoint(method, path, group, summary, query, body, answer, access, all, handler);
    }

    /// This row with another body.
    public Endpoint takes(Body other) {
        return new Endpoint(method, path, group, summary, query, Optional.of(other), answer, access, traits, handler);
    }

    /// This row with the shape of its answer.
    public Endpoint answers(Supplier<Json.Obj> schema) {
        return new Endpoint(method, path, group, summary, query, body, Optional.of(schema), access, traits, handler);
    }
}

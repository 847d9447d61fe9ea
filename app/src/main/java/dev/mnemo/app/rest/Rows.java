package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.Body;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Endpoint.QueryParameter;
import dev.mnemo.app.http.Endpoint.Trait;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Binding;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.Parameter;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Makes rows of the table from records: the components of an input record, with {@link Param}, are what may stand in
/// the query or the body, and nothing else is taken; an output record is the shape of the answer.
final class Rows {
    /// Whose data is meant, for callers who may touch everybody's.
    static final String TENANT = "tenant";

    private static final QueryParameter TENANT_PARAMETER = new QueryParameter(
            TENANT, "whose people these are, for keys that belong to no tenant; 'default' if not given");

    private final String group;

    /// @param group the heading of the rows
    Rows(String group) {
        this.group = group;
    }

    /// A question or a body without parameters.
    record Nothing() {}

    /// What one call does.
    ///
    /// @param <I> what it is given besides the path
    @FunctionalInterface
    interface Call<I> extends BiFunction<Request, I, Response> {}

    /// A row that reads, with its parameters in the query.
    <I extends Record> Endpoint read(String path, String summary, Class<I> query, Call<I> call) {
        var name = name(path);
        return row(
                        Method.GET,
                        path,
                        summary,
                        Access.READER,
                        Set.of(Trait.PER_TENANT),
                        request -> call.apply(request, asked(name, request, query)))
                .with(() -> parameters(query));
    }

    /// A row that reads and takes its question as a body.
    <I extends Record> Endpoint ask(String path, String summary, Class<I> body, Call<I> call) {
        return taking(Method.POST, path, summary, body, call).forAccess(Access.READER);
    }

    /// A row that changes something.
    <I extends Record> Endpoint write(Method method, String path, String summary, Class<I> body, Call<I> call) {
        return taking(method, path, summary, body, call).with(Trait.ONCE);
    }

    /// A row that removes something, with its parameters in the query.
    <I extends Record> Endpoint remove(String path, String summary, Class<I> query, Call<I> call) {
        var name = name(path);
        return row(
                        Method.DELETE,
                        path,
                        summary,
                        Access.TENANT,
                        Set.of(Trait.PER_TENANT, Trait.ONCE),
                        request -> call.apply(request, asked(name, request, query)))
                .with(() -> parameters(query));
    }

    /// A row that takes a body of another type as it comes in.
    Endpoint stream(String path, String summary, Body body, Endpoint.Handler handler) {
        return row(Method.POST, path, summary, Access.TENANT, Set.of(Trait.PER_TENANT), handler)
                .takes(body);
    }

    private <I extends Record> Endpoint taking(
            Method method, String path, String summary, Class<I> body, Call<I> call) {
        var name = name(path);
        var made = row(method, path, summary, Access.TENANT, Set.of(Trait.PER_TENANT), request -> {
            asked(name, request, Nothing.class);
            return call.apply(request, Binding.of(name, body).bind(request.json(), Progress.NONE));
        });
        return body.equals(Nothing.class)
                ? made
                : made.takes(new Body("application/json", () -> Shapes.ofInput(Parameter.of(body))));
    }

    private Endpoint row(
            Method method, String path, String summary, Access access, Set<Trait> traits, Endpoint.Handler handler) {
        return new Endpoint(
                method,
                path,
                group,
                summary,
                () -> List.of(TENANT_PARAMETER),
                Optional.empty(),
                Optional.empty(),
                access,
                traits,
                handler);
    }

    /// The answer that a record is.
    static Response json(Record answer) {
        return Response.json(RecordJson.of(answer));
    }

    /// That something is not there.
    static Response missing(String sentence) {
        return Response.problem(404, "not_found", sentence);
    }

    private static <I extends Record> I asked(String name, Request request, Class<I> query) {
        return Binding.of(name, query).bind(request.queries().without(TENANT), Progress.NONE);
    }

    private static List<QueryParameter> parameters(Class<? extends Record> query) {
        var properties = Shapes.ofInput(Parameter.of(query)).object("properties");
        return Parameter.of(query).stream()
                .map(parameter -> new QueryParameter(
                        parameter.name(),
                        parameter.about(),
                        properties.object(parameter.name()).without("description")))
                .toList();
    }

    /// The last word of a path, as refusals begin.
    private static String name(String path) {
        var words = path.replaceAll("/\\{[^}]*}", "");
        return words.substring(words.lastIndexOf('/') + 1);
    }

    /// The schema of a list under a name with how many there are in all.
    static Json.Obj page(String name, Class<? extends Record> item) {
        return Json.Obj.EMPTY
                .with("type", "object")
                .with(
                        "properties",
                        Json.Obj.EMPTY
                                .with("total", Json.Obj.EMPTY.with("type", "integer"))
                                .with(name, Json.Obj.EMPTY.with("type", "array").with("items", Shapes.ofOutput(item))))
                .with("required", Json.strings(List.of("total", name)));
    }

    /// A list under a name with how many there are in all.
    static Response page(String name, long total, List<? extends Record> items) {
        return Response.json(Json.Obj.EMPTY
                .with("total", total)
                .with(name, Json.array(items.stream().map(RecordJson::of).toList())));
    }
}

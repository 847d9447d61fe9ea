package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.store.Page;
import java.util.LinkedHashMap;
import java.util.List;

/// Values that the application keeps for a person.
final class UserValues {
    private static final String NAMESPACE = "/api/users/{user}/kv/{namespace}";

    private final Rows rows = new Rows("User memory: values");
    private final Tenants tenants;

    UserValues(Tenants tenants) {
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        return List.of(
                rows.read(NAMESPACE, "The values of a namespace, by key.", Listing.class, this::list)
                        .answers(() -> Shapes.ofOutput(Pairs.class)),
                rows.write(Method.POST, NAMESPACE + "/batch", "Set values, all or none.", Batch.class, this::setAll),
                rows.read(NAMESPACE + "/{key}", "A value.", Rows.Nothing.class, this::get)
                        .answers(() -> Shapes.ofOutput(Pair.class)),
                rows.write(
                        Method.PUT, NAMESPACE + "/{key}", "Set a value; null is a value too.", Value.class, this::set),
                rows.remove(NAMESPACE + "/{key}", "Remove a value.", Rows.Nothing.class, this::delete));
    }

    /// Which values are wanted.
    record Listing(
            @Param(value = "Only keys that begin so.", byDefault = "", max = 512)
            String prefix,

            @Param(value = "At most so many.", byDefault = "100", min = 1, max = Page.ITEMS_MAX)
            int limit,

            @Param(value = "After so many.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset) {}

    /// A value.
    record Value(@Param(value = "Any JSON.", byDefault = "") Json value) {}

    /// Values by key.
    record Batch(@Param("Values by key.") Json.Obj values) {}

    /// A value with its key.
    record Pair(String key, Json value) {}

    /// Values with their keys.
    record Pairs(List<Pair> items) {}

    private Response list(Request request, Listing listing) {
        var pairs = tenants.memory(request)
                .kv()
                .list(
                        Tenants.user(request),
                        request.part("namespace"),
                        listing.prefix(),
                        listing.limit(),
                        listing.offset());
        return Rows.json(new Pairs(
                pairs.stream().map(pair -> new Pair(pair.key(), pair.value())).toList()));
    }

    private Response get(Request request, Rows.Nothing nothing) {
        return tenants.memory(request)
                .kv()
                .get(Tenants.user(request), request.part("namespace"), request.part("key"))
                .map(value -> Rows.json(new Pair(request.part("key"), value)))
                .orElseGet(() -> Rows.missing("There is no such value."));
    }

    private Response set(Request request, Value value) {
        tenants.memory(request)
                .kv()
                .set(Tenants.user(request), request.part("namespace"), request.part("key"), value.value());
        return Response.empty(204);
    }

    private Response setAll(Request request, Batch batch) {
        tenants.memory(request)
                .kv()
                .batchSet(
                        Tenants.user(request),
                        request.part("namespace"),
                        new LinkedHashMap<>(batch.values().members()));
        return Response.empty(204);
    }

    private Response delete(Request request, Rows.Nothing nothing) {
        return tenants.memory(request)
                        .kv()
                        .delete(Tenants.user(request), request.part("namespace"), request.part("key"))
                ? Response.empty(204)
                : Rows.missing("There is no such value.");
    }
}

package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.RecordJson;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.app.rest.GraphShapes.EdgeChange;
import dev.mnemo.app.rest.GraphShapes.EdgeView;
import dev.mnemo.app.rest.GraphShapes.Listing;
import dev.mnemo.app.rest.GraphShapes.Near;
import dev.mnemo.app.rest.GraphShapes.NeighborView;
import dev.mnemo.app.rest.GraphShapes.Neighbors;
import dev.mnemo.app.rest.GraphShapes.NewNode;
import dev.mnemo.app.rest.GraphShapes.NodeChange;
import dev.mnemo.app.rest.GraphShapes.NodeView;
import dev.mnemo.app.rest.GraphShapes.PathView;
import dev.mnemo.app.rest.GraphShapes.Paths;
import dev.mnemo.app.rest.GraphShapes.StepNode;
import dev.mnemo.app.rest.GraphShapes.StepRel;
import dev.mnemo.app.rest.GraphShapes.WantedEdge;
import dev.mnemo.app.rest.GraphShapes.Way;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.graph.EdgeType;
import dev.mnemo.user.graph.GraphWalk.Around;
import dev.mnemo.user.graph.GraphWalk.Direction;
import dev.mnemo.user.graph.NodeKey;
import dev.mnemo.user.graph.NodeType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Who and what a person knows, and how these are related.
final class UserGraph {
    private static final String GRAPH = "/api/users/{user}/graph";

    private final Rows rows = new Rows("User memory: graph");
    private final Tenants tenants;

    UserGraph(Tenants tenants) {
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        Supplier<Json.Obj> node = () -> Shapes.ofOutput(NodeView.class);
        Supplier<Json.Obj> edge = () -> Shapes.ofOutput(EdgeView.class);
        return List.of(
                rows.read(GRAPH + "/nodes", "Nodes, those made last first.", Listing.class, this::list)
                        .answers(() -> Rows.page("nodes", NodeView.class)),
                rows.write(Method.POST, GRAPH + "/nodes", "Make a node.", NewNode.class, this::createNode)
                        .answers(node),
                rows.read(GRAPH + "/nodes/{type}/{id}", "A node with its names.", Rows.Nothing.class, this::node)
                        .answers(node),
                rows.write(
                                Method.PATCH,
                                GRAPH + "/nodes/{type}/{id}",
                                "Add properties, or a name, to a node.",
                                NodeChange.class,
                                this::updateNode)
                        .answers(node),
                rows.remove(
                        GRAPH + "/nodes/{type}/{id}",
                        "Remove a node with all its relations.",
                        Rows.Nothing.class,
                        this::deleteNode),
                rows.write(
                                Method.POST,
                                GRAPH + "/edges",
                                "Keep a relation between two nodes.",
                                WantedEdge.class,
                                this::createEdge)
                        .answers(edge),
                rows.read(GRAPH + "/edges/{id}", "A relation, held or of the past.", Rows.Nothing.class, this::edge)
                        .answers(edge),
                rows.write(
                                Method.PATCH,
                                GRAPH + "/edges/{id}",
                                "Say that a relation ended, or add properties.",
                                EdgeChange.class,
                                this::updateEdge)
                        .answers(edge),
                rows.remove(
                        GRAPH + "/edges/{id}",
                        "Remove a relation as if it had never been said.",
                        Rows.Nothing.class,
                        this::deleteEdge),
                rows.read(
                                GRAPH + "/neighbors",
                                "The nodes around one, nearest and surest first.",
                                Near.class,
                                this::neighbors)
                        .answers(() -> Shapes.ofOutput(Neighbors.class)),
                rows.read(GRAPH + "/path", "A shortest way between two nodes.", Way.class, this::path)
                        .answers(() -> Shapes.ofOutput(Paths.class)));
    }

    private static NodeKey key(Request request) {
        return GraphShapes.key(request.part("type"), request.part("id"));
    }

    private static EdgeType edgeType(String word) {
        return Arrays.stream(EdgeType.values())
                .filter(type -> GraphShapes.word(type).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal("'edge_types' may hold "
                        + Arrays.stream(EdgeType.values())
                                .map(GraphShapes::word)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static Response missing(String what) {
        return Rows.missing("There is no such " + what + " of this person.");
    }

    private Response list(Request request, Listing listing) {
        var page = tenants.memory(request)
                .graph()
                .listNodes(
                        Tenants.user(request),
                        listing.type().isEmpty() ? Optional.empty() : Optional.of(NodeType.of(listing.type())),
                        listing.limit(),
                        listing.offset());
        return Rows.page(
                "nodes", page.total(), page.items().stream().map(NodeView::of).toList());
    }

    private Response createNode(Request request, NewNode wanted) {
        var made = tenants.memory(request)
                .graph()
                .createNode(Tenants.user(request), NodeType.of(wanted.type()), wanted.id(), wanted.properties());
        return Response.json(201, RecordJson.of(NodeView.of(made)));
    }

    private Response node(Request request, Rows.Nothing nothing) {
        var graph = tenants.memory(request).graph();
        var user = Tenants.user(request);
        return graph.getNode(user, key(request))
                .map(found -> Rows.json(NodeView.of(found, Optional.of(graph.aliases(user, found.key())))))
                .orElseGet(() -> missing("node"));
    }

    private Response updateNode(Request request, NodeChange change) {
        var graph = tenants.memory(request).graph();
        var user = Tenants.user(request);
        if (graph.getNode(user, key(request)).isEmpty()) {
            return missing("node");
        }
        if (!change.alias().isBlank()) {
            graph.addAlias(user, key(request), change.alias());
        }
        return Rows.json(NodeView.of(graph.updateNode(user, key(request), change.properties())));
    }

    private Response deleteNode(Request request, Rows.Nothing nothing) {
        return tenants.memory(request).graph().deleteNode(Tenants.user(request), key(request))
                ? Response.empty(204)
                : missing("node");
    }

    private Response createEdge(Request request, WantedEdge wanted) {
        var made = tenants.memory(request).graph().createEdge(Tenants.user(request), wanted.edge());
        return Response.json(201, RecordJson.of(EdgeView.of(made)));
    }

    private Response edge(Request request, Rows.Nothing nothing) {
        return tenants.memory(request)
                .graph()
                .getEdge(Tenants.user(request), request.part("id"))
                .map(found -> Rows.json(EdgeView.of(found)))
                .orElseGet(() -> missing("relation"));
    }

    private Response updateEdge(Request request, EdgeChange change) {
        var graph = tenants.memory(request).graph();
        var user = Tenants.user(request);
        return graph.getEdge(user, request.part("id")).isEmpty()
                ? missing("relation")
                : Rows.json(EdgeView.of(graph.updateEdge(
                        user, request.part("id"), Moments.of("ended_at", change.endedAt()), change.properties())));
    }

    private Response deleteEdge(Request request, Rows.Nothing nothing) {
        return tenants.memory(request).graph().deleteEdge(Tenants.user(request), request.part("id"))
                ? Response.empty(204)
                : missing("relation");
    }

    private Response neighbors(Request request, Near near) {
        var around = Around.DEFAULT
                .withDirection(Direction.valueOf(near.direction().toUpperCase(Locale.ROOT)))
                .withDepth(near.depth())
                .withLimit(near.limit())
                .withEdgeTypes(
                        near.edgeTypes().stream().map(UserGraph::edgeType).collect(Collectors.toSet()));
        var asked = Moments.of("as_of", near.asOf()).map(around::withAsOf).orElse(around);
        return Rows.json(new Neighbors(tenants
                .memory(request)
                .graph()
                .getNeighbors(Tenants.user(request), GraphShapes.key(near.type(), near.id()), asked)
                .stream()
                .map(NeighborView::of)
                .toList()));
    }

    private Response path(Request request, Way way) {
        var found = tenants.memory(request)
                .graph()
                .findPath(
                        Tenants.user(request),
                        GraphShapes.key(way.sourceType(), way.sourceId()),
                        GraphShapes.key(way.targetType(), way.targetId()),
                        way.maxDepth());
        return Rows.json(new Paths(found.stream()
                .map(path -> new PathView(
                        path.nodes().stream()
                                .map(node -> new StepNode(
                                        GraphShapes.word(node.key().type()),
                                        node.key().id(),
                                        node.name()))
                                .toList(),
                        path.edges().stream()
                                .map(edge -> new StepRel(edge.relation(), edge.properties()))
                                .toList()))
                .toList()));
    }
}

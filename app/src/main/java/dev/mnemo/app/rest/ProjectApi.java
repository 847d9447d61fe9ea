package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.QueryParameter;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.rest.Projects.Served;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.event.LoggedEvent;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.lookup.Lookup;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The project memory over HTTP: what a dashboard reads, and every operation under its name.
public final class ProjectApi {
    /// Nodes in one answer.
    public static final int NODES_MAX = 20_000;

    private static final String GROUP = "Project memory";
    private static final int LOGS_MAX = 1_000;
    private static final int LOGS_DEFAULT = 100;
    private static final int GRAPH_NODES_DEFAULT = 1_500;
    private static final double PRESSURE = 0.7;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final QueryParameter PROJECT =
            new QueryParameter("project", "which project; the first one if not given");

    private static final Map<String, Comparator<Node>> ORDERS = Map.of(
            "created", Comparator.comparingDouble(Node::created).reversed(),
            "age", Comparator.comparingDouble(Node::created).reversed(),
            "confidence",
                    Comparator.comparingDouble(
                            (Node node) -> -node.meta().confidence().orElse(-1)),
            "recall_count", Comparator.comparingLong((Node node) -> -node.meta().recallCount()),
            "recall_hits", Comparator.comparingLong((Node node) -> -node.meta().recallHits()),
            "recall_hit_rate", Comparator.comparingDouble(ProjectApi::missRate),
            "reinforcement_count",
                    Comparator.comparingLong((Node node) -> -node.meta().reinforcementCount()),
            "coverage_score",
                    Comparator.comparingDouble(
                            (Node node) -> -node.meta().json().number("coverage_score", -1)),
            "domain", Comparator.comparing((Node node) -> node.meta().domain()),
            "type", Comparator.comparing((Node node) -> node.type().name()));

    private final Projects projects;
    private final InstantSource clock;
    private final int pressureCapChars;
    private final ProjectPast past = new ProjectPast();

    /// @param pressureCapChars characters of active knowledge at which a dashboard shows pressure
    public ProjectApi(Projects projects, InstantSource clock, int pressureCapChars) {
        this.projects = projects;
        this.clock = clock;
        this.pressureCapChars = pressureCapChars;
    }

    private static double missRate(Node node) {
        return node.meta().recallCount() == 0
                ? 1
                : -node.meta().recallHits() / (double) node.meta().recallCount();
    }

    /// Its rows of the table.
    ///
    /// @param operations the operations that each project has
    public List<Endpoint> endpoints(List<Operation<?, ?>> operations) {
        var rows = new ArrayList<Endpoint>();
        rows.add(Endpoint.get("/api/projects", GROUP, "The projects that this server knows.", List.of(), _ -> list()));
        rows.add(read("/api/status", "How much a project's memory holds.", this::status));
        rows.add(read("/api/nodes", "Its active nodes.", this::nodes)
                .with(
                        new QueryParameter("domain", "only of this domain"),
                        new QueryParameter(
                                "sort",
                                "one of " + String.join(", ", new TreeMap<>(ORDERS).keySet())
                                        + ", addr; created if not given"),
                        new QueryParameter("limit", "at most so many, up to " + NODES_MAX + "; all if not given"),
                        new QueryParameter("offset", "after so many; 0 if not given")));
        rows.add(read("/api/nodes/{addr}", "One node by its address or the first digits of it.", this::node));
        rows.add(read("/api/provenance/{addr}", "What a node was made from, back to the leaves.", this::provenance));
        rows.add(read("/api/graph", "The newest active nodes and what ties them, for drawing.", this::graph)
                .with(
                        new QueryParameter("domain", "only of this domain"),
                        new QueryParameter(
                                "limit", "nodes, up to " + NODES_MAX + "; " + GRAPH_NODES_DEFAULT + " if not given")));
        rows.add(read("/api/roots", "Pictures of the active set over time, oldest first.", past::roots));
        rows.add(read("/api/roots/diff", "What changed between two roots.", past::diff)
                .with(
                        new QueryParameter("from", "the address of a root"),
                        new QueryParameter("to", "the address of another; the active set of now if not given")));
        rows.add(read("/api/chains", "The chains of thought with their members.", past::chains));
        rows.add(read("/api/logs", "The newest events.", this::logs)
                .with(new QueryParameter("limit", "1 to " + LOGS_MAX + "; " + LOGS_DEFAULT + " if not given")));
        for (var operation : operations) {
            rows.add(call(operation));
        }
        return List.copyOf(rows);
    }

    private Endpoint read(String path, String summary, Reading reading) {
        return Endpoint.get(path, GROUP, summary, List.of(PROJECT), request -> {
            var served = projects.served(request.query("project"));
            return reading.answer(served, request);
        });
    }

    private interface Reading {
        Response answer(Served served, Request request);
    }

    private Endpoint call(Operation<?, ?> operation) {
        var name = operation.name();
        boolean reads = operation.effect() == Operation.Effect.READS;
        return new Endpoint(
                Endpoint.Method.POST,
                "/api/project/" + name,
                "Project operations",
                operation.title() + ". " + operation.summary(),
                () -> List.of(PROJECT, new QueryParameter("format", "text for the answer as people read it")),
                Optional.of(new Endpoint.Body("application/json", operation::inputSchema)),
                Optional.of(operation::outputSchema),
                reads ? Access.READER : Access.TENANT,
                Set.of(Endpoint.Trait.ONCE),
                request -> {
                    var served = projects.served(request.query("project"));
                    var answer = served.operations().require(name).answer(request.json(), Progress.NONE);
                    return request.query("format").filter("text"::equals).isPresent()
                            ? Response.text(200, "text/plain", answer.text())
                            : Response.json(answer.structured());
                });
    }

    private Response list() {
        return Response.json(Json.Obj.EMPTY.with(
                "projects",
                Json.array(projects.list().stream()
                        .map(project -> Json.Obj.EMPTY
                                .with("name", project.name())
                                .with("root", project.root().toString())
                                .with("open", project.open()))
                        .toList())));
    }

    private Response status(Served served, Request request) {
        return ProjectPast.at(served, request, view -> {
            var domains = new TreeMap<String, Integer>();
            var types = new TreeMap<String, Integer>();
            long chars = 0;
            for (var node : view.activeNodes()) {
                domains.merge(node.meta().domain(), 1, Integer::sum);
                types.merge(node.type().name(), 1, Integer::sum);
                chars += node.content().codePointCount(0, node.content().length());
            }
            var roots = view.roots();
            return Json.Obj.EMPTY
                    .with("project", served.name())
                    .with("active_count", view.active().size())
                    .with("total_count", view.nodes().size())
                    .with("context_chars", chars)
                    .with("pressure", chars > PRESSURE * pressureCapChars ? "HIGH" : "LOW")
                    .with("sidecar_cap", pressureCapChars)
                    .with("domains", counts(domains))
                    .with("types", counts(types))
                    .with("root_count", roots.size())
                    .with(
                            "current_root",
                            roots.isEmpty()
                                    ? Json.Null.NULL
                                    : Json.of(roots.getLast().toString()));
        });
    }

    private static Json.Obj counts(Map<String, Integer> counts) {
        var json = Json.Obj.EMPTY;
        for (var entry : counts.entrySet()) {
            json = json.with(entry.getKey(), entry.getValue());
        }
        return json;
    }

    private Response nodes(Served served, Request request) {
        var domain = request.query("domain");
        var sort = request.query("sort").orElse("created");
        int limit = request.number("limit", NODES_MAX, 1, NODES_MAX);
        int offset = request.number("offset", 0, 0, Integer.MAX_VALUE);
        Comparator<Node> order = sort.equals("addr") ? Comparator.comparing(Node::address) : ORDERS.get(sort);
        if (order == null) {
            throw new Refusal("'sort' must be addr or one of " + String.join(", ", new TreeMap<>(ORDERS).keySet())
                    + "; '" + sort + "' is none.");
        }
        double now = now();
        return ProjectPast.at(served, request, view -> {
            var found = view.activeNodes().stream()
                    .filter(node -> domain.isEmpty() || node.meta().domain().equals(domain.get()))
                    .sorted(order.thenComparing(Node::address))
                    .toList();
            var page = found.stream().skip(offset).limit(limit);
            return Json.Obj.EMPTY
                    .with("count", found.size())
                    .with(
                            "nodes",
                            Json.array(page.map(node -> NodeJson.summary(node, now))
                                    .toList()));
        });
    }

    private Response node(Served served, Request request) {
        double now = now();
        return found(
                served,
                request,
                "Node " + request.part("addr") + " not found",
                view -> NodeJson.whole(view, view.require(request.part("addr")), now));
    }

    private Response provenance(Served served, Request request) {
        return found(served, request, "No provenance for " + request.part("addr"), view -> {
            var node = view.require(request.part("addr"));
            var lineage = Lookup.ancestors(view, node);
            return Json.Obj.EMPTY
                    .with("addr", node.address().toString())
                    .with(
                            "chain",
                            Json.array(lineage.stream()
                                    .map(origin -> Json.Obj.EMPTY
                                            .with("addr", origin.address().toString())
                                            .with("type", origin.type().name())
                                            .with(
                                                    "content_preview",
                                                    Plain.line(origin.content(), ProjectPast.PREVIEW_CHARS))
                                            .with("inputs", Json.strings(origin.inputs()))
                                            .with("domain", origin.meta().domain())
                                            .with("active", view.isActive(origin.address()))
                                            .with("created", origin.created()))
                                    .toList()));
        });
    }

    private Response found(Served served, Request request, String absent, Function<StoreView, Json> answer) {
        try {
            return ProjectPast.at(served, request, answer);
        } catch (Refusal refusal) {
            return Response.json(
                    404,
                    Json.Obj.EMPTY
                            .with("error", absent)
                            .with("type", "urn:mnemo:problem:not_found")
                            .with("title", "Not found")
                            .with("status", 404)
                            .with("code", "not_found")
                            .with("detail", refusal.sentence()));
        }
    }

    private Response graph(Served served, Request request) {
        int limit = request.number("limit", GRAPH_NODES_DEFAULT, 1, NODES_MAX);
        var domain = request.query("domain");
        return ProjectPast.at(served, request, view -> NodeJson.graph(view, limit, domain));
    }

    private Response logs(Served served, Request request) {
        int limit = request.number("limit", LOGS_DEFAULT, 1, LOGS_MAX);
        var events = new EventReader(served.project().store().directory().resolve("logs")).newest(limit);
        return Response.json(Json.Obj.EMPTY
                .with("count", events.size())
                .with(
                        "entries",
                        Json.array(events.stream().map(ProjectApi::entry).toList())));
    }

    /// An event as it stands in a log.
    static Json.Obj entry(LoggedEvent logged) {
        var event = logged.event();
        var json = Json.Obj.EMPTY
                .with("ts", logged.at().toString())
                .with("layer", event.layer().name().toLowerCase(Locale.ROOT))
                .with("event", event.name())
                .with("summary", event.summary())
                .with("session", logged.session());
        json = event.addresses().isEmpty() ? json : json.with("addresses", Json.strings(event.addresses()));
        json = event.domain().isEmpty() ? json : json.with("domain", event.domain());
        return event.detail().members().isEmpty() ? json : json.with("detail", event.detail());
    }

    private double now() {
        var instant = clock.instant();
        return instant.getEpochSecond() + instant.getNano() / NANOS_PER_SECOND;
    }
}

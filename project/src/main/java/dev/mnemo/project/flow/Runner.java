package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.project.claim.NewClaim;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.Relation;
import dev.mnemo.project.recall.Retrieval;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Runs steps, one run each. A step that fails is reported and leaves the nodes as they were; the next one goes on.
final class Runner {
    /// How deep pipelines may run each other.
    static final int DEPTH_MAX = 8;

    /// Steps of one run, those of pipelines run by others included.
    static final int STEPS_RUN_MAX = 500;

    /// Nodes handed from one step to the next.
    static final int NODES_MAX = 10_000;

    private static final int RECALLED = 8;
    private static final int TRAVERSED = 40;
    private static final int TRAVERSE_DEPTH = 2;
    private static final int LIMITED = 10;
    private static final int SUMMARY_NODES = 8;
    private static final int SUMMARY_NODE_CHARS = 80;

    /// What a run may use.
    ///
    /// @param store the project's store
    /// @param retrieval finds nodes for texts
    /// @param nodesOf the nodes that speak of a file
    /// @param drifted whether the code that a node is anchored to has changed or is gone
    /// @param claims makes the changes that steps ask for, by the rules of the tools
    /// @param definitions where other pipelines are found
    record Tools(
            NodeStore store,
            Retrieval retrieval,
            Function<String, List<Node>> nodesOf,
            Predicate<Node> drifted,
            Claims claims,
            Definitions definitions,
            InstantSource clock) {}

    private final Tools tools;
    private final List<String> errors = new ArrayList<>();
    private final Set<Address> previews = new HashSet<>();
    private final List<String> running = new ArrayList<>();
    private int stepsRun;

    Runner(Tools tools) {
        this.tools = tools;
    }

    /// What went wrong so far, one sentence each.
    List<String> errors() {
        return errors;
    }

    void error(String sentence) {
        errors.add(sentence);
    }

    /// Whether a node is only a preview and not in the store.
    boolean isPreview(Node node) {
        return previews.contains(node.address());
    }

    /// Runs a pipeline on nodes.
    List<Node> run(Pipeline pipeline, List<Node> nodes, Json.Obj parameters) {
        if (running.contains(pipeline.name())) {
            throw new Refusal("pipeline '" + pipeline.name() + "' runs itself: " + String.join(" → ", running) + " → "
                    + pipeline.name());
        }
        if (running.size() >= DEPTH_MAX) {
            throw new Refusal(
                    "pipelines run each other more than " + DEPTH_MAX + " deep: " + String.join(" → ", running));
        }
        running.add(pipeline.name());
        try {
            return run("step", pipeline.steps(), nodes, parameters);
        } finally {
            running.removeLast();
        }
    }

    /// Runs steps on nodes.
    List<Node> run(String what, List<Json.Obj> steps, List<Node> nodes, Json.Obj parameters) {
        var state = nodes;
        for (int i = 0; i < steps.size(); i++) {
            var name = steps.get(i).string("op", "");
            var op = Op.of(name);
            if (op.isEmpty()) {
                errors.add(what + " " + i + ": unknown op '" + name + "'");
                continue;
            }
            try {
                if (++stepsRun > STEPS_RUN_MAX) {
                    throw new Refusal("the run has more than " + STEPS_RUN_MAX + " steps");
                }
                state = bounded(step(op.get(), Interpolation.apply(steps.get(i), parameters), state), what + " " + i);
            } catch (Refusal | MnemoException fault) {
                errors.add(what + " " + i + " (" + name + "): " + fault.getMessage());
            }
        }
        return state;
    }

    private List<Node> bounded(List<Node> nodes, String which) {
        if (nodes.size() <= NODES_MAX) {
            return nodes;
        }
        errors.add(which + ": only the first " + NODES_MAX + " of " + nodes.size() + " nodes were kept");
        return nodes.subList(0, NODES_MAX);
    }

    private List<Node> step(Op op, Json.Obj step, List<Node> nodes) {
        return switch (op) {
            case PIPE -> nodes;
            case RECALL -> found(step, nodes, tools.retrieval()::relevant);
            case SEARCH -> found(step, nodes, tools.retrieval()::search);
            case ACTIVE -> active(step);
            case SPATIAL ->
                text(step, "file").isEmpty() ? nodes : tools.nodesOf().apply(text(step, "file"));
            case TRAVERSE -> traverse(step, nodes);
            case FILTER -> nodes.stream().filter(node -> passes(step, node)).toList();
            case SORT -> sort(step, nodes);
            case LIMIT -> nodes.stream().limit(whole(step, "n", LIMITED)).toList();
            case DEDUPE -> Merge.distinct(nodes);
            case COMPRESS -> compress(step, nodes);
            case CLAIM -> claim(step, nodes);
            case LINK -> link(step, nodes);
            case RUN -> runOther(step, nodes);
        };
    }

    private interface Finder {
        List<Retrieval.Hit> find(String text, int limit);
    }

    private static List<Node> found(Json.Obj step, List<Node> nodes, Finder finder) {
        var query = text(step, "query");
        return query.isEmpty()
                ? nodes
                : finder.find(query, whole(step, "max_nodes", RECALLED)).stream()
                        .map(Retrieval.Hit::node)
                        .toList();
    }

    /// A text whose parameters were all given.
    private static String text(Json.Obj step, String key) {
        var text = step.string(key, "").strip();
        Interpolation.missing(text).ifPresent(name -> {
            throw new Refusal("the parameter '" + name + "' is missing; give params={\"" + name + "\": \"…\"}");
        });
        return text;
    }

    private static int whole(Json.Obj step, String key, int otherwise) {
        return (int) Math.clamp(step.number(key, otherwise), 0, Steps.NODES_MAX);
    }

    private List<Node> active(Json.Obj step) {
        var domain = text(step, "domain");
        return tools.store()
                .read(view -> view.activeNodes().stream()
                        .filter(node -> domain.isEmpty() || node.meta().domain().equals(domain))
                        .filter(node -> !node.type().equals(NodeType.PIPELINE)
                                && !node.type().equals(NodeType.VECTOR))
                        .toList());
    }

    private List<Node> traverse(Json.Obj step, List<Node> nodes) {
        var relations = Steps.relations(step).stream()
                .map(text -> Relation.parse(text).text())
                .toList();
        var direction = step.string("direction", "both");
        boolean forward = !direction.equals("in") && !direction.equals("reverse");
        boolean backward = !direction.equals("out") && !direction.equals("forward");
        int depth = Math.clamp((int) step.number("depth", TRAVERSE_DEPTH), 1, Steps.DEPTH_MAX);
        var traversal =
                new Traversal(depth, Set.copyOf(relations), forward, backward, whole(step, "max_nodes", TRAVERSED));
        return tools.store().read(view -> {
            var reached = new ArrayList<>(nodes);
            nodes.forEach(node -> reached.addAll(traversal.from(view, node)));
            return Merge.distinct(reached);
        });
    }

    private boolean passes(Json.Obj step, Node node) {
        var meta = node.meta();
        var domain = text(step, "domain");
        var type = text(step, "type");
        return (domain.isEmpty() || meta.domain().equals(domain))
                && (type.isEmpty() || node.type().name().equals(type))
                && meta.priority() >= step.number("min_priority", Double.NEGATIVE_INFINITY)
                && meta.confidence().orElse(1) >= step.number("min_confidence", Double.NEGATIVE_INFINITY)
                && (!step.has("has_anchors") || meta.anchors().isEmpty() != step.isTrue("has_anchors"))
                && (!step.has("drifted") || tools.drifted().test(node) == step.isTrue("drifted"));
    }

    private static List<Node> sort(Json.Obj step, List<Node> nodes) {
        Comparator<Node> order = Comparator.comparingDouble(
                switch (step.string("by", "created")) {
                    case "priority" -> node -> node.meta().priority();
                    case "confidence" -> node -> node.meta().confidence().orElse(1);
                    default -> Node::created;
                });
        boolean reverse = !step.has("reverse") || step.isTrue("reverse");
        return nodes.stream().sorted(reverse ? order.reversed() : order).toList();
    }

    private List<Node> compress(Json.Obj step, List<Node> nodes) {
        if (nodes.isEmpty()) {
            return nodes;
        }
        var label = step.string("label", "pipeline compress");
        var domain = step.string("domain", "context");
        var said = nodes.stream()
                .limit(SUMMARY_NODES)
                .map(node -> "[" + node.meta().domain() + "] " + Plain.line(node.content(), SUMMARY_NODE_CHARS))
                .toList();
        int more = nodes.size() - said.size();
        var summary = label + ": " + String.join("; ", said) + (more > 0 ? " (+" + more + " more)" : "");
        var inputs = nodes.stream().map(node -> node.address().toString()).toList();
        if (step.isTrue("store")) {
            var address = tools.claims().compress(summary, inputs, domain).address();
            Node stored = tools.store().read(view -> view.require(address));
            return List.of(stored);
        }
        var preview = Node.of(
                NodeType.COMPRESS,
                summary,
                inputs,
                tools.clock().millis() / 1_000.0,
                Json.Obj.EMPTY.with("domain", domain));
        previews.add(preview.address());
        return List.of(preview);
    }

    private List<Node> claim(Json.Obj step, List<Node> nodes) {
        var content = text(step, "content");
        var claim = new NewClaim(
                content,
                step.string("domain", "context"),
                NewClaim.CONFIDENCE_UNSAID,
                "project",
                List.of(),
                step.number("priority", 0),
                0);
        tools.claims().claim(ClaimRequest.of(claim)).skipped().forEach(errors::add);
        return nodes;
    }

    private List<Node> link(Json.Obj step, List<Node> nodes) {
        var target =
                tools.store().read(view -> view.require(text(step, "target")).address());
        var relation = Relation.parse(step.string("rel", Relation.RELATES_TO.text()));
        for (var node : nodes) {
            if (!isPreview(node) && !node.address().equals(target)) {
                tools.claims().link(node.address().toString(), target.toString(), relation.text());
            }
        }
        return nodes;
    }

    private List<Node> runOther(Json.Obj step, List<Node> nodes) {
        var name = text(step, "pipeline");
        var other =
                tools.definitions().pipeline(name).orElseThrow(() -> new Refusal("pipeline '" + name + "' not found"));
        return run(other, nodes, step.object("params"));
    }
}

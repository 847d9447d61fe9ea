package dev.mnemo.project.flow;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.session.StoredText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Retrieval that an agent puts together itself: pipelines of steps, vectors of pipelines, and pipelines learned from a
/// chain of claims.
public final class Flows {
    /// Characters of a name.
    public static final int NAME_CHARS_MAX = 64;

    /// Components of one vector.
    public static final int COMPONENTS_MAX = 20;

    private final NodeStore store;
    private final Definitions definitions;
    private final Runner.Tools tools;
    private final EventLog events;
    private final InstantSource clock;

    /// @param store the project's store
    /// @param retrieval finds nodes for texts
    /// @param nodesOf the active nodes that speak of a file, by a path relative to the project
    /// @param drifted whether the code that a node is anchored to has changed or is gone
    /// @param claims makes the changes that steps ask for
    public Flows(
            NodeStore store,
            Retrieval retrieval,
            Function<String, List<Node>> nodesOf,
            Predicate<Node> drifted,
            Claims claims,
            EventLog events,
            InstantSource clock) {
        this.store = store;
        this.definitions = new Definitions(store);
        this.tools = new Runner.Tools(store, retrieval, nodesOf, drifted, claims, definitions, clock);
        this.events = events;
        this.clock = clock;
    }

    /// A definition that was stored.
    ///
    /// @param name what it is run by
    /// @param address its node
    /// @param state `new`, `changed` (the definition before is superseded) or `unchanged`
    /// @param size its steps or components
    /// @param merge the merge of a vector, or an empty text
    /// @param redacted kinds of secret that were cut out of the description
    public record Defined(String name, String address, String state, int size, String merge, List<String> redacted) {
        public Defined {
            redacted = List.copyOf(redacted);
        }
    }

    /// Stores a pipeline; an earlier one of the same name is superseded.
    ///
    /// @throws Refusal if the name is missing or taken, or a step is not understood; the sentence names the step
    public Defined pipeline(String name, List<Json.Obj> steps, String description) {
        var texts = new StoredText();
        var called = name(texts, name);
        if (steps.isEmpty()) {
            throw new Refusal(
                    "A pipeline needs at least one step, such as {\"op\": \"recall\", \"query\": \"{input}\"}.");
        }
        var safe = steps.stream().map(Flows::safe).toList();
        store.read(view -> {
            Steps.check(view, "step", safe);
            return safe;
        });
        refuseSelf(called, safe);
        var said = texts.line("description", description);
        var stored = definitions.store(
                NodeType.PIPELINE,
                Definitions.PIPELINE,
                Json.Obj.EMPTY
                        .with("name", called)
                        .with("steps", Json.array(safe))
                        .with("description", said),
                "(" + safe.size() + " steps)",
                Moment.now(clock));
        emit("pipeline", called + ": " + safe.size() + " steps", stored.node(), Json.Obj.EMPTY.with("name", called));
        return new Defined(
                called, stored.node().address().toString(), stored.state(), safe.size(), "", texts.redacted());
    }

    private static void refuseSelf(String name, List<Json.Obj> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).string("op", "").equals("run")
                    && steps.get(i).string("pipeline", "").equals(name)) {
                throw new Refusal(
                        "Step " + i + " runs the pipeline '" + name + "' itself; a pipeline may run only others.");
            }
        }
    }

    private static String name(StoredText texts, String name) {
        var called = texts.requiredLine("name", name);
        if (called.length() > NAME_CHARS_MAX) {
            throw new Refusal("A name has at most " + NAME_CHARS_MAX + " characters.");
        }
        return called;
    }

    private static Json.Obj safe(Json.Obj step) {
        return Json.parseObject(Secrets.redact(step.line()).text());
    }

    /// Stores a vector; an earlier one of the same name is superseded.
    ///
    /// @param components each `{pipeline, params}`
    /// @param post steps that follow the merge
    /// @throws Refusal if the name is missing or taken, the merge is unknown, a component names no pipeline, or
    ///     a step is not understood
    public Defined vector(
            String name, List<Json.Obj> components, String merge, List<Json.Obj> post, String description) {
        var texts = new StoredText();
        var called = name(texts, name);
        var strategy = Merge.parse(merge);
        var safe = components.stream().map(Flows::safe).toList();
        var after = post.stream().map(Flows::safe).toList();
        checkComponents(safe);
        store.read(view -> {
            Steps.check(view, "post step", after);
            return after;
        });
        var said = texts.line("description", description);
        var stored = definitions.store(
                NodeType.VECTOR,
                Definitions.VECTOR,
                Json.Obj.EMPTY
                        .with("name", called)
                        .with("components", Json.array(safe))
                        .with("merge", strategy.text())
                        .with("post", Json.array(after))
                        .with("description", said),
                "(" + safe.size() + " components, merge=" + strategy.text() + ")",
                Moment.now(clock));
        emit("vector", called + ": " + safe.size() + " components", stored.node(), Json.Obj.EMPTY.with("name", called));
        return new Defined(
                called,
                stored.node().address().toString(),
                stored.state(),
                safe.size(),
                strategy.text(),
                texts.redacted());
    }

    private static void checkComponents(List<Json.Obj> components) {
        if (components.isEmpty() || components.size() > COMPONENTS_MAX) {
            throw new Refusal("A vector needs 1 to " + COMPONENTS_MAX
                    + " components, such as {\"pipeline\": \"file-context\", \"params\": {\"input\": \"{input}\"}}.");
        }
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).string("pipeline", "").isBlank()) {
                throw new Refusal("Component " + i + " names no pipeline; give {\"pipeline\": NAME, \"params\": {…}}.");
            }
        }
    }

    /// A node that a run found.
    ///
    /// @param address its address; empty if it is a preview that was not stored
    /// @param domain its domain
    /// @param content what it says
    public record Found(String address, String domain, String content) {}

    /// The outcome of a run.
    ///
    /// @param name what was run
    /// @param kind `pipeline` or `vector`
    /// @param run steps of the pipeline, or components of the vector that were found and run
    /// @param of all of them
    /// @param merge the merge of a vector, or an empty text
    /// @param nodes the nodes at the end
    /// @param errors what went wrong on the way, one sentence each
    public record Outcome(
            String name, String kind, int run, int of, String merge, List<Found> nodes, List<String> errors) {
        public Outcome {
            nodes = List.copyOf(nodes);
            errors = List.copyOf(errors);
        }
    }

    /// Runs a vector or a pipeline.
    ///
    /// @param nameOrAddress its name, or the address of its node
    /// @param parameters values for the places in its texts
    /// @throws Refusal if there is neither
    public Outcome run(String nameOrAddress, Json.Obj parameters) {
        var name = nameOrAddress.strip();
        var vector = definitions.vector(name);
        var outcome = vector.isPresent()
                ? runVector(vector.get(), parameters)
                : runPipeline(
                        definitions
                                .pipeline(name)
                                .orElseThrow(
                                        () -> new Refusal(
                                                "'" + name
                                                        + "' not found. Use memory_pipelines() or memory_vectors() to list available.")),
                        parameters);
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                outcome.kind() + "_run",
                outcome.name() + ": " + outcome.nodes().size() + " nodes",
                outcome.nodes().stream()
                        .map(Found::address)
                        .filter(address -> !address.isEmpty())
                        .toList(),
                "",
                Json.Obj.EMPTY
                        .with("name", outcome.name())
                        .with("errors", outcome.errors().size())));
        return outcome;
    }

    private Outcome runPipeline(Pipeline pipeline, Json.Obj parameters) {
        var runner = new Runner(tools);
        var nodes = runner.run(pipeline, List.of(), parameters);
        int steps = pipeline.steps().size();
        return new Outcome(pipeline.name(), "pipeline", steps, steps, "", found(runner, nodes), runner.errors());
    }

    private Outcome runVector(Vector vector, Json.Obj parameters) {
        var runner = new Runner(tools);
        // Stores of other writers may name merges that are unknown here; they meant the default.
        var merge = mergeOf(vector);
        var outcomes = new ArrayList<List<Node>>();
        int run = 0;
        for (int i = 0; i < vector.components().size(); i++) {
            var component = vector.components().get(i);
            var name = component.string("pipeline", "");
            var pipeline = definitions.pipeline(name);
            var start = merge == Merge.SEQUENTIAL && !outcomes.isEmpty() ? outcomes.getLast() : List.<Node>of();
            if (pipeline.isEmpty()) {
                runner.error("component " + i + ": pipeline '" + name + "' not found");
                outcomes.add(merge == Merge.SEQUENTIAL ? start : List.of());
                continue;
            }
            outcomes.add(runner.run(pipeline.get(), start, given(component, parameters)));
            run++;
        }
        var merged = merge.apply(outcomes);
        var nodes = merged.isEmpty() ? merged : runner.run("post step", vector.post(), merged, parameters);
        int all = vector.components().size();
        return new Outcome(vector.name(), "vector", run, all, merge.text(), found(runner, nodes), runner.errors());
    }

    private static Merge mergeOf(Vector vector) {
        try {
            return Merge.parse(vector.merge());
        } catch (Refusal unknown) {
            return Merge.DEDUPE;
        }
    }

    /// The caller's parameters, and over them the component's own, which may use the caller's.
    private static Json.Obj given(Json.Obj component, Json.Obj parameters) {
        var all = parameters;
        for (var own : Interpolation.apply(component.object("params"), parameters)
                .members()
                .entrySet()) {
            all = all.with(own.getKey(), own.getValue());
        }
        return all;
    }

    private static List<Found> found(Runner runner, List<Node> nodes) {
        return nodes.stream()
                .map(node -> new Found(
                        runner.isPreview(node) ? "" : node.address().toString(),
                        node.meta().domain(),
                        node.content()))
                .toList();
    }

    /// The pipelines there are: built-in ones first, then stored ones by name.
    public List<Pipeline> pipelines() {
        var all = new ArrayList<>(BuiltIn.ALL);
        all.addAll(definitions.pipelines());
        return all;
    }

    /// The vectors there are, by name.
    public List<Vector> vectors() {
        return definitions.vectors();
    }

    /// What was learned from a chain.
    ///
    /// @param name what the pipeline is run by
    /// @param description where it comes from
    /// @param steps its steps
    /// @param chainId the chain
    /// @param summary what the chain is about
    /// @param address the node of the pipeline, or an empty text if it was not stored
    public record Learned(
            String name, String description, List<Json.Obj> steps, String chainId, String summary, String address) {
        public Learned {
            steps = List.copyOf(steps);
        }
    }

    /// Learns from a chain how its knowledge was found, as a pipeline.
    ///
    /// @param chainId its id, or the beginning of it
    /// @param name what to call the pipeline; empty takes a name from the chain
    /// @param keep whether to store it; if so, the head of the chain is linked to it
    /// @throws Refusal if there is no such chain, or it has fewer than two nodes
    public Learned learn(String chainId, String name, boolean keep) {
        var lesson = store.read(view -> Learning.of(view, chainId));
        var called = name.isBlank() ? lesson.name() : name;
        var address = "";
        if (keep) {
            var defined = pipeline(called, lesson.steps(), lesson.description());
            address = defined.address();
            lesson.linkHead(store, address);
        }
        events.emit(new Event(
                Event.Layer.CONSCIOUS,
                "learn",
                called + " from " + lesson.chainId(),
                address.isEmpty() ? List.of() : List.of(address),
                "",
                Json.Obj.EMPTY
                        .with("chain_id", lesson.chainId())
                        .with("steps", lesson.steps().size())));
        return new Learned(called, lesson.description(), lesson.steps(), lesson.chainId(), lesson.summary(), address);
    }

    private void emit(String name, String summary, Node node, Json.Obj detail) {
        events.emit(new Event(
                Event.Layer.CONSCIOUS, name, summary, List.of(node.address().toString()), "context", detail));
    }
}

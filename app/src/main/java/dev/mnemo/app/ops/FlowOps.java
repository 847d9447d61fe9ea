package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.flow.Flows;
import dev.mnemo.project.flow.Pipeline;
import dev.mnemo.project.flow.Vector;
import java.util.List;

/// Retrieval that an agent puts together itself: pipelines, vectors, and what a chain teaches.
final class FlowOps {
    private static final int NODES_SHOWN = 10;

    private FlowOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_pipeline",
                        "Define a pipeline",
                        "Store a named sequence of retrieval steps. Each step is an object with 'op': recall or search (query,"
                                + " max_nodes), active (domain), spatial (file), traverse (depth, rel_types, direction,"
                                + " max_nodes), filter (domain, min_priority, min_confidence, has_anchors, drifted, type), sort"
                                + " (by, reverse), limit (n), dedupe, compress (label, domain, store), claim (content, domain,"
                                + " priority), link (target, rel), run (pipeline, params), pipe. Texts may hold places such as"
                                + " {input}, filled from the parameters of memory_run. A compress step shows a preview and"
                                + " replaces nothing unless store is true.",
                        Effect.CHANGES,
                        Audience.ALL,
                        DefinePipeline.class,
                        Flows.Defined.class,
                        input -> memory.current().flows().pipeline(input.name(), input.steps(), input.description()),
                        FlowOps::text),
                new Operation<>(
                        "memory_vector",
                        "Define a vector",
                        "Store a named combination of pipelines: components [{pipeline, params}], how to merge what they find"
                                + " (dedupe, union, intersect, ranked, sequential), and steps that follow.",
                        Effect.CHANGES,
                        Audience.ALL,
                        DefineVector.class,
                        Flows.Defined.class,
                        input -> memory.current()
                                .flows()
                                .vector(
                                        input.name(),
                                        input.components(),
                                        input.merge(),
                                        input.post(),
                                        input.description()),
                        FlowOps::text),
                new Operation<>(
                        "memory_run",
                        "Run a pipeline or vector",
                        "Run a stored or built-in pipeline or vector by name. Built in: session-orient, file-context,"
                                + " issue-cluster, drift-check. Most take params={\"input\": \"…\"}.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Run.class,
                        Flows.Outcome.class,
                        input -> memory.current().flows().run(input.name(), input.params()),
                        FlowOps::text),
                new Operation<>(
                        "memory_pipelines",
                        "List pipelines",
                        "List the pipelines that memory_run can run, built-in and stored.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        Pipelines.class,
                        _ -> new Pipelines(memory.current().flows().pipelines()),
                        FlowOps::text),
                new Operation<>(
                        "memory_vectors",
                        "List vectors",
                        "List the stored vectors that memory_run can run.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        Vectors.class,
                        _ -> new Vectors(memory.current().flows().vectors()),
                        FlowOps::text),
                new Operation<>(
                        "memory_learn",
                        "Learn a pipeline from a chain",
                        "Turn the way a chain's knowledge was found into a pipeline that finds it again.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Learn.class,
                        Flows.Learned.class,
                        input -> memory.current().flows().learn(input.chainId(), input.name(), input.storePipeline()),
                        FlowOps::text));
    }

    /// Input of `memory_pipeline`.
    public record DefinePipeline(
            @Param(value = "What it is run by.", min = 1) String name,

            @Param(value = "The steps, each an object with 'op'.", min = 1)
            List<Json.Obj> steps,

            @Param(value = "What it is for.", byDefault = "")
            String description) {}

    /// Input of `memory_vector`.
    public record DefineVector(
            @Param(value = "What it is run by.", min = 1) String name,

            @Param(value = "The pipelines, each {pipeline, params}.", min = 1)
            List<Json.Obj> components,

            @Param(
                    value = "How to merge: dedupe, union, intersect, ranked or sequential.",
                    byDefault = "dedupe",
                    oneOf = {"dedupe", "union", "intersect", "ranked", "sequential"})
            String merge,

            @Param(value = "Steps that follow the merge.", byDefault = "")
            List<Json.Obj> post,

            @Param(value = "What it is for.", byDefault = "")
            String description) {}

    /// Input of `memory_run`.
    public record Run(
            @Param(value = "The name, or the address of the definition.", min = 1)
            String name,

            @Param(value = "Values for the places in its texts, such as {\"input\": \"token store\"}.", byDefault = "")
            Json.Obj params) {}

    /// Input of `memory_learn`.
    public record Learn(
            @Param(value = "The chain's id, or the beginning of it.", min = 1)
            String chainId,

            @Param(value = "What to call the pipeline; empty takes a name from the chain.", byDefault = "")
            String name,

            @Param(value = "Whether to store it.", byDefault = "true")
            boolean storePipeline) {}

    /// No input.
    public record None() {}

    /// Output of `memory_pipelines`.
    public record Pipelines(List<Pipeline> pipelines) {}

    /// Output of `memory_vectors`.
    public record Vectors(List<Vector> vectors) {}

    private static String text(Flows.Defined defined) {
        var state = switch (defined.state()) {
            case "changed" -> " The definition before is superseded.";
            case "unchanged" -> " It was stored before; nothing changed.";
            default -> "";
        };
        var what = defined.merge().isEmpty()
                ? "Pipeline '%s' stored at %s (%s)."
                        .formatted(defined.name(), defined.address(), SessionOps.count(defined.size(), "step"))
                : "Vector '%s' stored: %s  (%s, merge=%s)."
                        .formatted(
                                defined.name(),
                                SessionOps.brief(defined.address()),
                                SessionOps.count(defined.size(), "component"),
                                defined.merge());
        return what + state + SessionOps.redacted(defined.redacted()) + "\nRun it with memory_run('" + defined.name()
                + "', params={…}).";
    }

    private static String text(Flows.Outcome outcome) {
        var nodes = outcome.nodes().size();
        var text = new StringBuilder(
                outcome.kind().equals("vector")
                        ? "Vector '%s': %d/%d components, merge=%s, %d node(s) in final set"
                                .formatted(outcome.name(), outcome.run(), outcome.of(), outcome.merge(), nodes)
                        : "Pipeline '%s': %d steps, %d node(s) in final set"
                                .formatted(outcome.name(), outcome.run(), nodes));
        if (!outcome.errors().isEmpty()) {
            text.append("\n\nErrors (").append(outcome.errors().size()).append("):");
            outcome.errors().forEach(error -> text.append("\n  ").append(error));
        }
        if (nodes > 0) {
            text.append("\n\nOutput nodes:");
            for (var node : outcome.nodes().stream().limit(NODES_SHOWN).toList()) {
                boolean preview = node.address().isEmpty();
                text.append("\n  [%s] %s  %s"
                        .formatted(
                                node.domain(),
                                preview ? "(preview, not stored)" : SessionOps.brief(node.address()),
                                SessionOps.cut(node.content(), preview ? 1_000 : 100)));
            }
            text.append(nodes > NODES_SHOWN ? "\n  ... and " + (nodes - NODES_SHOWN) + " more" : "");
        }
        return text.toString();
    }

    private static String text(Pipelines list) {
        var text = new StringBuilder(list.pipelines().size() + " pipeline(s) available:\n");
        for (var pipeline : list.pipelines()) {
            text.append("\n  %s  [%s]%s"
                    .formatted(
                            pipeline.name(),
                            pipeline.builtIn() ? "builtin" : "stored",
                            pipeline.builtIn() ? "" : "  " + SessionOps.brief(pipeline.address())));
            text.append(pipeline.description().isEmpty() ? "" : "\n    " + pipeline.description());
            text.append("\n    ").append(pipeline.steps().size()).append(" step(s)");
        }
        return text.toString();
    }

    private static String text(Vectors list) {
        if (list.vectors().isEmpty()) {
            return "No vectors defined. Use memory_vector() to create one.";
        }
        var text = new StringBuilder(list.vectors().size() + " vector(s) stored:\n");
        for (var vector : list.vectors()) {
            text.append("\n  %s  [%s]  merge=%s"
                    .formatted(vector.name(), SessionOps.brief(vector.address()), vector.merge()));
            text.append(vector.description().isEmpty() ? "" : "\n    " + vector.description());
            text.append("\n    ").append(vector.components().size()).append(" component(s)");
        }
        return text.toString();
    }

    private static String text(Flows.Learned learned) {
        var text = new StringBuilder("Learned pipeline: '" + learned.name() + "'\n  " + learned.description()
                + "\n\nSteps (" + learned.steps().size() + "):");
        int number = 1;
        for (var step : learned.steps()) {
            var parameters = step.members().entrySet().stream()
                    .filter(member -> !member.getKey().equals("op"))
                    .map(member -> member.getKey() + "="
                            + (member.getValue() instanceof Json.Str(var said)
                                    ? "'" + said + "'"
                                    : member.getValue().compact()))
                    .toList();
            text.append("\n  ")
                    .append(number++)
                    .append(". ")
                    .append(step.string("op", ""))
                    .append(parameters.isEmpty() ? "" : "  " + String.join(", ", parameters));
        }
        return text
                + (learned.address().isEmpty()
                        ? "\n\nNot stored. Store it with store_pipeline=true."
                        : "\n\nStored at " + SessionOps.brief(learned.address()) + ". Run it with memory_run('"
                                + learned.name() + "', params={\"input\": \"…\"}).");
    }
}

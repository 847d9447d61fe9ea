package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.session.Arcs;
import java.util.List;

/// Work that spans sessions: the tool `memory_arc` and its actions.
final class ArcOps {
    private ArcOps() {}

    static Operation<?, ?> of(ProjectMemory memory) {
        return new Operation<>(
                "memory_arc",
                "Track long work",
                "Track work that spans sessions: create an arc with a goal, update it with progress, pause, resume or"
                        + " complete it, list the open ones, detect recurring themes.",
                Effect.CHANGES,
                Audience.ALL,
                Input.class,
                Output.class,
                input -> run(memory.current().arcs(), input),
                ArcOps::text);
    }

    /// Input of `memory_arc`.
    public record Input(
            @Param("create, update, pause, resume, complete, list or detect.")
            String action,

            @Param(value = "For create: what the arc is called.", byDefault = "")
            String name,

            @Param(value = "For create: what it is for.", byDefault = "")
            String goal,

            @Param(value = "For update, pause, resume, complete: the address of the arc.", byDefault = "")
            String arcAddress,

            @Param(value = "For update: what was achieved.", byDefault = "")
            String progress,

            @Param(value = "For update and resume: what comes next.", byDefault = "")
            String nextStep,

            @Param(value = "For complete: what came of it.", byDefault = "")
            String outcome,

            @Param(value = "For pause: why.", byDefault = "")
            String reason,

            @Param(value = "For create and update: the domains it touches.", byDefault = "")
            List<String> domains) {}

    /// Output of `memory_arc`.
    ///
    /// @param action what was asked
    /// @param changed the arc that was changed, if one was
    /// @param arcs the open arcs, if they were listed
    /// @param candidates recurring themes, if they were looked for
    public record Output(
            String action, List<Arcs.Changed> changed, List<Arcs.Found> arcs, List<Arcs.Candidate> candidates) {}

    private static Output run(Arcs arcs, Input input) {
        var address = input.arcAddress();
        return switch (input.action()) {
            case "create" -> changed(arcs.create(input.name(), input.goal(), input.domains()));
            case "update" -> changed(arcs.update(address, input.progress(), input.nextStep(), input.domains()));
            case "pause" -> changed(arcs.pause(address, input.reason()));
            case "resume" -> changed(arcs.resume(address, input.nextStep()));
            case "complete" -> changed(arcs.complete(address, input.outcome()));
            case "list" -> new Output("list", List.of(), arcs.list(), List.of());
            case "detect" -> new Output("detect", List.of(), List.of(), arcs.detect());
            default ->
                throw new Refusal("Unknown action: " + input.action()
                        + ". Valid: create, update, complete, pause, resume, list, detect");
        };
    }

    private static Output changed(Arcs.Changed changed) {
        return new Output(changed.action(), List.of(changed), List.of(), List.of());
    }

    private static String text(Output output) {
        return switch (output.action()) {
            case "list" -> list(output.arcs());
            case "detect" -> candidates(output.candidates());
            default -> changedText(output.changed().getFirst());
        };
    }

    private static String changedText(Arcs.Changed changed) {
        var head = switch (changed.action()) {
            case "create" -> "Arc created: " + changed.address();
            case "update" -> "Arc updated: " + SessionOps.brief(changed.replaced()) + " -> " + changed.address();
            case "pause" -> "Arc paused: " + changed.address();
            case "resume" -> "Arc resumed: " + changed.address();
            default -> "Arc completed: " + changed.address();
        };
        return head + "\n\n" + changed.content() + SessionOps.redacted(changed.redacted());
    }

    private static String list(List<Arcs.Found> arcs) {
        if (arcs.isEmpty()) {
            return "No active or paused arcs.";
        }
        var text = new StringBuilder("Active arcs (" + arcs.size() + "):\n");
        for (var found : arcs) {
            text.append("\n  %s [%s] %s (%s)\n    Goal: %s"
                    .formatted(
                            SessionOps.brief(found.address()),
                            found.arc().status().text(),
                            found.arc().name(),
                            SessionOps.count(found.arc().sessions(), "session"),
                            found.arc().goal()));
            text.append(
                    found.arc().next().isEmpty()
                            ? ""
                            : "\n    Next: " + found.arc().next());
        }
        return text.toString();
    }

    private static String candidates(List<Arcs.Candidate> candidates) {
        if (candidates.isEmpty()) {
            return "No arc candidates detected from handoff history.";
        }
        var text = new StringBuilder("Detected " + candidates.size() + " potential arc(s):");
        for (var candidate : candidates) {
            text.append("\n\n  %s (overlap %.2f)\n    Goal: %s\n    Evidence: %s\n    Domains: %s"
                    .formatted(
                            candidate.name(),
                            candidate.overlap(),
                            candidate.goal(),
                            String.join(", ", candidate.evidence()),
                            String.join(", ", candidate.domains())));
        }
        return text + "\n\nBegin one with memory_arc(action='create', name=…, goal=…).";
    }
}

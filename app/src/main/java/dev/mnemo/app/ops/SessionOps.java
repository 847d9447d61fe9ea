package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.infer.Inference;
import dev.mnemo.project.session.SessionCompress;
import dev.mnemo.project.session.Sessions;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A session as such: checkpoints, its end, its rating, what the log of all sessions tells.
final class SessionOps {
    private SessionOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_checkpoint",
                        "Save a checkpoint",
                        "Note where the work stands before a risky step, a long one, or a change of context: what is done and"
                                + " what remains. Becomes project knowledge when the session is compressed or breaks off.",
                        Effect.ADDS,
                        Audience.ALL,
                        Checkpoint.class,
                        Sessions.Checkpoint.class,
                        input -> memory.current().sessions().checkpoint(input.label(), input.done(), input.remaining()),
                        SessionOps::text),
                new Operation<>(
                        "memory_session_compress",
                        "End the cycle of work",
                        "End a cycle of work with a summary: stores the summary and a handoff for the next session, promotes"
                                + " preliminary chains and checkpoints, advances matching arcs. The claims stay active.",
                        Effect.CHANGES,
                        Audience.CORE,
                        Compress.class,
                        SessionCompress.Result.class,
                        input -> memory.current().sessions().compress(input.summary()),
                        SessionOps::text),
                new Operation<>(
                        "memory_session_status",
                        "Session status",
                        "Show the running session: its turns, what it made, its checkpoints, and the preliminary chains that"
                                + " wait for promotion.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        Sessions.Status.class,
                        _ -> memory.current().sessions().status(),
                        SessionOps::text),
                new Operation<>(
                        "memory_survey",
                        "Rate the memory",
                        "Say at the end of a session how well the memory served it: ratings from 0 to 1, notes, requests."
                                + " Feedback for people; it is never recalled.",
                        Effect.ADDS,
                        Audience.ALL,
                        Survey.class,
                        Sessions.Survey.class,
                        input -> memory.current().sessions().survey(input.ratings(), input.notes(), input.requests()),
                        SessionOps::text),
                ArcOps.of(memory),
                new Operation<>(
                        "memory_infer",
                        "Infer patterns of use",
                        "Find patterns in the event log: files worked on together, recalls with and without a use, reasons"
                                + " for corrections, sequences, workflow. Needs no model.",
                        Effect.READS,
                        Audience.ALL,
                        Infer.class,
                        Inference.Report.class,
                        input -> memory.current().inference().infer(input.layers()),
                        SessionOps::text));
    }

    /// Input of `memory_checkpoint`.
    public record Checkpoint(
            @Param(value = "Where the work stands, in a few words.", min = 1)
            String label,

            @Param(value = "What is done.", byDefault = "") List<String> done,
            @Param(value = "What remains.", byDefault = "") List<String> remaining) {}

    /// Input of `memory_session_compress`.
    public record Compress(
            @Param(value = "What this cycle decided, found and changed: two to ten sentences.", min = 1)
            String summary) {}

    /// No input.
    public record None() {}

    /// Input of `memory_survey`.
    public record Survey(
            @Param(value = "How much of what was recalled was of use, 0 to 1.", byDefault = "") @Nullable
            Double recallPrecision,

            @Param(value = "How much of what was needed was recalled, 0 to 1.", byDefault = "") @Nullable
            Double recallCoverage,

            @Param(value = "How much a summary lost, 0 to 1.", byDefault = "") @Nullable
            Double compressionLoss,

            @Param(value = "How soon the session knew where it stood, 0 to 1.", byDefault = "") @Nullable
            Double orientationSpeed,

            @Param(value = "Anything else.", byDefault = "") String notes,

            @Param(value = "What the memory should do better.", byDefault = "")
            List<String> requests) {

        Sessions.Ratings ratings() {
            return new Sessions.Ratings(
                    given(recallPrecision), given(recallCoverage), given(compressionLoss), given(orientationSpeed));
        }

        private static OptionalDouble given(@Nullable Double rating) {
            return rating == null ? OptionalDouble.empty() : OptionalDouble.of(rating);
        }
    }

    /// Input of `memory_infer`.
    public record Infer(
            @Param(
                    value = "all, or names with commas between them: cooccurrence, recall, corrections, sequences,"
                            + " workflow.",
                    byDefault = "all")
            String layers) {}

    private static String text(Sessions.Checkpoint saved) {
        return "Checkpoint saved: [" + brief(saved.address()) + "] → session store (auto-promotes at compress)\n  "
                + saved.content() + redacted(saved.redacted());
    }

    private static String text(SessionCompress.Result result) {
        if (result.nodes() == 0) {
            return result.created() == 0
                    ? "Nothing to compress — no nodes created this cycle."
                    : "No active nodes from this cycle to compress (all may have been superseded). Cycle reset.";
        }
        var text = new StringBuilder("Session compressed: %s from %s -> %s [coverage: %.0f%%]\nSummary: %s\n"
                .formatted(
                        count(result.nodes(), "node"),
                        count(result.turns(), "turn"),
                        result.address(),
                        result.coverage() * 100,
                        cut(result.summary(), 120)));
        text.append("The ").append(result.nodes()).append(" nodes stay active");
        text.append(
                result.folded() == 0 ? ".\n" : "; " + result.folded() + " repeated or expired notes were folded.\n");
        text.append("Handoff node: ").append(result.handoff()).append(" (will prime next session's first recall)\n");
        for (var arc : result.arcs()) {
            text.append("Arc updated: %s (%.0f%% overlap) -> %s\n"
                    .formatted(arc.name(), arc.overlap() * 100, brief(arc.address())));
        }
        if (result.promotedChains() + result.promotedNodes() > 0) {
            text.append("Promoted: ")
                    .append(count(result.promotedChains(), "chain"))
                    .append(" and ")
                    .append(count(result.promotedNodes(), "loose node"))
                    .append(" of the session store\n");
        }
        text.append(result.archived().isEmpty() ? "" : "Session store archived: " + result.archived() + ". ");
        text.append("New session: ").append(result.session()).append(redacted(result.redacted()));
        return text + "\n\nNext: memory_survey() says how well the memory served this session.";
    }

    private static String text(Sessions.Status status) {
        var drafts = status.drafts();
        var text = new StringBuilder(
                "Session: %s (%s, %s created)\n  Nodes in session store: %d\n  Preliminary chains: %d\n  Already promoted: %d"
                        .formatted(
                                status.session(),
                                count(status.turns(), "turn"),
                                count(status.created(), "node"),
                                drafts.activeNodes(),
                                drafts.preliminaryChains().size(),
                                drafts.promotedChains()));
        for (var chain : drafts.preliminaryChains()) {
            text.append("\n    %s [%s] (%s)%s"
                    .formatted(
                            chain.chainId(),
                            chain.domain(),
                            count(chain.members(), "node"),
                            chain.summary().isEmpty() ? "" : " — " + cut(chain.summary(), 60)));
        }
        status.checkpoints().forEach(checkpoint -> text.append("\n  ").append(cut(checkpoint, 400)));
        text.append(
                drafts.preliminaryChains().isEmpty()
                        ? "\n  No preliminary chains. All session work has been promoted or the session store is empty."
                        : "\nPromote them with memory_promote(all_preliminary=true).");
        return text.toString();
    }

    private static String text(Sessions.Survey survey) {
        var text = new StringBuilder("Survey stored: " + brief(survey.address()));
        survey.ratings().forEach(rating -> text.append("\n  %s: %.2f".formatted(rating.label(), rating.value())));
        if (!survey.requests().isEmpty()) {
            text.append("\n  requests (").append(survey.requests().size()).append("):");
            survey.requests().forEach(request -> text.append("\n    - ").append(request));
        }
        text.append(survey.notes().isEmpty() ? "" : "\n  notes: " + survey.notes());
        return text + redacted(survey.redacted());
    }

    private static String text(Inference.Report report) {
        var text = new StringBuilder("## Pattern inference report\n");
        for (var section : report.sections()) {
            text.append("\n### ").append(section.title()).append('\n');
            if (section.groups().isEmpty()) {
                text.append("\n  ").append(section.otherwise()).append('\n');
            }
            for (var group : section.groups()) {
                text.append("\n  ").append(group.title()).append('\n');
                group.findings()
                        .forEach(found ->
                                text.append("    ").append(found.text()).append('\n'));
            }
        }
        if (!report.wording().isEmpty()) {
            text.append("\n### In words\n\n  ").append(report.wording()).append('\n');
        }
        text.append("\n### Inference summary\n\n  Layers run: ").append(String.join(", ", report.layers()));
        text.append("\n  Events read: ").append(report.events());
        text.append(report.bounded() ? " (the newest; there are more)" : "");
        text.append(" from ").append(count(report.sessions(), "session"));
        return text + "\n  Log directory: " + report.logDirectory();
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String brief(String address) {
        return address.substring(0, Math.min(8, address.length()));
    }

    static String cut(String text, int chars) {
        return dev.mnemo.kernel.text.Plain.line(text, chars);
    }

    static String redacted(List<String> kinds) {
        return kinds.isEmpty() ? "" : "\nRedacted before storing: " + String.join(", ", kinds) + ".";
    }
}

package dev.mnemo.project.hook;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.anchor.AnchorState;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.session.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the memory says of its own accord while an agent works: who arrives is oriented, who reads a file learns
/// what is known about it, who changes one is told what it touches and what it made stale, who fails hears whether
/// it happened before. Says nothing when it has nothing to say.
public final class Hooks {
    /// Lines about a file that is read.
    static final int FILE_NODES_MAX = 8;

    /// Lines about a change or a failure.
    static final int RELEVANT_NODES_MAX = 3;

    /// Lines about a prompt.
    static final int PROMPT_NODES_MAX = 5;

    /// Characters of any answer; agents cut at 10,000.
    public static final int ANSWER_CHARS_MAX = 8_000;

    private static final int LINE_CODE_POINTS = 180;
    private static final int ERROR_CHARS_MAX = 1_000;
    private static final double CRITICAL_PRIORITY = 0.5;

    private final Anchors anchors;
    private final Retrieval retrieval;
    private final ProjectRoot root;
    private final Sitting sitting;
    private final VisitCounter visits;
    private final EventLog events;

    /// The sitting in which an agent works.
    ///
    /// @param store the folder of the project's store
    /// @param session told of the file in work
    /// @param orientation what an agent must know at the start; an empty text if nothing
    public record Sitting(Path store, Session session, Supplier<String> orientation) {}

    /// @param anchors the ties between nodes and files
    /// @param retrieval what comes to mind
    /// @param root the files of the project
    /// @param sitting the one that it serves
    /// @param events where drift is logged
    public Hooks(Anchors anchors, Retrieval retrieval, ProjectRoot root, Sitting sitting, EventLog events) {
        this.anchors = anchors;
        this.retrieval = retrieval;
        this.root = root;
        this.sitting = sitting;
        this.visits = new VisitCounter(sitting.store());
        this.events = events;
    }

    /// What to tell the agent; empty if nothing.
    public Optional<String> respond(HookEvent event) {
        var answer = switch (event.moment()) {
            case SESSION_START -> start(event);
            case PROMPT -> prompt(event.text());
            case BEFORE_TOOL -> beforeTool(event);
            case AFTER_TOOL -> afterTool(event);
            case AFTER_FAILURE -> afterFailure(event.text());
            case STOP, BEFORE_COMPACTION -> quietly(event);
        };
        return answer.isBlank()
                ? Optional.empty()
                : Optional.of(
                        answer.length() > ANSWER_CHARS_MAX ? answer.substring(0, ANSWER_CHARS_MAX) + "…" : answer);
    }

    private String start(HookEvent event) {
        if (event.fresh()) {
            visits.reset();
        }
        return sitting.orientation().get();
    }

    private String prompt(String prompt) {
        return list("[mnemo] What this project's memory holds on this:", retrieval.relevant(prompt, PROMPT_NODES_MAX));
    }

    private String beforeTool(HookEvent event) {
        if (event.path().isBlank()) {
            return "";
        }
        if (event.tool() != HookEvent.Tool.OTHER) {
            worksOn(relative(event.path()));
        }
        return switch (event.tool()) {
            case READ -> beforeRead(event.path());
            case CHANGE -> beforeChange(event);
            case OTHER -> "";
        };
    }

    private void worksOn(String path) {
        if (path.indexOf('\0') < 0 && !path.startsWith("/")) {
            sitting.session().worksOn(path);
        }
    }

    private String beforeRead(String path) {
        var known = anchors.forFile(path);
        int visit = visits.visit(relative(path));
        var shown = visit == 1
                ? known
                : known.stream().filter(anchored -> isCritical(anchored)).toList();
        if (shown.isEmpty()) {
            return "";
        }
        return shown.stream()
                .limit(FILE_NODES_MAX)
                .map(Hooks::line)
                .collect(Collectors.joining(
                        "\n", "[mnemo] Comprehension for " + name(path) + " (visit " + visit + "):\n", ""));
    }

    private static boolean isCritical(Anchored anchored) {
        var meta = anchored.node().meta();
        return meta.priority() >= CRITICAL_PRIORITY || meta.domain().equals("issues") || anchored.isStale();
    }

    private static String line(Anchored anchored) {
        var state = anchored.state() == AnchorState.OK
                ? ""
                : " [" + anchored.state().text().toUpperCase(java.util.Locale.ROOT) + " — update needed]";
        var place = anchored.line() > 0 ? " line " + anchored.line() : "";
        return "  [" + anchored.node().meta().domain() + "]" + place + state + ": " + brief(anchored.node());
    }

    private String beforeChange(HookEvent event) {
        var terms = SignalTerms.of(event.text(), name(event.path()));
        if (terms.isEmpty()) {
            return "";
        }
        return list(
                "[mnemo] Relevant context for " + name(event.path()) + ":",
                retrieval.relevant(String.join(" ", terms), RELEVANT_NODES_MAX));
    }

    private String afterTool(HookEvent event) {
        if (event.tool() != HookEvent.Tool.CHANGE || event.path().isBlank()) {
            return "";
        }
        var stale = anchors.detectDrift(event.path());
        stale.forEach(anchored -> events.emit(drift(anchored, event.path())));
        if (event.fresh()) {
            events.emit(Event.of(Event.Layer.SUBCONSCIOUS, "unmapped", "new file " + relative(event.path())));
        }
        if (stale.isEmpty()) {
            return "";
        }
        return stale.stream()
                .limit(FILE_NODES_MAX)
                .map(Hooks::line)
                .collect(Collectors.joining(
                        "\n",
                        "[mnemo] The change of " + name(event.path()) + " may have made this stale:\n",
                        "\nmemory_update corrects a claim, memory_reinforce confirms one that still holds."));
    }

    private Event drift(Anchored anchored, String path) {
        var detail = new LinkedHashMap<String, Json>();
        detail.put("file", Json.of(relative(path)));
        detail.put("status", Json.of(anchored.state().text()));
        detail.put("current_hash", Json.of(anchored.currentHash()));
        return new Event(
                Event.Layer.SUBCONSCIOUS,
                "anchor_drift",
                anchored.state().text() + ": " + anchored.node().address().brief() + " in " + name(path),
                List.of(anchored.node().address().toString()),
                anchored.node().meta().domain(),
                new Json.Obj(detail));
    }

    private String afterFailure(String error) {
        var start = error.substring(0, Math.min(error.length(), ERROR_CHARS_MAX));
        return list("[mnemo] What is known about a failure like this:", retrieval.relevant(start, RELEVANT_NODES_MAX));
    }

    private String quietly(HookEvent event) {
        if (event.moment() == HookEvent.Moment.BEFORE_COMPACTION) {
            events.emit(Event.of(Event.Layer.SYSTEM, "status", "the agent is about to compact its context"));
        }
        return "";
    }

    private static String list(String head, List<Retrieval.Hit> hits) {
        if (hits.isEmpty()) {
            return "";
        }
        return hits.stream()
                .map(hit -> "  [" + hit.node().meta().domain() + "] " + brief(hit.node()))
                .collect(Collectors.joining("\n", head + "\n", ""));
    }

    private static String brief(Node node) {
        return Plain.line(node.content(), LINE_CODE_POINTS) + " ["
                + node.address().brief() + "]";
    }

    private String relative(String path) {
        return root.relative(path);
    }

    private static String name(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}

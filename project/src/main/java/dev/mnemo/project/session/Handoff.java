package dev.mnemo.project.session;

import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The letter that one session leaves for the next: what was worked on, what was corrected, which tasks are open. Only
/// the newest is active; the ones before stay as history.
final class Handoff {
    private static final int WORK_MAX = 10;
    private static final int CORRECTIONS_MAX = 8;
    private static final int FEEDBACK_MAX = 5;
    private static final int TASKS_MAX = 5;
    private static final int LINE_CHARS = 80;
    private static final Duration FEEDBACK_WITHIN = Duration.ofHours(4);
    private static final int EVENTS_READ_MAX = 5_000;

    private Handoff() {}

    /// Why things were corrected in the last hours, newest first. Reads the event log, so call it outside of a change.
    static List<String> feedback(EventReader logs, Instant now) {
        var since = now.minus(FEEDBACK_WITHIN);
        var reasons = new LinkedHashSet<String>();
        for (var found : logs.newest(EVENTS_READ_MAX).reversed()) {
            if (found.event().name().equals("update") && found.at().isAfter(since)) {
                var reason = found.event().detail().string("reason", "").strip();
                if (!reason.isEmpty()) {
                    reasons.add(reason);
                }
            }
        }
        return List.copyOf(reasons);
    }

    /// Stores the handoff of a session, activates it and lets the earlier ones rest.
    ///
    /// @param made the nodes of the session, oldest first
    /// @param turns its recalls
    /// @param feedback reasons for corrections, from {@link #feedback}
    static Node write(StoreChange change, List<Node> made, int turns, List<String> feedback, double now) {
        var domains = new TreeSet<String>();
        made.stream()
                .map(node -> node.meta().domain())
                .filter(domain -> !domain.isEmpty())
                .forEach(domains::add);
        var node = Node.of(
                NodeType.LEAF,
                text(change, made, turns, feedback, domains),
                List.of(),
                now,
                Json.Obj.EMPTY
                        .with("domain", "tasks")
                        .with("confidence", 0.9)
                        .with("source", "system")
                        .with("handoff", true)
                        .with("session_turns", turns)
                        .with("session_node_count", made.size())
                        .with("domains_touched", Json.strings(domains))
                        .with("priority", 0.5));
        change.activeNodes().stream()
                .filter(earlier -> earlier.meta().flag("handoff"))
                .map(Node::address)
                .toList()
                .forEach(change::deactivate);
        change.put(node);
        change.activate(node.address());
        return node;
    }

    private static String text(
            StoreChange change, List<Node> made, int turns, List<String> feedback, Set<String> domains) {
        var reasons = new LinkedHashSet<String>();
        var corrections = corrections(change, made, reasons);
        var heard = feedback.stream()
                .filter(reason -> !reasons.contains(reason))
                .limit(FEEDBACK_MAX)
                .map(reason -> "  " + Plain.line(reason, LINE_CHARS))
                .toList();
        var sections = new ArrayList<String>();
        sections.add("Session handoff (" + turns + (turns == 1 ? " turn, " : " turns, ") + made.size()
                + (made.size() == 1 ? " node)" : " nodes)"));
        section("Worked on:", work(change, made)).ifPresent(sections::add);
        section("Corrections made:", corrections).ifPresent(sections::add);
        section("User feedback received:", heard).ifPresent(sections::add);
        section("Active tasks:", tasks(change)).ifPresent(sections::add);
        if (!domains.isEmpty()) {
            sections.add("Domains touched: " + String.join(", ", domains));
        }
        return String.join("\n\n", sections);
    }

    private static Optional<String> section(String title, List<String> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(title + "\n" + String.join("\n", lines));
    }

    /// What was claimed and still holds: first what the agent said itself, then what file tools noted.
    private static List<String> work(StoreChange change, List<Node> made) {
        var current = made.stream()
                .filter(node -> change.isActive(node.address()))
                .filter(node ->
                        !node.type().equals(NodeType.SUPERSEDE) && Arc.of(node).isEmpty())
                .toList();
        return Stream.concat(
                        current.stream().filter(node -> !node.meta().autoClaim()),
                        current.stream().filter(node -> node.meta().autoClaim()))
                .limit(WORK_MAX)
                .map(node -> node.type().equals(NodeType.COMPRESS)
                        ? "  [compressed] " + Plain.line(node.content(), 70)
                        : "  [" + node.meta().domain() + "] " + Plain.line(node.content(), LINE_CHARS))
                .toList();
    }

    private static List<String> corrections(StoreChange change, List<Node> made, Set<String> reasons) {
        return made.stream()
                .filter(node ->
                        node.type().equals(NodeType.SUPERSEDE) && Arc.of(node).isEmpty())
                .filter(node -> change.isActive(node.address()))
                .limit(CORRECTIONS_MAX)
                .map(node -> {
                    var reason = node.meta().json().string("reason", "");
                    reasons.add(reason);
                    var old = node.inputs().isEmpty() ? "?" : node.inputs().getFirst();
                    return "  " + old.substring(0, Math.min(Address.DIGITS_SHOWN, old.length())) + " → "
                            + node.address().brief() + (reason.isEmpty() ? "" : " — " + Plain.line(reason, LINE_CHARS))
                            + ": " + Plain.line(node.content(), LINE_CHARS);
                })
                .toList();
    }

    private static List<String> tasks(StoreChange change) {
        return change.activeNodes().stream()
                .filter(node -> node.meta().domain().equals("tasks"))
                .filter(node -> !node.meta().flag("handoff"))
                .sorted(Comparator.comparingDouble(Node::created).reversed())
                .limit(TASKS_MAX)
                .map(node -> "  " + node.address().brief() + ": " + Plain.line(node.content(), LINE_CHARS))
                .toList();
    }
}

package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an agent must know before its first message of a sitting: how the last one ended, what was corrected, what
/// is in work, whom it works for.
final class Orientation {
    private static final double HANDOFF_HOURS_MAX = 168;
    private static final int CORRECTIONS_MAX = 5;
    private static final int TASKS_MAX = 5;
    private static final int ARCS_MAX = 3;
    private static final int LINE_CODE_POINTS = 70;
    private static final int PROFILE_CODE_POINTS = 200;
    private static final List<String> PROFILE_PHRASES =
            List.of("working style", "user profile", "preferences", "user is");

    private final List<Node> active;
    private final List<Node> global;
    private final double now;
    private final boolean classic;

    /// @param active the active nodes of the project
    /// @param global the active nodes of the global store
    /// @param now epoch seconds
    /// @param classic whether tasks repeat the arcs and handoffs, as they always did
    Orientation(List<Node> active, List<Node> global, double now, boolean classic) {
        this.active = active;
        this.global = global;
        this.now = now;
        this.classic = classic;
    }

    /// The sections that have something to say, or an empty text.
    String text() {
        var sections = Stream.of(handoff(), corrections(), tasks(), arcs(), profile())
                .flatMap(Optional::stream)
                .toList();
        return sections.isEmpty() ? "" : "── Session orientation ──\n\n" + String.join("\n\n", sections);
    }

    private Optional<String> handoff() {
        return newest(active.stream().filter(node -> node.meta().flag("handoff")))
                .findFirst()
                .filter(node -> (now - node.created()) / 3_600 < HANDOFF_HOURS_MAX)
                .map(node -> {
                    int hours = (int) ((now - node.created()) / 3_600);
                    var age = hours < 24 ? hours + "h" : hours / 24 + "d";
                    return "Last session (" + age + " ago):\n" + node.content();
                });
    }

    private Optional<String> corrections() {
        return section(
                "Recent corrections:",
                newest(active.stream()
                                .filter(node -> node.type().equals(NodeType.SUPERSEDE))
                                .filter(node -> classic || Ordinary.isKnowledge(node)))
                        .limit(CORRECTIONS_MAX)
                        .map(node -> {
                            var reason = node.meta().json().string("reason", "");
                            return "  " + node.address().brief() + (reason.isEmpty() ? "" : " (" + reason + ")") + ": "
                                    + Plain.cut(node.content(), LINE_CODE_POINTS);
                        }));
    }

    private Optional<String> tasks() {
        return section(
                "Active tasks:",
                newest(active.stream()
                                .filter(node -> node.meta().domain().equals("tasks"))
                                .filter(node -> classic || Ordinary.isKnowledge(node)))
                        .limit(TASKS_MAX)
                        .map(node ->
                                "  " + node.address().brief() + ": " + Plain.cut(node.content(), LINE_CODE_POINTS)));
    }

    private Optional<String> arcs() {
        return section(
                "Active work arcs:",
                newest(active.stream()
                                .filter(node -> node.meta().flag("arc")
                                        && !node.meta()
                                                .json()
                                                .string("arc_status", "")
                                                .equals("completed")))
                        .limit(ARCS_MAX)
                        .map(node -> "  " + node.address().brief() + ": " + node.content()));
    }

    private Optional<String> profile() {
        return global.stream()
                .filter(node -> PROFILE_PHRASES.stream().anyMatch(node.content().toLowerCase(Locale.ROOT)::contains))
                .findFirst()
                .map(node -> "User profile: " + Plain.cut(node.content(), PROFILE_CODE_POINTS));
    }

    private static Stream<Node> newest(Stream<Node> nodes) {
        return nodes.sorted(Comparator.comparingDouble(Node::created).reversed());
    }

    private static Optional<String> section(String title, Stream<String> lines) {
        var text = lines.collect(Collectors.joining("\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(title + "\n" + text);
    }
}

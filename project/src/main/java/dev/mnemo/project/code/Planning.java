package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.file.SourceTree;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.Relation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Gathers what the memory knows about a task, sorted by the part it plays in a plan.
public final class Planning {
    /// Nodes asked for.
    public static final int NODES_MAX = 12;

    private static final int TEXT_CHARS = 250;
    private static final int BLOCKERS_MAX = 5;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{4,}");

    private final FileMentions mentions;
    private final Knowledge memory;
    private final EventLog events;

    public Planning(ProjectRoot root, Knowledge memory, EventLog events) {
        this.mentions = new FileMentions(root, new SourceTree(root));
        this.memory = memory;
        this.events = events;
    }

    /// What a plan for the task must respect.
    ///
    /// @throws Refusal if the task is empty
    public PlanView plan(String task) {
        if (task.isBlank()) {
            throw new Refusal("The task is empty; say in a sentence what is to be done.");
        }
        var nodes = memory.relevant(task, NODES_MAX);
        var files = mentions.in(nodes).stream()
                .map(mention -> new PlanView.AffectedFile(
                        mention.path(),
                        mention.exists(),
                        mention.nodes().stream()
                                .map(node -> node.address().toString())
                                .sorted()
                                .toList()))
                .sorted(Comparator.comparing(PlanView.AffectedFile::path))
                .toList();
        var groups = List.of("architecture", "decisions patterns dependencies", "issues", "tasks", "history");
        var lists = groups.stream().map(group -> of(nodes, group)).toList();
        int grouped = lists.stream().mapToInt(List::size).sum();
        events.emit(Event.of(Event.Layer.CONSCIOUS, "plan", "planned: " + Plain.line(task, TEXT_CHARS)));
        return new PlanView(
                task,
                lists.get(0),
                lists.get(1),
                lists.get(2),
                lists.get(3),
                lists.get(4),
                nodes.size() - grouped,
                files,
                blockers(task, nodes),
                nodes.size());
    }

    private static List<KnownNode> of(List<Node> nodes, String domains) {
        var wanted = Set.of(domains.split(" "));
        return nodes.stream()
                .filter(node -> wanted.contains(node.meta().domain()))
                .map(node -> KnownNode.of(node, TEXT_CHARS))
                .toList();
    }

    private static List<KnownNode> blockers(String task, List<Node> nodes) {
        var words = words(task);
        return nodes.stream()
                .filter(node -> node.meta().links().stream()
                                .anyMatch(link -> link.relation().equals(Relation.BLOCKS.text()))
                        || (node.meta().domain().equals("issues")
                                && words(node.content()).stream().anyMatch(words::contains)))
                .limit(BLOCKERS_MAX)
                .map(node -> KnownNode.of(node, TEXT_CHARS))
                .toList();
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toSet());
    }
}

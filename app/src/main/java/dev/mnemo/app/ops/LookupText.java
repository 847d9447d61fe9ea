package dev.mnemo.app.ops;

import static dev.mnemo.app.ops.KnowledgeText.brief;
import static dev.mnemo.app.ops.KnowledgeText.cut;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.lookup.ActiveNodes;
import dev.mnemo.project.lookup.Difference;
import dev.mnemo.project.lookup.Graphed;
import dev.mnemo.project.lookup.Lineage;
import dev.mnemo.project.lookup.Queried;
import dev.mnemo.project.lookup.Repeated;
import dev.mnemo.project.lookup.Rerooted;
import dev.mnemo.project.lookup.StoreStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The answers of {@link LookupOps} as text.
final class LookupText {
    /// Nodes of a list that are shown; the structured answer has all.
    private static final int SHOWN_MAX = 50;

    private LookupText() {}

    private static String domain(String domain) {
        return domain.isEmpty() ? "[uncategorized]" : "[" + domain + "]";
    }

    private static String more(int all) {
        return all > SHOWN_MAX ? "\n  … and " + (all - SHOWN_MAX) + " more" : "";
    }

    static String queried(Queried node) {
        var lines = new ArrayList<String>();
        lines.add(node.address() + " " + domain(node.domain()) + " " + node.type() + ", " + node.state()
                + (node.place().equals("project") ? "" : ", in the " + node.place() + " store") + ", "
                + (node.ageDays() <= 0 ? "today" : node.ageDays() + "d old"));
        if (!node.by().isEmpty()) {
            lines.add("now: " + brief(node.by()) + " " + cut(node.byContent()));
        }
        facts(node, lines);
        list(lines, "made from:", node.inputs());
        list(lines, "kept word for word:", node.preserved());
        node.links()
                .forEach(tie -> lines.add(
                        "links: --" + tie.relation() + "--> " + brief(tie.address()) + " " + cut(tie.content())));
        node.linkedFrom()
                .forEach(tie -> lines.add("linked from: " + brief(tie.address()) + " --" + tie.relation() + "--> here: "
                        + cut(tie.content())));
        node.anchors().forEach(anchor -> lines.add("anchor: " + cut(anchor)));
        lines.add("content: " + Plain.text(node.content()));
        return String.join("\n", lines);
    }

    private static void facts(Queried node, List<String> lines) {
        var facts = new ArrayList<String>();
        if (node.confidence() >= 0) {
            facts.add("confidence " + node.confidence());
        }
        if (node.priority() != 0) {
            facts.add("priority " + node.priority());
        }
        if (!node.agent().isEmpty()) {
            facts.add("by " + Plain.line(node.agent()));
        }
        if (!node.source().isEmpty()) {
            facts.add("source " + Plain.line(node.source()));
        }
        if (node.ttlDays() > 0) {
            facts.add("lives " + node.ttlDays() + "d");
        }
        if (node.reinforced() > 0) {
            facts.add("confirmed " + node.reinforced() + "x, last " + Math.max(0, node.reinforcedDays()) + "d ago");
        }
        if (node.recalled() > 0) {
            facts.add("recalled " + node.recalled() + "x");
        }
        if (node.coverage() >= 0) {
            facts.add("coverage " + Math.round(node.coverage() * 100) + "%");
        }
        if (!node.chains().isEmpty()) {
            facts.add("in " + String.join(", ", node.chains()));
        }
        if (!facts.isEmpty()) {
            lines.add(String.join(" · ", facts));
        }
        if (!node.reason().isEmpty()) {
            lines.add("reason: " + cut(node.reason()));
        }
        if (!node.doubt().isEmpty()) {
            lines.add("may be stale: " + cut(node.doubt()));
        }
    }

    private static void list(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.add(title + " " + items.stream().map(Plain::line).collect(Collectors.joining("; ")));
        }
    }

    static String graphed(Graphed graph) {
        var out = new StringBuilder("Graph root " + domain(graph.domain()) + " " + brief(graph.root()) + "\n  "
                + cut(graph.content()) + (graph.note().isEmpty() ? "" : "\n  note: " + graph.note()) + "\n");
        if (graph.edges().isEmpty()) {
            return out.append("\n(no links found from this node)\nNext: memory_link ties nodes together.")
                    .toString();
        }
        out.append("\n" + graph.nodes() + " connected node(s), " + graph.edges().size() + " edge(s):\n");
        int hop = 0;
        for (var edge : graph.edges()) {
            if (edge.hop() != hop) {
                hop = edge.hop();
                out.append("\n  Hop ").append(hop).append(':');
            }
            out.append("\n    ")
                    .append(brief(edge.source()))
                    .append(" --[")
                    .append(edge.relation())
                    .append("]--> ")
                    .append(brief(edge.target()))
                    .append("  ")
                    .append(edge.reversed() ? brief(edge.source()) + " " : "")
                    .append(domain(edge.domain()))
                    .append(' ')
                    .append(cut(edge.content()));
        }
        return out.append(graph.truncated() ? "\n  … more nodes are linked; ask for a smaller depth" : "")
                .toString();
    }

    static String lineage(Lineage lineage) {
        return "Provenance (" + lineage.nodes().size() + " nodes):"
                + lineage.nodes().stream()
                        .limit(SHOWN_MAX)
                        .map(node ->
                                "\n  " + brief(node.address()) + " [" + node.type() + (node.active() ? "" : ", history")
                                        + "]"
                                        + (node.coverage() >= 0
                                                ? " [coverage: " + Math.round(node.coverage() * 100) + "%]"
                                                : "")
                                        + (node.preserved() > 0 ? " [" + node.preserved() + " preserved values]" : "")
                                        + (node.inputs() == 0 ? " <- (leaf): " : " <- " + node.inputs() + " inputs: ")
                                        + cut(node.content()))
                        .collect(Collectors.joining())
                + more(lineage.nodes().size());
    }

    static String active(ActiveNodes active) {
        return active.nodes() == 0 ? "(empty)" : Plain.text(active.text()).strip();
    }

    static String status(StoreStatus status) {
        var lines = new ArrayList<String>();
        lines.add("── Project store ──");
        store(status.project(), lines);
        lines.add("  Context size: " + status.contextChars() + " chars");
        lines.add("  Chains: " + status.chainsActive() + " active, " + status.chainsStashed() + " stashed ("
                + status.chains() + " total)");
        lines.add("  Health: " + (status.health().isEmpty() ? "healthy" : String.join("; ", status.health())));
        lines.add("");
        lines.add("── Global store ──");
        store(status.global(), lines);
        return String.join("\n", lines);
    }

    private static void store(StoreStatus.Store store, List<String> lines) {
        lines.add("  Active nodes: " + store.activeNodes() + " of " + store.allNodes());
        if (!store.domains().isEmpty()) {
            lines.add("  Domains: "
                    + store.domains().stream()
                            .map(domain -> Plain.line(domain.domain()) + " " + domain.nodes())
                            .collect(Collectors.joining(", ")));
        }
        lines.add("  Current root: "
                + (store.root().isEmpty() ? "none" : store.root() + " (" + store.roots() + " in all)"));
        lines.add("  Path: " + store.path());
    }

    static String difference(Difference diff) {
        if (diff.root().isEmpty()) {
            return "No root exists yet; all " + diff.added().size() + " active nodes are unrooted." + added(diff)
                    + "\nNext: memory_reroot makes a root.";
        }
        var out = new StringBuilder("Since root " + brief(diff.root()) + " (" + diff.rootNodes() + " nodes then): "
                + diff.added().size() + " added, " + diff.removed().size() + " removed, " + diff.unchanged()
                + " unchanged.");
        out.append(added(diff));
        diff.removed().stream()
                .limit(SHOWN_MAX)
                .forEach(node -> out.append("\n  - ")
                        .append(brief(node.address()))
                        .append(' ')
                        .append(domain(node.domain()))
                        .append(' ')
                        .append(node.state())
                        .append(node.by().isEmpty() ? "" : " -> " + brief(node.by()))
                        .append(": ")
                        .append(cut(node.content())));
        return out.append(more(diff.removed().size())).toString();
    }

    private static String added(Difference diff) {
        return diff.added().stream()
                        .limit(SHOWN_MAX)
                        .map(node -> "\n  + " + brief(node.address()) + " " + domain(node.domain()) + " ("
                                + (node.ageDays() <= 0 ? "today" : node.ageDays() + "d ago") + "): "
                                + cut(node.content()))
                        .collect(Collectors.joining())
                + more(diff.added().size());
    }

    static String rerooted(Rerooted rerooted) {
        return brief(rerooted.address())
                + (rerooted.changed() ? " is the new root of " : " is the root already; nothing changed among ")
                + rerooted.activeNodes() + " active nodes"
                + (rerooted.changed() && !rerooted.previous().isEmpty() ? ", after " + brief(rerooted.previous()) : "")
                + ".";
    }

    static String repeated(Repeated repeated) {
        if (repeated.count() == 0) {
            return "No two nodes are that alike.";
        }
        var out = new StringBuilder(repeated.count() + " pair(s) of nodes are alike:");
        repeated.pairs().stream()
                .limit(SHOWN_MAX)
                .forEach(pair -> out.append("\n  similarity ")
                        .append(String.format(Locale.ROOT, "%.3f", pair.similarity()))
                        .append("\n    old ")
                        .append(brief(pair.old()))
                        .append(": ")
                        .append(cut(pair.oldContent()))
                        .append("\n    new ")
                        .append(brief(pair.young()))
                        .append(": ")
                        .append(cut(pair.youngContent())));
        return out.append(more(repeated.count()))
                .append("\nNext: memory_compress(summary, addresses) merges two nodes, memory_forget removes one.")
                .toString();
    }
}

package dev.mnemo.project.recall;

import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.Comparator;

/// The active nodes by domain, newest first: what an agent sees of a store without asking for anything.
public final class ActiveText {
    /// The most nodes listed.
    public static final int NODES_MAX = 50;

    private static final String LAST = "zzz";

    private ActiveText() {}

    /// A line for each domain and each node; begins with an empty line; empty if nothing is active.
    ///
    /// @param now epoch seconds
    public static String of(StoreView view, double now) {
        var nodes = new ArrayList<>(view.activeNodes());
        nodes.sort(Comparator.comparing(ActiveText::domainOrLast)
                .thenComparing(Comparator.comparingDouble(Node::created).reversed()));
        var lines = new ArrayList<String>();
        var domain = "";
        for (var node : nodes.subList(0, Math.min(NODES_MAX, nodes.size()))) {
            var named = node.meta().domain().isEmpty()
                    ? "uncategorized"
                    : node.meta().domain();
            if (!named.equals(domain)) {
                lines.add("\n[" + named + "]");
                domain = named;
            }
            var reinforced = node.meta().lastReinforced();
            lines.add("  " + node.address() + ": " + node.content()
                    + (reinforced.isPresent()
                            ? " (reinforced " + (int) ((now - reinforced.getAsDouble()) / ClassicScore.DAY_SECONDS)
                                    + "d ago)"
                            : ""));
        }
        if (nodes.size() > NODES_MAX) {
            lines.add("\n... and " + (nodes.size() - NODES_MAX) + " more");
        }
        return String.join("\n", lines);
    }

    private static String domainOrLast(Node node) {
        return node.meta().domain().isEmpty() ? LAST : node.meta().domain();
    }
}

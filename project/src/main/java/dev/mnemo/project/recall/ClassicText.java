package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.chain.ChainText;
import dev.mnemo.project.chain.Freshness;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.recall.ChainRanking.Ranked;
import dev.mnemo.project.recall.Retrieval.Hit;
import dev.mnemo.project.recall.Signals.Talk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// What the classic recipe says to an agent: whole chains, then what is always active, then what may be outdated.
final class ClassicText {
    private static final double CHAINS_SHARE = 0.8;
    private static final double STANDALONE_SHARE = 0.12;
    private static final double PRIORITY_STANDALONE = 0.5;
    private static final double SCORE_STANDALONE = 0.5;
    private static final double PRIORITY_FLAGGED = 1.0;
    private static final double TENSION_SCORE_MIN = 0.5;
    private static final int TENSION_CODE_POINTS = 60;
    private static final int PRESERVED_VALUES_SHOWN = 10;

    private final StoreView view;
    private final Signals signals;
    private final List<Hit> hits;
    private final double now;

    ClassicText(StoreView view, Signals signals, List<Hit> hits, double now) {
        this.view = view;
        this.signals = signals;
        this.hits = hits;
        this.now = now;
    }

    /// Everything, or an empty text if nothing was found.
    ///
    /// @param budgetChars about how long it may be
    String render(List<Ranked> chains, int budgetChars) {
        if (hits.isEmpty()) {
            return "";
        }
        return view.hasChains() ? inChains(chains, budgetChars) : inOneLine();
    }

    /// What a correction may have made untrue: every node that scored well.
    List<String> tensions() {
        return signals.has(Talk.CORRECTION)
                ? hits.stream()
                        .filter(hit -> hit.score() > TENSION_SCORE_MIN)
                        .map(hit -> "May be outdated: " + Plain.cut(hit.node().content(), TENSION_CODE_POINTS))
                        .toList()
                : List.of();
    }

    private String inChains(List<Ranked> chains, int budgetChars) {
        var blocks = new ArrayList<String>();
        for (var ranked : chains) {
            int share = (int) (budgetChars * CHAINS_SHARE / chains.size());
            blocks.add(ChainText.render(ranked.chain(), view, share, now));
        }
        var standalone = standalone(chains);
        if (!standalone.isEmpty()) {
            var lines = new ArrayList<String>();
            lines.add("── Always active ──");
            int left = (int) (budgetChars * STANDALONE_SHARE);
            for (var hit : standalone) {
                if (left <= 0) {
                    break;
                }
                var line = "  " + (hit.node().meta().priority() >= PRIORITY_FLAGGED ? "⚑ " : "")
                        + hit.node().content() + " ["
                        + (isGlobal(hit.node()) ? "global:" : "") + Freshness.label(hit.node(), now) + "]";
                lines.add(line);
                left -= line.length();
            }
            blocks.add(String.join("\n", lines));
        }
        var notes = notes();
        if (!notes.isEmpty()) {
            blocks.add(String.join("\n", notes));
        }
        return String.join("\n\n", blocks);
    }

    private List<Hit> standalone(List<Ranked> chains) {
        var told = chains.stream()
                .flatMap(ranked -> ranked.chain().members().stream())
                .collect(Collectors.toSet());
        return hits.stream()
                .filter(hit -> hit.node().meta().priority() >= PRIORITY_STANDALONE
                        || (hit.score() >= SCORE_STANDALONE
                                && !told.contains(hit.node().address())))
                .sorted(Comparator.comparingDouble(
                                (Hit hit) -> hit.node().meta().priority())
                        .thenComparingDouble(Hit::score)
                        .reversed())
                .toList();
    }

    private String inOneLine() {
        var byDomain = new LinkedHashMap<String, List<String>>();
        for (var hit : hits) {
            var node = hit.node();
            byDomain.computeIfAbsent(node.meta().domain(), _ -> new ArrayList<>())
                    .add(node.content() + values(node) + " [" + node.address().brief() + "]");
        }
        var lines = new ArrayList<String>();
        lines.add("Project context: "
                + byDomain.values().stream().flatMap(List::stream).collect(Collectors.joining(" — ")));
        lines.addAll(notes());
        return String.join("\n", lines);
    }

    private static String values(Node node) {
        var preserved = node.type().equals(NodeType.COMPRESS)
                ? node.meta().json().array("preserved_values").objects().stream()
                        .limit(PRESERVED_VALUES_SHOWN)
                        .map(value -> value.string("fragment", ""))
                        .collect(Collectors.joining("; "))
                : "";
        return preserved.isEmpty() ? "" : " (values: " + preserved + ")";
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        var tensions = tensions();
        if (!tensions.isEmpty()) {
            notes.add("Possibly outdated: " + String.join("; ", tensions));
        }
        if (signals.has(Talk.CORRECTION)) {
            notes.add("Something in the project may have changed — check for stale knowledge.");
        }
        if (signals.has(Talk.HISTORY)) {
            notes.add("They're referencing past approaches — check what was tried before.");
        }
        return notes;
    }

    private static boolean isGlobal(Node node) {
        return node.meta().json().string("scope", "").equals("global");
    }
}

package dev.mnemo.project.recall;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What a node gains from being linked with nodes that matter, as the classic ranking counts it: breadth first from all
/// scored nodes, three steps deep, fading by 0.6 a step, at most fifty nodes discovered. Nodes without links are passed
/// over.
final class ClassicLinks {
    private static final int DEPTH_MAX = 3;
    private static final int DISCOVERED_MAX = 50;
    private static final double FADING = 0.6;
    private static final Set<String> CAUSAL = Set.of("caused_by", "depends_on", "blocks");

    private final Corpus corpus;
    private final double[] boosts;
    private final BitSet seen;
    private final Map<Integer, Double> reached = new LinkedHashMap<>();
    private int discovered;

    private record Step(int document, double seedScore, int depth) {}

    private final Deque<Step> frontier = new ArrayDeque<>();

    /// @param seeds scores by document, 0 for nodes that did not score
    ClassicLinks(Corpus corpus, double[] seeds) {
        this.corpus = corpus;
        this.boosts = new double[seeds.length];
        this.seen = new BitSet(seeds.length);
        for (int place = 0; place < corpus.size(); place++) {
            int document = corpus.documentAt(place);
            if (seeds[document] > 0) {
                seen.set(document);
                if (corpus.isLinked(document)) {
                    frontier.add(new Step(document, seeds[document], 1));
                }
            }
        }
        while (!frontier.isEmpty()) {
            walk(frontier.remove());
        }
    }

    /// What a document gains.
    double boost(int document) {
        return boosts[document];
    }

    /// The documents that only links brought, in the order in which they were found.
    Iterable<Integer> reached() {
        return reached.keySet();
    }

    private void walk(Step step) {
        double factor = step.seedScore() * Math.pow(FADING, step.depth() - 1);
        var node = corpus.node(step.document());
        for (var link : node.meta().links()) {
            arrive(corpus.document(link.target()), factor * (CAUSAL.contains(link.relation()) ? 0.6 : 0.4), step);
        }
        for (var link : corpus.linksTo(node.address())) {
            arrive(corpus.document(link.source()), factor * (CAUSAL.contains(link.relation()) ? 0.5 : 0.3), step);
        }
    }

    private void arrive(int document, double gain, Step from) {
        if (document < 0) {
            return;
        }
        boosts[document] += gain;
        if (!seen.get(document)) {
            if (discovered >= DISCOVERED_MAX) {
                return;
            }
            discovered++;
            seen.set(document);
            reached.put(document, 0.0);
            if (from.depth() < DEPTH_MAX) {
                frontier.add(new Step(document, from.seedScore(), from.depth() + 1));
            }
        }
    }
}

package dev.mnemo.project.session;

import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Finds themes that recur from one session to the next: two consecutive handoffs that share words.
final class ArcDetection {
    /// Handoffs looked at, newest first.
    private static final int HANDOFFS_MAX = 200;

    private static final int NAME_WORDS = 3;
    private static final int GOAL_WORDS = 6;

    private ArcDetection() {}

    static List<Arcs.Candidate> detect(Collection<Node> nodes, List<Arc> open) {
        var handoffs = nodes.stream()
                .filter(node -> node.meta().flag("handoff"))
                .sorted(Comparator.comparingDouble(Node::created).reversed())
                .limit(HANDOFFS_MAX)
                .toList()
                .reversed();
        var found = new LinkedHashMap<Set<String>, Arcs.Candidate>();
        for (int i = 1; i < handoffs.size(); i++) {
            var earlier = handoffs.get(i - 1);
            var later = handoffs.get(i);
            var left = ArcWords.of(earlier.content());
            var right = ArcWords.of(later.content());
            double overlap = ArcWords.jaccard(left, right);
            var common = ArcWords.common(left, right);
            if (overlap >= Arcs.OVERLAP_MIN && open.stream().noneMatch(arc -> covers(arc, common))) {
                found.putIfAbsent(common, candidate(earlier, later, common, overlap));
            }
        }
        var best = new ArrayList<>(found.values());
        best.sort(Comparator.comparingDouble(Arcs.Candidate::overlap).reversed());
        return best;
    }

    private static boolean covers(Arc arc, Set<String> common) {
        return ArcWords.common(common, arc.keywords()).size() * 2 > common.size();
    }

    private static Arcs.Candidate candidate(Node earlier, Node later, Set<String> common, double overlap) {
        var byLength = common.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        return new Arcs.Candidate(
                String.join(" ", byLength.stream().limit(NAME_WORDS).toList()),
                "Recurring theme across sessions: "
                        + String.join(" ", byLength.stream().limit(GOAL_WORDS).toList()),
                List.of(brief(earlier.address()), brief(later.address())),
                List.copyOf(ArcWords.common(
                        earlier.meta().json().array("domains_touched").strings(),
                        later.meta().json().array("domains_touched").strings())),
                Math.rint(overlap * 1_000) / 1_000,
                List.copyOf(common));
    }

    private static String brief(Address address) {
        return address.brief();
    }
}

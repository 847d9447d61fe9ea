package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which nodes are recalled to some purpose: something is done with them later in the same session.
final class RecallPatterns {
    private static final int RECALLS_MIN = 3;
    private static final double NOISE_BELOW = 0.1;
    private static final double VALUE_ABOVE = 0.5;
    private static final double TOGETHER_ABOVE = 0.6;
    private static final int COMMONEST = 20;
    private static final Set<String> ACTS = Set.of("claim", "update", "reinforce", "compress", "link");

    private RecallPatterns() {}

    static Section of(Log log, Nodes nodes) {
        var recalls = new Tally<String>();
        var hits = new Tally<String>();
        log.sessions().forEach(session -> count(session, recalls, hits));
        var noise = new ArrayList<Finding>();
        var value = new ArrayList<Finding>();
        for (var entry : recalls.atLeast(RECALLS_MIN)) {
            int count = entry.getValue();
            double rate = (double) hits.of(entry.getKey()) / count;
            var finding = new Finding(
                    "%s  (%dx, %.0f%% used)".formatted(nodes.line(entry.getKey()), count, rate * 100),
                    List.of(entry.getKey()),
                    count,
                    rate);
            if (rate < NOISE_BELOW) {
                noise.add(finding);
            } else if (rate > VALUE_ABOVE) {
                value.add(finding);
            }
        }
        value.sort(Comparator.comparingDouble(Finding::share).reversed());
        var never = nodes.recallable().stream()
                .filter(node -> recalls.of(node.address().toString()) == 0)
                .sorted(Comparator.comparingDouble(Node::created))
                .limit(Section.SHOWN_MAX)
                .map(node -> new Finding(
                        nodes.line(node.address().toString()),
                        List.of(node.address().toString()),
                        0,
                        0))
                .toList();
        return new Section.Builder()
                .add("High value (recalled, then used):", value)
                .add("Noise (recalled often, hardly ever used):", noise)
                .add("Recalled together:", together(log, recalls, nodes))
                .add("Never recalled (active but invisible):", never)
                .build(Layer.RECALL, "Nothing has been recalled yet.");
    }

    private static void count(List<Event> session, Tally<String> recalls, Tally<String> hits) {
        var usedLater = new HashSet<String>();
        for (var event : session.reversed()) {
            if (ACTS.contains(event.name())) {
                usedLater.addAll(event.addresses());
            } else if (Log.isRecall(event)) {
                for (var address : new HashSet<>(event.addresses())) {
                    recalls.add(address);
                    if (usedLater.contains(address)) {
                        hits.add(address);
                    }
                }
            }
        }
    }

    private static List<Finding> together(Log log, Tally<String> recalls, Nodes nodes) {
        var commonest = new HashSet<String>();
        recalls.atLeast(RECALLS_MIN).stream().limit(COMMONEST).forEach(entry -> commonest.add(entry.getKey()));
        var pairs = new Tally<Pair>();
        for (var recall : log.recalls()) {
            var common = recall.addresses().stream()
                    .filter(commonest::contains)
                    .sorted()
                    .distinct()
                    .toList();
            for (int i = 0; i < common.size(); i++) {
                for (int j = i + 1; j < common.size(); j++) {
                    pairs.add(new Pair(common.get(i), common.get(j)));
                }
            }
        }
        return pairs.atLeast(RECALLS_MIN).stream()
                .map(entry -> {
                    var pair = entry.getKey();
                    double share =
                            (double) entry.getValue() / Math.max(recalls.of(pair.first()), recalls.of(pair.second()));
                    return new Finding(
                            "%s + %s  (%dx)"
                                    .formatted(nodes.line(pair.first()), nodes.line(pair.second()), entry.getValue()),
                            List.of(pair.first(), pair.second()),
                            entry.getValue(),
                            share);
                })
                .filter(found -> found.share() > TOGETHER_ABOVE)
                .toList();
    }
}

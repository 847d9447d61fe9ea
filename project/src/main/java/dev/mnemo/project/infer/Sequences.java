package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What follows what: corrections after recalls, claims after questions, domains after domains, nodes after words.
final class Sequences {
    private static final int COMMON_WORDS_MIN = 2;
    private static final double CORE_SHARE = 0.1;
    private static final int CORE_SHOWN = 15;
    private static final int CASCADES_MIN = 2;
    private static final int TRIGGERS_MIN = 3;
    private static final double TRIGGER_SHARE = 0.6;
    private static final int TRIGGERS_SHOWN = 15;
    private static final Set<String> QUESTIONS = Set.of("recall", "search", "explore", "grep", "plan");

    private final Nodes nodes;
    private final List<Finding> volatiles = new ArrayList<>();
    private final Tally<String> volatileDomains = new Tally<>();
    private final List<Finding> discoveries = new ArrayList<>();
    private final Tally<Pair> cascades = new Tally<>();

    private Sequences(Nodes nodes) {
        this.nodes = nodes;
    }

    static Section of(Log log, Nodes nodes) {
        var sequences = new Sequences(nodes);
        log.sessions().forEach(sequences::read);
        return new Section.Builder()
                .add("Volatile nodes (recalled then updated in same session):", sequences.volatiles)
                .add(
                        "Volatility by domain:",
                        sequences.volatileDomains.atLeast(1).stream()
                                .map(entry -> Finding.of(
                                        entry.getKey() + ": " + entry.getValue() + " recall->update cycles",
                                        entry.getValue()))
                                .toList())
                .add("Discoveries (claimed after asking about it):", sequences.discoveries)
                .add("Core knowledge (most frequently recalled nodes):", core(log.recalls(), nodes), CORE_SHOWN)
                .add(
                        "Domain cascades (a claim in one is followed by one in the other):",
                        sequences.cascades.atLeast(CASCADES_MIN).stream()
                                .map(entry -> Finding.of(
                                        entry.getKey().first() + " -> "
                                                + entry.getKey().second() + "  (" + entry.getValue() + "x)",
                                        entry.getValue()))
                                .toList())
                .add("Triggers (a word that brings up one node):", triggers(log.recalls(), nodes), TRIGGERS_SHOWN)
                .build(Layer.SEQUENCES, "No sequence has occurred often enough yet.");
    }

    private void read(List<Event> session) {
        var recalled = new HashSet<String>();
        var asked = new TreeSet<String>();
        var claimDomain = "";
        for (var event : session) {
            if (event.name().equals("recall")) {
                recalled.addAll(event.addresses());
            }
            if (QUESTIONS.contains(event.name())) {
                asked.addAll(Log.words(Log.asked(event)));
            } else if (event.name().equals("update") && event.addresses().size() >= 2) {
                updated(event, recalled);
            } else if (event.name().equals("claim") && !event.addresses().isEmpty()) {
                claimed(event, asked);
                if (!claimDomain.isEmpty() && !event.domain().isEmpty() && !claimDomain.equals(event.domain())) {
                    cascades.add(new Pair(claimDomain, event.domain()));
                }
                claimDomain = event.domain().isEmpty() ? claimDomain : event.domain();
            }
        }
    }

    private void updated(Event event, Set<String> recalled) {
        var old = event.addresses().getFirst();
        if (recalled.contains(old)) {
            var now = event.addresses().get(1);
            var domain = event.domain().isEmpty() ? nodes.domain(now) : event.domain();
            volatiles.add(new Finding("[" + Nodes.brief(old) + "] -> " + nodes.line(now), List.of(old, now), 1, 0));
            volatileDomains.add(domain.isEmpty() ? "(none)" : domain);
        }
    }

    private void claimed(Event event, Set<String> asked) {
        var common = Log.words(event.summary());
        common.retainAll(asked);
        if (common.size() >= COMMON_WORDS_MIN) {
            var address = event.addresses().getFirst();
            discoveries.add(new Finding(
                    nodes.line(address) + "  (asked: "
                            + String.join(", ", common.stream().limit(5).toList()) + ")",
                    List.of(address),
                    common.size(),
                    0));
        }
    }

    private static List<Finding> core(List<Event> recalls, Nodes nodes) {
        var counts = new Tally<String>();
        recalls.forEach(recall -> new HashSet<>(recall.addresses()).forEach(counts::add));
        return counts.atLeast(1).stream()
                .filter(entry -> entry.getValue() >= CORE_SHARE * recalls.size())
                .limit(CORE_SHOWN)
                .map(entry -> {
                    double share = (double) entry.getValue() / recalls.size();
                    return new Finding(
                            "%s  %.0f%% (%d/%d)"
                                    .formatted(
                                            nodes.line(entry.getKey()), share * 100, entry.getValue(), recalls.size()),
                            List.of(entry.getKey()),
                            entry.getValue(),
                            share);
                })
                .toList();
    }

    private static List<Finding> triggers(List<Event> recalls, Nodes nodes) {
        var events = new Tally<String>();
        Map<String, Tally<String>> surfaced = new TreeMap<>();
        for (var recall : recalls) {
            for (var word : Log.words(recall.detail().string("message", ""))) {
                events.add(word);
                var tally = surfaced.computeIfAbsent(word, _ -> new Tally<>());
                new HashSet<>(recall.addresses()).forEach(tally::add);
            }
        }
        var findings = new ArrayList<Finding>();
        for (var word : events.atLeast(TRIGGERS_MIN)) {
            var best = surfaced.getOrDefault(word.getKey(), new Tally<>()).atLeast(TRIGGERS_MIN);
            if (!best.isEmpty() && best.getFirst().getValue() >= TRIGGER_SHARE * word.getValue()) {
                var address = best.getFirst().getKey();
                int count = best.getFirst().getValue();
                findings.add(new Finding(
                        "'%s' -> %s  (%d/%d)".formatted(word.getKey(), nodes.line(address), count, word.getValue()),
                        List.of(address),
                        count,
                        (double) count / word.getValue()));
            }
        }
        return findings;
    }
}

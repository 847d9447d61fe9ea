package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How the outcomes of a vector's components become one list. Every list has each node once.
enum Merge {
    /// One after the other; the first occurrence stays.
    DEDUPE,
    /// The same as {@link #DEDUPE}.
    UNION,
    /// What all have, in the order of the first.
    INTERSECT,
    /// The best of each, then the second of each, and so on.
    RANKED,
    /// Each component begins with what the one before it found; the outcome is the last one's.
    SEQUENTIAL;

    /// As definitions write it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws Refusal naming the valid ones
    static Merge parse(String text) {
        return Arrays.stream(values())
                .filter(merge -> merge.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal("Unknown merge '" + text + "'. Valid: "
                        + Arrays.stream(values()).map(Merge::text).collect(Collectors.joining(", "))));
    }

    List<Node> apply(List<List<Node>> outcomes) {
        return switch (this) {
            case DEDUPE, UNION ->
                distinct(outcomes.stream().flatMap(List::stream).toList());
            case INTERSECT -> intersect(outcomes);
            case RANKED -> ranked(outcomes);
            case SEQUENTIAL -> outcomes.isEmpty() ? List.of() : distinct(outcomes.getLast());
        };
    }

    /// Each node once, where it came first.
    static List<Node> distinct(List<Node> nodes) {
        var byAddress = new LinkedHashMap<Address, Node>();
        nodes.forEach(node -> byAddress.putIfAbsent(node.address(), node));
        return List.copyOf(byAddress.values());
    }

    private static List<Node> intersect(List<List<Node>> outcomes) {
        if (outcomes.isEmpty()) {
            return List.of();
        }
        Set<Address> common = addresses(outcomes.getFirst());
        outcomes.stream().skip(1).forEach(outcome -> common.retainAll(addresses(outcome)));
        return distinct(outcomes.getFirst().stream()
                .filter(node -> common.contains(node.address()))
                .toList());
    }

    private static Set<Address> addresses(List<Node> nodes) {
        return nodes.stream().map(Node::address).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Node> ranked(List<List<Node>> outcomes) {
        int longest = outcomes.stream().mapToInt(List::size).max().orElse(0);
        var turns = new ArrayList<Node>();
        for (int rank = 0; rank < longest; rank++) {
            for (var outcome : outcomes) {
                if (rank < outcome.size()) {
                    turns.add(outcome.get(rank));
                }
            }
        }
        return distinct(turns);
    }
}

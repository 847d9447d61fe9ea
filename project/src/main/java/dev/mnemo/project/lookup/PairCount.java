package dev.mnemo.project.lookup;

import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many pairs of some texts are alike, kept in step one text at a time: a text that comes or goes is compared with
/// those that share one of its rarest words and no others. Counts what {@link AlikePairs#pairs} counts.
final class PairCount {
    private static final IntList NOBODY = new IntList();

    private final double threshold;
    private final Map<String, Integer> ids;
    private final List<IntList> holders = new ArrayList<>();
    private final Map<Address, Integer> numbers = new HashMap<>();
    private int[] @Nullable [] sets;
    private int[] seen;
    private int looks;
    private final IntList free = new IntList();
    private int next;
    private int pairs;

    PairCount(List<Node> nodes, double threshold) {
        this.threshold = threshold;
        var likeness = new AlikePairs(nodes);
        this.pairs = likeness.pairs(threshold, 1).count();
        this.ids = likeness.ids();
        this.sets = new int[Math.max(16, nodes.size())][];
        this.seen = new int[sets.length];
        for (var node : nodes) {
            enter(node.address(), likeness.set(next));
        }
    }

    /// How many pairs there are.
    int pairs() {
        return pairs;
    }

    /// The texts that are counted.
    Iterable<Address> addresses() {
        return List.copyOf(numbers.keySet());
    }

    boolean holds(Address address) {
        return numbers.containsKey(address);
    }

    int size() {
        return numbers.size();
    }

    void add(Node node) {
        var set = AlikePairs.ids(node.content(), ids);
        pairs += like(set);
        enter(node.address(), set);
    }

    void remove(Address address) {
        var number = numbers.remove(address);
        if (number == null) {
            return;
        }
        var set = set(number);
        for (int word : set) {
            holders.get(word).remove(number);
        }
        sets[number] = null;
        free.add(number);
        pairs -= like(set);
    }

    private void enter(Address address, int[] set) {
        int number = free.size > 0 ? free.items[--free.size] : next++;
        if (number == sets.length) {
            sets = Arrays.copyOf(sets, 2 * number);
            seen = Arrays.copyOf(seen, 2 * number);
        }
        while (holders.size() < ids.size()) {
            holders.add(new IntList());
        }
        for (int word : set) {
            holders.get(word).add(number);
        }
        sets[number] = set;
        numbers.put(address, number);
    }

    private int[] set(int number) {
        var set = sets[number];
        return set == null ? new int[0] : set;
    }

    /// How many of the texts are like a set of words.
    private int like(int[] set) {
        if (set.length == 0) {
            return 0;
        }
        var byRarity = new long[set.length];
        for (int at = 0; at < set.length; at++) {
            int holding = set[at] < holders.size() ? holders.get(set[at]).size : 0;
            byRarity[at] = (long) holding << Integer.SIZE | set[at];
        }
        Arrays.sort(byRarity);
        int prefix = set.length - AlikePairs.ceiling(threshold * set.length) + 1;
        looks++;
        int found = 0;
        for (int at = 0; at < prefix; at++) {
            int word = (int) byRarity[at];
            var list = word < holders.size() ? holders.get(word) : NOBODY;
            for (int place = 0; place < list.size; place++) {
                int other = list.items[place];
                if (seen[other] != looks) {
                    seen[other] = looks;
                    found += AlikePairs.jaccard(set, set(other)) >= threshold ? 1 : 0;
                }
            }
        }
        return found;
    }
}

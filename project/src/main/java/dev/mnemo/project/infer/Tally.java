package dev.mnemo.project.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts things and lists them, the most frequent first, equal counts in their own order.
final class Tally<K extends Comparable<K>> {
    private final TreeMap<K, Integer> counts = new TreeMap<>();

    void add(K key) {
        counts.merge(key, 1, Integer::sum);
    }

    int of(K key) {
        return counts.getOrDefault(key, 0);
    }

    /// The keys seen at least so often.
    List<Map.Entry<K, Integer>> atLeast(int count) {
        var entries = new ArrayList<Map.Entry<K, Integer>>();
        for (var entry : counts.entrySet()) {
            if (entry.getValue() >= count) {
                entries.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        return entries;
    }
}

package dev.mnemo.project.derive;

import dev.mnemo.kernel.text.ClassicWords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much of what some texts say is still said by their summary.
public final class Coverage {
    private static final ClassicWords WORDS = new ClassicWords();

    private Coverage() {}

    /// The share of the inputs' words that the summary keeps, each weighted by how rare it is among the inputs
    /// (`ln(1 + n / df)`): 0 for nothing, 1 for everything.
    ///
    /// @param preserved further words that count as kept
    public static double of(List<String> inputs, String summary, Set<String> preserved) {
        Map<String, Integer> documents = new HashMap<>();
        for (var input : inputs) {
            for (var word : new HashSet<>(WORDS.words(input))) {
                documents.merge(word, 1, Integer::sum);
            }
        }
        var kept = new HashSet<>(WORDS.words(summary));
        kept.addAll(preserved);
        double all = 0;
        double covered = 0;
        for (var entry : new java.util.TreeMap<>(documents).entrySet()) {
            double weight = Math.log(1 + (double) inputs.size() / entry.getValue());
            all += weight;
            covered += kept.contains(entry.getKey()) ? weight : 0;
        }
        return all == 0 ? 0 : covered / all;
    }
}

package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.TopK;
import dev.mnemo.user.recall.Person.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A candidate with its reasons.
///
/// @param document its number
/// @param entry what it is
/// @param factors why it stands where it stands
record Scored(int document, Entry entry, Factors factors) {
    /// The constant of reciprocal rank fusion, and what two first places come to.
    private static final int RANK_OFFSET = 60;

    private static final double BOTH_FIRST = 2.0 / (RANK_OFFSET + 1);

    /// Reciprocal rank fusion of two lists, 1 for what is first in both.
    static Map<Integer, Double> fuse(List<TopK.Scored> byWords, List<TopK.Scored> byMeaning) {
        var fused = new HashMap<Integer, Double>();
        for (var list : List.of(byWords, byMeaning)) {
            for (int place = 0; place < list.size(); place++) {
                fused.merge(list.get(place).row(), 1 / (RANK_OFFSET + 1.0 + place) / BOTH_FIRST, Double::sum);
            }
        }
        return fused;
    }
}

package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// One list of hits from all sources: by score, each source keeping room of its own as long as it has
/// something, all within the budget.
final class Merge {
    /// The share of the list that each source keeps.
    private static final Map<Source, Double> ROOM = new EnumMap<>(Map.of(
            Source.MEMORY, 0.25,
            Source.CONVERSATION, 0.25,
            Source.DOCUMENT, 0.1,
            Source.GRAPH, 0.1));

    static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble((Hit hit) -> -hit.score())
            .thenComparing(Hit::source)
            .thenComparingLong(hit -> hit.memory().map(Remembered::id).orElse(0L))
            .thenComparing(Hit::text);

    private Merge() {}

    /// The hits to return, best first; of several with the same text the best.
    ///
    /// @param hits any number, in any order
    static List<Hit> of(List<Hit> hits, int limit, int tokenBudget, Trace trace) {
        var chosen = new ArrayList<Hit>();
        long tokens = 0;
        for (var hit : roomFirst(withoutRepeats(hits, trace), limit)) {
            int more = Tokens.of(hit.text());
            if (chosen.size() == limit) {
                break;
            }
            if (tokens + more <= tokenBudget) {
                chosen.add(hit);
                tokens += more;
            } else {
                trace.note(row(hit), "budget", more, "does not fit");
            }
        }
        chosen.sort(BEST_FIRST);
        return chosen;
    }

    /// Those in the room of their source first, then everything else; best first in both.
    private static List<Hit> roomFirst(List<Hit> ranked, int limit) {
        var first = new ArrayList<Hit>();
        var rest = new ArrayList<Hit>();
        var taken = new EnumMap<Source, Integer>(Source.class);
        for (var hit : ranked) {
            int room = (int) Math.ceil(limit * ROOM.getOrDefault(hit.source(), 0.0));
            boolean hasRoom = taken.merge(hit.source(), 1, Integer::sum) <= room;
            (hasRoom ? first : rest).add(hit);
        }
        first.addAll(rest);
        return first;
    }

    private static List<Hit> withoutRepeats(List<Hit> hits, Trace trace) {
        var ranked = new ArrayList<>(hits);
        ranked.sort(BEST_FIRST);
        var seen = new HashSet<String>();
        ranked.removeIf(hit -> {
            boolean isNew = seen.add(hit.text());
            if (!isNew) {
                trace.note(row(hit), "repeat", hit.score(), "the same text stands higher");
            }
            return !isNew;
        });
        return ranked;
    }

    private static String row(Hit hit) {
        return hit.memory().map(memory -> Long.toString(memory.id())).orElseGet(hit::text);
    }
}

package dev.mnemo.project.recall;

import dev.mnemo.kernel.rank.Trace;
import java.util.List;

/// A retrieval that also knows the sitting it serves and can say how it came to its answer.
public interface Ranking extends Retrieval {
    /// What comes to mind for a message.
    Recollection recall(Cue cue);

    /// The nodes that are no longer active but share words with a query, best first.
    List<Hit> searchInactive(String query, int limit);

    /// Saves what was expensive to find out about the store, for the next process.
    ///
    /// @param asLittleAs how many changes are worth it
    default void save(int asLittleAs) {}

    /// The answer to a cue.
    ///
    /// @param hits what to show, best first, each node once
    /// @param trace what each stage did to each node; empty unless the cue asked for it
    record Recollection(List<Hit> hits, Trace trace) {
        public Recollection {
            hits = List.copyOf(hits);
        }
    }

    @Override
    default List<Hit> relevant(String text, int limit) {
        return recall(Cue.of(text, limit)).hits();
    }
}

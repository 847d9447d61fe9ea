package dev.mnemo.project.recall;

import java.util.List;
import java.util.function.Supplier;

/// A retrieval that is made when it is first asked, so that opening a project does not wait for its indexes.
///
/// @param ranking makes or finds it
public record LateRetrieval(Supplier<? extends Retrieval> ranking) implements Retrieval {
    @Override
    public List<Hit> relevant(String text, int limit) {
        return ranking.get().relevant(text, limit);
    }

    @Override
    public List<Hit> search(String query, int limit) {
        return ranking.get().search(query, limit);
    }
}

package dev.mnemo.app.ops;

import java.util.Comparator;
import java.util.List;

/// The order in which tools are listed: that which agents have always known, then what came later, by name. A list that
/// never changes its order keeps an agent's prompt cache warm.
final class ToolOrder {
    private static final List<String> KNOWN = List.of("""
            recall claim update reinforce link query graph gap ask checkpoint verify search provenance compress \
            session_compress reroot import status diff soul active prune_candidates explore grep plan read map \
            scan pipeline run pipelines vector vectors learn survey coverage infer arc switch init projects cat \
            chains promote session_status stash stash_pop help write edit glob blame log rebase spatial""".split(" "));

    /// Compares operations by their place.
    static final Comparator<Operation<?, ?>> PLACES = Comparator.<Operation<?, ?>>comparingInt(
                    operation -> place(operation.name()))
            .thenComparing(Operation::name);

    private ToolOrder() {}

    private static int place(String name) {
        int at = KNOWN.indexOf(name.replaceFirst("^memory_", ""));
        return at < 0 ? KNOWN.size() : at;
    }
}

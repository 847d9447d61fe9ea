package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.lookup.ActiveNodes;
import dev.mnemo.project.lookup.Difference;
import dev.mnemo.project.lookup.Graphed;
import dev.mnemo.project.lookup.Lineage;
import dev.mnemo.project.lookup.Queried;
import dev.mnemo.project.lookup.Repeated;
import dev.mnemo.project.lookup.Rerooted;
import dev.mnemo.project.lookup.SoulText;
import dev.mnemo.project.lookup.StoreStatus;
import java.util.List;

/// Questions about what is stored, and the pictures of it.
final class LookupOps {
    private LookupOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_query",
                        "Show a node",
                        "Show everything about one node: whether it is current and what took its place, its links, anchors,"
                                + " chains, age and full text.",
                        Effect.READS,
                        Audience.ALL,
                        Query.class,
                        Queried.class,
                        input -> memory.current().lookup().query(input.address()),
                        LookupText::queried),
                new Operation<>(
                        "memory_graph",
                        "Show links",
                        "Show what is linked to a node, step by step: what it depends on, what depends on it. Links to corrected"
                                + " nodes lead to their corrections.",
                        Effect.READS,
                        Audience.ALL,
                        Graph.class,
                        Graphed.class,
                        input -> memory.current()
                                .lookup()
                                .graph(input.address(), input.depth(), input.relTypes(), input.direction()),
                        LookupText::graphed),
                new Operation<>(
                        "memory_provenance",
                        "Show origins",
                        "Show what a node was made from: its earlier wordings, and the originals behind a summary.",
                        Effect.READS,
                        Audience.ALL,
                        Query.class,
                        Lineage.class,
                        input -> memory.current().lookup().provenance(input.address()),
                        LookupText::lineage),
                new Operation<>(
                        "memory_active",
                        "List knowledge",
                        "List the active nodes by domain, newest first, at most fifty.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        ActiveNodes.class,
                        _ -> memory.current().lookup().active(),
                        LookupText::active),
                new Operation<>(
                        "memory_status",
                        "Status",
                        "Tell how the memory is: how much it holds, in which domains, and what should be looked at.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        StoreStatus.class,
                        _ -> memory.current().lookup().status(),
                        LookupText::status),
                new Operation<>(
                        "memory_diff",
                        "What changed",
                        "Tell what was added and removed since the last root, and what took the place of what was removed.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        Difference.class,
                        _ -> memory.current().lookup().diff(),
                        LookupText::difference),
                new Operation<>(
                        "memory_soul",
                        "Knowledge document",
                        "Write the project's knowledge as one document, from the last root.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        SoulText.class,
                        _ -> memory.current().lookup().soul(),
                        SoulText::text),
                new Operation<>(
                        "memory_reroot",
                        "Make a root",
                        "Picture what is active now as a new root, with one summary for each domain, so that later changes can"
                                + " be told from it.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Reroot.class,
                        Rerooted.class,
                        input -> memory.current().lookup().reroot(input.domainSummaries()),
                        LookupText::rerooted),
                new Operation<>(
                        "memory_prune_candidates",
                        "Find repetitions",
                        "Find pairs of active nodes that say nearly the same, so that one can correct the other.",
                        Effect.READS,
                        Audience.ALL,
                        Prune.class,
                        Repeated.class,
                        input -> memory.current().lookup().pruneCandidates(input.threshold()),
                        LookupText::repeated));
    }

    /// One node.
    public record Query(
            @Param(value = "The node's address, or its first digits, as recall and search show them.", min = 1)
            String address) {}

    /// No input.
    public record None() {}

    /// Input of `memory_graph`.
    public record Graph(
            @Param(value = "The node to start from: its address or first digits.", min = 1)
            String address,

            @Param(value = "How many steps, 1 to 5.", byDefault = "2")
            int depth,

            @Param(
                    value =
                            "Relations to follow, separated by commas: blocks, caused_by, contradicts, depends_on, enables,"
                                    + " relates_to; empty for all.",
                    byDefault = "")
            String relTypes,

            @Param(value = "forward, reverse or both.", byDefault = "both")
            String direction) {}

    /// Input of `memory_reroot`.
    public record Reroot(
            @Param(value = "A line 'domain: summary' for each domain.", byDefault = "")
            String domainSummaries) {}

    /// Input of `memory_prune_candidates`.
    public record Prune(
            @Param(
                    value = "How alike two texts must be: shared words divided by all words, 0.05 to 1.",
                    byDefault = "0.5")
            double threshold) {}
}

package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.claim.Promoted;
import dev.mnemo.project.claim.Rebased;
import dev.mnemo.project.claim.Stashed;
import dev.mnemo.project.lookup.Blamed;
import dev.mnemo.project.lookup.ChainFilter;
import dev.mnemo.project.lookup.ChainList;
import dev.mnemo.project.lookup.LogFilter;
import dev.mnemo.project.lookup.Logged;
import dev.mnemo.project.lookup.Shown;
import java.util.List;

/// Chains of thought: what they say, who said it, when; keeping them back and bringing them in.
final class ChainOps {
    private ChainOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_chains",
                        "List chains",
                        "List the threads of reasoning of the project and of this session, plans first, newest next.",
                        Effect.READS,
                        Audience.ALL,
                        Chains.class,
                        ChainList.class,
                        input -> memory.current().chains().list(input.filter()),
                        ChainTexts::list),
                new Operation<>(
                        "memory_cat",
                        "Read a chain or node",
                        "Read a whole chain in order, or a node with everything it was made from.",
                        Effect.READS,
                        Audience.ALL,
                        Cat.class,
                        Shown.class,
                        input -> memory.current().chains().cat(input.chainOrNode(), input.code()),
                        Shown::text),
                new Operation<>(
                        "memory_promote",
                        "Promote a chain",
                        "Make a preliminary chain of this session part of the project, or all of them.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Promote.class,
                        Promoted.class,
                        input -> memory.current().claims().promote(input.chainId(), input.allPreliminary()),
                        ChainTexts::promoted),
                new Operation<>(
                        "memory_stash",
                        "Stash a chain",
                        "Keep a chain back from recall, such as an approach that was given up for now.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Stash.class,
                        Stashed.class,
                        input -> memory.current().claims().stash(input.chainId(), input.reason()),
                        ChainTexts::stashed),
                new Operation<>(
                        "memory_stash_pop",
                        "Bring a chain back",
                        "Bring a stashed chain back into recall. Nodes that were corrected meanwhile stay away.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Pop.class,
                        Stashed.class,
                        input -> memory.current().claims().stashPop(input.chainId()),
                        ChainTexts::popped),
                new Operation<>(
                        "memory_blame",
                        "Who said what",
                        "Tell who said what and when: for a chain, a file or a line of it, a summary, or a node.",
                        Effect.READS,
                        Audience.ALL,
                        Blame.class,
                        Blamed.class,
                        input -> memory.current().chains().blame(input.target(), input.line()),
                        ChainTexts::blamed),
                new Operation<>(
                        "memory_log",
                        "Log",
                        "List what was stored, newest first, by topic, agent, domain or chain.",
                        Effect.READS,
                        Audience.ALL,
                        Log.class,
                        Logged.class,
                        input -> memory.current().chains().log(input.filter()),
                        ChainTexts::logged),
                new Operation<>(
                        "memory_rebase",
                        "What depends on it",
                        "Find the nodes that may no longer hold because one changed, and flag them as possibly stale until"
                                + " somebody updates or reinforces them.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Rebase.class,
                        Rebased.class,
                        input -> memory.current().claims().rebase(input.nodeAddr(), input.dryRun()),
                        ChainTexts::rebased),
                new Operation<>(
                        "memory_spatial",
                        "What is known here",
                        "List what is known about a file or some lines of it, in the order of the lines.",
                        Effect.READS,
                        Audience.ALL,
                        Spatial.class,
                        Blamed.class,
                        input -> memory.current()
                                .chains()
                                .spatial(input.file(), input.startLine(), input.endLine(), input.agentFilter()),
                        ChainTexts::spatial));
    }

    /// Input of `memory_chains`.
    public record Chains(
            @Param(
                    value = "Only active, preliminary, stashed, archived or superseded; several by commas.",
                    byDefault = "")
            String status,

            @Param(value = "Only chains of this domain.", byDefault = "")
            String domain,

            @Param(value = "Only chains that this agent leads.", byDefault = "")
            String agentId,

            @Param(value = "true for plans only, false for no plans.", byDefault = "")
            String planRoot,

            @Param(value = "project, session or both.", byDefault = "both")
            String storeScope,

            @Param(value = "How many at most.", byDefault = "20", min = 1, max = 1000)
            int limit) {
        ChainFilter filter() {
            return new ChainFilter(status, domain, agentId, planRoot, storeScope, limit);
        }
    }

    /// Input of `memory_cat`.
    public record Cat(
            @Param(value = "A chain's id (ch_…) or a node's address.", min = 1)
            String chainOrNode,

            @Param(value = "Also the code that a node was written about.", byDefault = "false")
            boolean code) {}

    /// Input of `memory_promote`.
    public record Promote(
            @Param(value = "The preliminary chain's id.", byDefault = "")
            String chainId,

            @Param(value = "All preliminary chains.", byDefault = "false")
            boolean allPreliminary) {}

    /// Input of `memory_stash`.
    public record Stash(
            @Param(value = "The chain's id.", min = 1) String chainId,

            @Param(value = "Why it is kept back.", byDefault = "")
            String reason) {}

    /// Input of `memory_stash_pop`.
    public record Pop(
            @Param(value = "The chain's id.", min = 1) String chainId) {}

    /// Input of `memory_blame`.
    public record Blame(
            @Param(value = "A chain's id, a node's address, or a file's path.", min = 1)
            String target,

            @Param(value = "A line of the file; 0 for all of it.", byDefault = "0")
            int line) {}

    /// Input of `memory_log`.
    public record Log(
            @Param(value = "Only nodes that say this.", byDefault = "")
            String topic,

            @Param(value = "Only nodes that this agent claimed.", byDefault = "")
            String agentFilter,

            @Param(value = "Only nodes of this domain.", byDefault = "")
            String domain,

            @Param(value = "Group by chain.", byDefault = "false")
            boolean byChains,

            @Param(value = "Only nodes that reconcile others.", byDefault = "false")
            boolean reconciliations,

            @Param(value = "Only messages between agents.", byDefault = "false")
            boolean pings,

            @Param(value = "Only messages that nobody confirmed.", byDefault = "false")
            boolean pendingOnly,

            @Param(value = "How many at most.", byDefault = "50", min = 1, max = 10000)
            int limit) {
        LogFilter filter() {
            return new LogFilter(topic, agentFilter, domain, byChains, reconciliations, pings, pendingOnly, limit);
        }
    }

    /// Input of `memory_rebase`.
    public record Rebase(
            @Param(value = "The node that changed: its address or first digits.", min = 1)
            String nodeAddr,

            @Param(value = "Only list what depends on it, flag nothing.", byDefault = "false")
            boolean dryRun) {}

    /// Input of `memory_spatial`.
    public record Spatial(
            @Param(value = "The file, relative to the project.", min = 1)
            String file,

            @Param(value = "The first line; 0 for the whole file.", byDefault = "0")
            int startLine,

            @Param(value = "The last line.", byDefault = "0")
            int endLine,

            @Param(value = "Only what this agent claimed.", byDefault = "")
            String agentFilter) {}
}

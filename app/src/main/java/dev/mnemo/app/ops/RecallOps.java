package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.recall.Recall;
import dev.mnemo.project.recall.RecallText;
import dev.mnemo.project.recall.Recalled;
import dev.mnemo.project.recall.Search;
import java.util.List;

/// Finding what is known: by what a message is about, or by words.
final class RecallOps {
    private RecallOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_recall",
                        "Recall",
                        "Recall what the team knows about the message in hand: decisions, conventions, gotchas and the state of"
                                + " work. Call it at the start of every turn, with the user's message. Answers with short lines,"
                                + " each with the address that memory_query, memory_update and memory_link take and the reason"
                                + " why it is there; the first answers of a sitting also tell how the last one ended. What is"
                                + " marked as in question must be checked before it is relied on. An answer of"
                                + " \"nothing comes to mind\" means that nothing relevant is stored.",
                        Effect.CHANGES,
                        Audience.CORE,
                        RecallInput.class,
                        Recalled.class,
                        input -> memory.current()
                                .recall()
                                .recall(new Recall.Request(
                                        input.message(), input.project(), input.maxTokens(), input.explain())),
                        RecallText::of),
                new Operation<>(
                        "memory_search",
                        "Search nodes",
                        "Search the stored knowledge for words or for an address. Matches stems and parts of identifiers"
                                + " (\"tokens\" finds TokenStore, HS256 does not find RS256) and ranks by words alone. Use it when"
                                + " memory_recall did not show what you look for, or to find the address of a node to update.",
                        Effect.READS,
                        Audience.CORE,
                        SearchInput.class,
                        Search.Found.class,
                        input -> memory.current()
                                .search()
                                .search(new Search.Request(
                                        input.query(),
                                        input.maxResults(),
                                        input.scope(),
                                        input.project(),
                                        input.includeInactive())),
                        Search::text));
    }

    /// Input of `memory_recall`.
    public record RecallInput(
            @Param(value = "The user's message, or what you are about to do.", min = 1)
            String message,

            @Param(
                    value = "A registered project to ask instead of the current one; nothing is noted there.",
                    byDefault = "")
            String project,

            @Param(
                    value = "About how many tokens the answer may have, counted as 4 characters each; 0 means as"
                            + " configured. Never exceeds the configured budget.",
                    byDefault = "0",
                    max = 100_000)
            int maxTokens,

            @Param(value = "Add what each stage of the ranking did to each node.", byDefault = "false")
            boolean explain) {}

    /// Input of `memory_search`.
    public record SearchInput(
            @Param(value = "Words, or the first 8 to 12 digits of an address.", min = 1)
            String query,

            @Param(value = "How many nodes at most.", byDefault = "10", min = 1, max = 200)
            int maxResults,

            @Param(
                    value = "Where to search: all (this project and what holds in all projects), project or global.",
                    byDefault = "all",
                    oneOf = {"all", "project", "global"})
            String scope,

            @Param(
                    value = "A registered project to search instead, or all for every registered project.",
                    byDefault = "")
            String project,

            @Param(value = "Search also what was corrected, summarised or put away.", byDefault = "false")
            boolean includeInactive) {}
}

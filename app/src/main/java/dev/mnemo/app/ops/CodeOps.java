package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.anchor.Verification;
import dev.mnemo.project.code.ExploreView;
import dev.mnemo.project.code.FileChange;
import dev.mnemo.project.code.FileListing;
import dev.mnemo.project.code.FileView;
import dev.mnemo.project.code.PlanView;
import dev.mnemo.project.code.SearchView;
import java.util.List;

/// Code and files: reading, searching and changing the code base with what is known about it.
final class CodeOps {
    private CodeOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_read",
                        "Read a file",
                        "Read a file of the project together with what the memory knows about it: nodes about the file in front,"
                                + " notes between the lines they are about, warnings where a node describes code that has changed.",
                        Effect.READS,
                        Audience.ALL,
                        Read.class,
                        FileView.class,
                        input -> memory.current().code().reading().read(input.file(), input.offset(), input.limit()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_write",
                        "Write a file",
                        "Write a whole file of the project, atomically, and remember that it was written. Names the nodes that"
                                + " the change makes stale.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Write.class,
                        FileChange.class,
                        input -> memory.current().code().editing().write(input.path(), input.content(), input.claim()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_edit",
                        "Edit a file",
                        "Replace an exact text in a file of the project, atomically, and remember the edit. Names the nodes that"
                                + " the change makes stale. Encoding and line ends stay as they are.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Edit.class,
                        FileChange.class,
                        input -> memory.current()
                                .code()
                                .editing()
                                .edit(
                                        input.path(),
                                        input.oldString(),
                                        input.newString(),
                                        input.replaceAll(),
                                        input.claim()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_glob",
                        "List files by pattern",
                        "List files by a pattern such as **/*.{ts,tsx}, with how many nodes the memory has about each; shows"
                                + " which parts of the code nobody has claimed anything about. Ignored files are left out.",
                        Effect.READS,
                        Audience.ALL,
                        Globbing.class,
                        FileListing.Listed.class,
                        input -> memory.current().code().listing().list(input.pattern(), input.path()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_grep",
                        "Search the code",
                        "Search the code by regular expression, starting from what the memory knows about the reason for the"
                                + " search: its nodes first, then matches in the files they suggest, then the rest.",
                        Effect.READS,
                        Audience.ALL,
                        Grep.class,
                        SearchView.class,
                        input -> memory.current()
                                .code()
                                .search()
                                .search(input.pattern(), input.intent(), input.glob(), input.path()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_explore",
                        "Explore a topic",
                        "Explore a topic before working on it: what the memory says, what the code says, which code the memory"
                                + " does not cover, and which claims the code contradicts.",
                        Effect.READS,
                        Audience.ALL,
                        Explore.class,
                        ExploreView.class,
                        input -> memory.current().code().exploration().explore(input.topic(), input.deep()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_plan",
                        "Gather what a plan needs",
                        "Gather what the memory knows before planning a task: architecture, constraints to respect, risks,"
                                + " current state, files affected and likely blockers.",
                        Effect.READS,
                        Audience.ALL,
                        Plan.class,
                        PlanView.class,
                        input -> memory.current().code().planning().plan(input.task()),
                        CodeTexts::text),
                new Operation<>(
                        "memory_verify",
                        "Verify anchors",
                        "Check whether the code is still as nodes say, through their anchors: one node, or all active ones. Marks"
                                + " what has drifted and takes the mark away where the code is back.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Verify.class,
                        Verification.class,
                        input -> input.address().isBlank()
                                ? memory.current().anchors().verifyAll()
                                : memory.current().anchors().verify(input.address()),
                        CodeTexts::text));
    }

    /// Input of `memory_read`.
    public record Read(
            @Param(value = "The file, relative to the project or absolute.", min = 1, max = 1_000)
            String file,

            @Param(value = "Lines to leave out before the first one shown.", byDefault = "0", max = Integer.MAX_VALUE)
            int offset,

            @Param(value = "Lines to show; 0 shows up to 300.", byDefault = "0", max = Integer.MAX_VALUE)
            int limit) {}

    /// Input of `memory_write`.
    public record Write(
            @Param(value = "The file, relative to the project or absolute; its folders are made.", min = 1, max = 1_000)
            String path,

            @Param(value = "All that the file will say.", max = 5_000_000)
            String content,

            @Param(value = "Whether to remember the change.", byDefault = "true")
            boolean claim) {}

    /// Input of `memory_edit`.
    public record Edit(
            @Param(value = "The file, relative to the project or absolute.", min = 1, max = 1_000)
            String path,

            @Param(value = "The text to replace, exactly as it is in the file.", max = 1_000_000)
            String oldString,

            @Param(value = "The text to put there.", max = 1_000_000)
            String newString,

            @Param(
                    value = "Whether to replace every occurrence; otherwise there must be exactly one.",
                    byDefault = "false")
            boolean replaceAll,

            @Param(value = "Whether to remember the change.", byDefault = "true")
            boolean claim) {}

    /// Input of `memory_glob`.
    public record Globbing(
            @Param(
                    value = "A pattern: * and ? within one name, ** over folders, {a,b} either, [a-z] one of.",
                    min = 1,
                    max = 500)
            String pattern,

            @Param(value = "The folder to look in.", byDefault = ".", max = 1_000)
            String path) {}

    /// Input of `memory_grep`.
    public record Grep(
            @Param(value = "A regular expression; case does not count.", min = 1, max = 1_000)
            String pattern,

            @Param(value = "Why you search, in a few words; the memory answers to this.", max = 2_000)
            String intent,

            @Param(value = "Which files, such as *.py or src/**/*.ts; empty for all.", byDefault = "", max = 500)
            String glob,

            @Param(value = "A folder or file to search in; empty for the project.", byDefault = "", max = 1_000)
            String path) {}

    /// Input of `memory_explore`.
    public record Explore(
            @Param(value = "What you want to understand.", min = 1, max = 2_000)
            String topic,

            @Param(
                    value = "Whether to look at more nodes and show passages of the files they name.",
                    byDefault = "false")
            boolean deep) {}

    /// Input of `memory_plan`.
    public record Plan(
            @Param(value = "What is to be done, in a sentence.", min = 1, max = 4_000)
            String task) {}

    /// Input of `memory_verify`.
    public record Verify(
            @Param(value = "The node to verify; empty for all active nodes with anchors.", byDefault = "")
            String address) {}
}

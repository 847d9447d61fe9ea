package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.node.Fsck;
import dev.mnemo.project.node.NodeStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Upkeep of the store's files.
final class StoreOps {
    private StoreOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_fsck",
                        "Check the store",
                        "Look for damaged, misnamed and stale files in the project's store. With repair=true mend them;"
                                + " nothing is deleted, what cannot stay moves to .mnemo/lost+found with the reason.",
                        Effect.CHANGES,
                        Audience.PROGRAMS,
                        Check.class,
                        Checked.class,
                        input -> check(memory.current().store(), input.repair()),
                        StoreOps::text),
                new Operation<>(
                        "memory_rebuild",
                        "Rebuild what is derived",
                        "Build every index of the project's store anew from its node files. Word and meaning indexes"
                                + " are removed and built again when they are next needed.",
                        Effect.CHANGES,
                        Audience.PROGRAMS,
                        Rebuild.class,
                        Rebuilt.class,
                        _ -> new Rebuilt(memory.current().store().rebuild()),
                        rebuilt -> "Rebuilt the indexes of " + rebuilt.nodes() + " nodes."));
    }

    /// Input of `memory_fsck`.
    public record Check(
            @Param(value = "Whether to mend what is found.", byDefault = "false")
            boolean repair) {}

    /// Input of `memory_rebuild`.
    public record Rebuild() {}

    /// Output of `memory_rebuild`.
    ///
    /// @param nodes how many nodes the store holds
    public record Rebuilt(int nodes) {}

    /// Output of `memory_fsck`.
    ///
    /// @param store the store's folder
    /// @param nodes how many sound nodes it holds
    /// @param active how many of them recall may surface
    /// @param clean whether nothing is wrong, or all of it was mended
    /// @param problems what is wrong
    /// @param lostAndFound where a repair put what could not stay; empty if nowhere
    public record Checked(
            String store, int nodes, int active, boolean clean, List<Fsck.Finding> problems, String lostAndFound) {}

    private static Checked check(NodeStore store, boolean repair) {
        var report = repair ? Fsck.repair(store) : Fsck.check(store);
        return new Checked(
                store.directory().toString(),
                report.nodes(),
                report.active(),
                report.isClean(),
                report.findings(),
                report.lostAndFound());
    }

    private static String text(Checked checked) {
        var head = checked.store() + ": " + checked.nodes() + " nodes, " + checked.active() + " active.";
        if (checked.problems().isEmpty()) {
            return head + " Nothing is wrong.";
        }
        var problems = checked.problems().stream()
                .map(problem -> "\n  " + (problem.mended() ? "mended " : "") + kind(problem) + " " + problem.file()
                        + ": " + problem.detail())
                .collect(Collectors.joining());
        var next = checked.clean()
                ? checked.lostAndFound().isEmpty()
                        ? ""
                        : "\nWhat could not stay is in " + checked.store() + "/" + checked.lostAndFound() + "."
                : "\nNext: mnemo fsck --repair mends this and deletes nothing.";
        return head + problems + next;
    }

    private static String kind(Fsck.Finding problem) {
        return problem.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

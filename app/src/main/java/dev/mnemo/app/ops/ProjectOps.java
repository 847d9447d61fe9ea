package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.project.ProjectMemory;
import java.util.List;
import java.util.stream.Collectors;

/// Projects and help: which code bases there are, which one is worked on, how all of this is used.
final class ProjectOps {
    private ProjectOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_switch",
                        "Switch project",
                        "Work on the memory and files of another project from now on. Takes a registered name or a folder in"
                                + " which 'mnemo init' was run; never creates a store.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Switch.class,
                        ProjectMemory.Switched.class,
                        input -> memory.switchTo(input.projectPath()),
                        ProjectOps::text),
                new Operation<>(
                        "memory_init",
                        "Register project",
                        "Register the current project, optionally under a name of its own, so that other projects can recall"
                                + " from it by name.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Init.class,
                        ProjectMemory.Initialized.class,
                        input -> memory.initialize(input.name()),
                        ProjectOps::text),
                new Operation<>(
                        "memory_projects",
                        "List projects",
                        "List the registered projects with their stores and how many active nodes each has.",
                        Effect.READS,
                        Audience.ALL,
                        None.class,
                        Projects.class,
                        _ -> new Projects(memory.projects()),
                        ProjectOps::text),
                new Operation<>(
                        "memory_help",
                        "How to use project memory",
                        "Explain how to use project memory: the working rules for a coding agent in a terminal"
                                + " (claude-code), in a desktop app (desktop), a quick reference (quick), or everything (all).",
                        Effect.READS,
                        Audience.ALL,
                        Help.class,
                        Guide.Page.class,
                        input -> Guide.page(input.context()),
                        Guide.Page::text));
    }

    /// Input of `memory_switch`.
    public record Switch(
            @Param(value = "A registered project name, a project's folder, or a store's folder.", min = 1)
            String projectPath) {}

    /// Input of `memory_init`.
    public record Init(
            @Param(value = "The name to register under; empty takes the folder's name.", byDefault = "")
            String name) {}

    /// No input.
    public record None() {}

    /// Input of `memory_help`.
    public record Help(
            @Param(
                    value = "Which guide: claude-code, desktop, quick or all.",
                    byDefault = "claude-code",
                    oneOf = {"claude-code", "desktop", "quick", "all"})
            String context) {}

    /// Output of `memory_projects`.
    public record Projects(List<ProjectMemory.Listed> projects) {}

    private static String text(ProjectMemory.Switched switched) {
        return """
                Switched to %s.
                  From: %s (%d nodes)
                  To:   %s (%d nodes)

                All memory and file operations now target this project.""".formatted(switched.name(), switched.from(), switched.fromNodes(), switched.to(), switched.toNodes());
    }

    private static String text(ProjectMemory.Initialized initialized) {
        return """
                Registered as: %s
                  Store: %s
                  Active nodes: %d
                Next: memory_claim stores what you learn, memory_scan reads the code base.""".formatted(initialized.name(), initialized.store(), initialized.nodes());
    }

    private static String text(Projects projects) {
        if (projects.projects().isEmpty()) {
            return "No projects registered. Use memory_init() to register this one.";
        }
        return projects.projects().stream()
                .map(project -> "  " + project.name() + (project.current() ? " (active)" : "") + ": "
                        + (project.nodes() < 0 ? "(path missing)" : project.nodes() + " nodes") + " — "
                        + project.store())
                .collect(Collectors.joining("\n", "Registered projects:\n", ""));
    }
}

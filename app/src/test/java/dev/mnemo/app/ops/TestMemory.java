package dev.mnemo.app.ops;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.code.SourceOutline;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// A project memory for tests: ids from a fixed seed, no model.
final class TestMemory {
    private TestMemory() {}

    /// The memory of a project whose events nobody reads.
    ///
    /// @param root the project's folder
    /// @param home holds the global store and the names of projects
    static ProjectMemory open(Path root, Path home) {
        return open(root, home, SourceOutline.COMMENTS_ONLY, InstantSource.system(), _ -> EventLog.NONE);
    }

    static ProjectMemory open(
            Path root, Path home, SourceOutline outline, InstantSource clock, Function<Path, EventLog> events) {
        return ProjectMemory.open(
                new ProjectOptions(
                        root,
                        root.resolve(ProjectMemory.STORE_FOLDER),
                        home.resolve("global"),
                        home.resolve("projects.json"),
                        ProjectOptions.RECALL_BUDGET_CHARS,
                        ProjectOptions.COMPRESS_INTERVAL_TURNS,
                        Optional.empty(),
                        outline,
                        Optional.empty(),
                        clock,
                        new Random(1)),
                events);
    }
}

package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.claim.Adopted;
import dev.mnemo.project.claim.Adoption;
import java.util.List;

/// The memory of the project at hand.
final class IntoProject implements Destination {
    /// What somebody else's claim is worth until somebody confirms it.
    private static final double CONFIDENCE = 0.7;

    private final ProjectMemory memory;
    private final String source;
    private final String file;
    private final boolean dryRun;

    /// @param source what is imported
    /// @param file the name of what it is imported from, without its folder
    IntoProject(ProjectMemory memory, String source, String file, boolean dryRun) {
        this.memory = memory;
        this.source = source;
        this.file = file;
        this.dryRun = dryRun;
    }

    @Override
    public List<Adoption> put(List<Item> items) {
        return memory.current()
                .claims()
                .adopt(
                        items.stream()
                                .map(item -> new Adopted(
                                        item.content(), item.domain(), CONFIDENCE, item.created(), origin(item)))
                                .toList(),
                        source,
                        dryRun);
    }

    private Json.Obj origin(Item item) {
        return Json.Obj.EMPTY.with("imported_from", source + ", " + item.id()).with("import_file", file);
    }

    @Override
    public String name() {
        return "this project";
    }

    @Override
    public void close() {
        // The memory belongs to who made it.
    }
}

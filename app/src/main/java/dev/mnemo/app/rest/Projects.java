package dev.mnemo.app.rest;

import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Nearest;
import dev.mnemo.project.Project;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.registry.ProjectRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The project memories of one server, by name. One is opened when something is first asked of it and stays open.
public final class Projects implements AutoCloseable {
    /// Projects that one server has open at once.
    public static final int OPEN_MAX = 200;

    private static final String STORE_FOLDER = ProjectMemory.STORE_FOLDER;

    private final Map<String, Path> given = new LinkedHashMap<>();
    private final ProjectRegistry registry;
    private final Function<Path, ProjectMemory> opener;
    private final Map<Path, Served> open = new ConcurrentHashMap<>();

    /// One project that is open.
    ///
    /// @param name under which it is asked for
    /// @param memory its memory
    /// @param operations what can be asked of it
    public record Served(String name, ProjectMemory memory, Operations operations) {
        /// The project itself.
        public Project project() {
            return memory.current();
        }
    }

    /// A project that can be asked for.
    ///
    /// @param name under which
    /// @param root its folder
    /// @param open whether it is open
    public record Listed(String name, Path root, boolean open) {}

    /// @param roots folders that were named when the server was started; the first is the one that is meant when none
    ///     is named
    /// @param registry the projects that this person has
    /// @param opener opens the memory of the project in a folder
    public Projects(List<Path> roots, ProjectRegistry registry, Function<Path, ProjectMemory> opener) {
        for (var root : roots) {
            var folder = root.getFileName();
            var name = folder == null ? "root" : folder.toString();
            for (int i = 2; given.containsKey(name); i++) {
                name = folder + "-" + i;
            }
            given.put(name, root);
        }
        this.registry = registry;
        this.opener = opener;
    }

    /// All projects, those that were named first.
    public List<Listed> list() {
        var all = new ArrayList<Listed>();
        roots().forEach((name, root) -> all.add(new Listed(name, root, open.containsKey(root))));
        return List.copyOf(all);
    }

    private Map<String, Path> roots() {
        var roots = new LinkedHashMap<>(given);
        for (var entry : registry.entries()) {
            var store = entry.store();
            var parent = store.getParent();
            var root = store.endsWith(STORE_FOLDER) && parent != null ? parent : store;
            if (Files.isDirectory(store) && !roots.containsValue(root)) {
                roots.putIfAbsent(entry.name(), root);
            }
        }
        return roots;
    }

    /// A project.
    ///
    /// @param name its name; if empty, the first is meant
    /// @throws Refusal if there is none
    public Served served(Optional<String> name) {
        var roots = roots();
        if (roots.isEmpty()) {
            throw new Refusal("No project is known yet; run 'mnemo init' in one, or start the server with --project.");
        }
        var wanted = name.orElseGet(() -> roots.keySet().iterator().next());
        var root = roots.get(wanted);
        if (root == null) {
            throw new Refusal("There is no project '" + wanted + "'; "
                    + Nearest.to(wanted, roots.keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("/api/projects lists them."));
        }
        if (open.size() >= OPEN_MAX && !open.containsKey(root)) {
            throw new Refusal("This server has " + OPEN_MAX + " projects open; restart it to ask for others.");
        }
        return open.computeIfAbsent(root, path -> {
            var memory = opener.apply(path);
            return new Served(wanted, memory, Operations.of(memory));
        });
    }

    /// Whether any project is known.
    public boolean isEmpty() {
        return roots().isEmpty();
    }

    @Override
    public void close() {
        open.values().forEach(served -> served.memory().close());
        open.clear();
    }
}

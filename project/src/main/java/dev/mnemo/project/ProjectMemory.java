package dev.mnemo.project;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.recall.OtherStores;
import dev.mnemo.project.recall.Rankings;
import dev.mnemo.project.registry.ProjectRegistry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The memory of code bases: the one door to everything in this module. Works on one project and reads others by name.
public final class ProjectMemory implements AutoCloseable {
    /// The folder of a store inside a project.
    public static final String STORE_FOLDER = ".mnemo";

    private final ProjectOptions options;
    private final Function<Path, EventLog> eventsOf;
    private final ProjectRegistry registry;
    private final Map<Path, NodeStore> stores = new ConcurrentHashMap<>();
    private final Rankings rankings;
    private volatile @Nullable Project current;

    private ProjectMemory(ProjectOptions options, Function<Path, EventLog> eventsOf) {
        this.options = options;
        this.eventsOf = eventsOf;
        this.registry = new ProjectRegistry(options.registry());
        this.rankings = new Rankings(options.recipe(), options.embedder(), this::note, options.clock());
    }

    /// Opens the memory of one project; creates its store if it is not there.
    ///
    /// @param eventsOf where the events of a store go, by the store's folder
    /// @throws dev.mnemo.kernel.fault.MnemoException if a store cannot be opened
    public static ProjectMemory open(ProjectOptions options, Function<Path, EventLog> eventsOf) {
        var memory = whenNeeded(options, eventsOf);
        memory.current();
        return memory;
    }

    /// The memory of one project, opened when something is first asked of it.
    ///
    /// @param eventsOf where the events of a store go, by the store's folder
    public static ProjectMemory whenNeeded(ProjectOptions options, Function<Path, EventLog> eventsOf) {
        return new ProjectMemory(options, eventsOf);
    }

    /// The project that operations work on unless they name another. The first call opens it; others wait until it is
    /// open. After a failure the next call tries again.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException if a store cannot be opened
    public Project current() {
        var open = current;
        return open == null ? openFirst() : open;
    }

    private synchronized Project openFirst() {
        var open = current;
        if (open == null) {
            open = open(options);
            current = open;
        }
        return open;
    }

    /// The names of projects.
    public ProjectRegistry registry() {
        return registry;
    }

    /// The store of a registered project, open for reading and writing.
    ///
    /// @throws Refusal if no project has the name or its store is gone
    public NodeStore store(String project) {
        var folder = registry.store(project);
        if (folder.equals(current().store().directory())) {
            return current().store();
        }
        if (!Files.isDirectory(folder)) {
            throw new Refusal("The store of project '" + project + "' is gone: " + folder + " does not exist.");
        }
        return opened(folder);
    }

    /// A registered project, as {@link #projects()} lists it.
    ///
    /// @param name what it is called
    /// @param store the folder of its store
    /// @param nodes its active nodes; -1 if the store is gone or cannot be read
    /// @param current whether operations work on it
    public record Listed(String name, Path store, int nodes, boolean current) {}

    /// The registered projects by name. Opens only stores that exist, and creates nothing.
    public List<Listed> projects() {
        return registry.entries().stream()
                .map(entry -> new Listed(
                        entry.name(),
                        entry.store(),
                        Files.isDirectory(entry.store()) ? activeNodes(entry.name()) : -1,
                        entry.store().equals(current().store().directory())))
                .toList();
    }

    private int activeNodes(String project) {
        return store(project).read(view -> view.active().size());
    }

    /// What a change of project did.
    ///
    /// @param from the store worked on before
    /// @param fromNodes its active nodes
    /// @param to the store worked on now
    /// @param toNodes its active nodes
    /// @param name what the project is registered as
    public record Switched(Path from, int fromNodes, Path to, int toNodes, String name) {}

    /// Works on another project from now on: a registered name, a folder that holds a store, or a store's folder. Never
    /// creates a store, because the file tools follow the project: a folder becomes one only by `mnemo init`.
    ///
    /// @throws Refusal if there is no store
    public synchronized Switched switchTo(String nameOrPath) {
        var store = storeAt(nameOrPath);
        var before = current();
        int fromNodes = before.store().read(view -> view.active().size());
        if (!store.equals(before.store().directory())) {
            // The store left behind stays open: calls under way still use it.
            current = open(options.at(rootOf(store), store));
            before.close();
        }
        var name = registry.register(nameFor(store), store);
        int toNodes = current().store().read(view -> view.active().size());
        return new Switched(before.store().directory(), fromNodes, store, toNodes, name);
    }

    private Path storeAt(String nameOrPath) {
        for (var entry : registry.entries()) {
            if (entry.name().equals(nameOrPath)) {
                return entry.store();
            }
        }
        var path = folder(nameOrPath.strip());
        for (var candidate : List.of(path.resolve(STORE_FOLDER), path)) {
            if (Files.isDirectory(candidate.resolve("nodes"))) {
                return candidate;
            }
        }
        throw new Refusal("There is no store at '" + nameOrPath
                + "'. Give a registered name (memory_projects lists them) or a folder in which 'mnemo init' was run.");
    }

    private Path folder(String text) {
        try {
            return current().root().resolve(text).normalize();
        } catch (InvalidPathException noPath) {
            throw new Refusal("'" + text + "' is neither a registered name nor a path on this machine.", noPath);
        }
    }

    private static Path rootOf(Path store) {
        var parent = store.getParent();
        return parent != null && store.endsWith(STORE_FOLDER) ? parent : store;
    }

    private static String nameFor(Path store) {
        var folder = rootOf(store).getFileName();
        return folder == null ? "root" : folder.toString();
    }

    /// What registering the current project did.
    ///
    /// @param store its store
    /// @param name what it is registered as
    /// @param nodes its active nodes
    public record Initialized(Path store, String name, int nodes) {}

    /// Registers the current project, under a name of its own if one is given.
    ///
    /// @throws Refusal if another project has the name
    public Initialized initialize(String name) {
        var store = current().store().directory();
        var registered = name.isBlank() ? registry.register(nameFor(store), store) : registry.rename(name, store);
        return new Initialized(
                store, registered, current().store().read(view -> view.active().size()));
    }

    private NodeStore opened(Path folder) {
        return stores.computeIfAbsent(folder.toAbsolutePath().normalize(), NodeStore::open);
    }

    private Project open(ProjectOptions chosen) {
        return new Project(
                chosen,
                opened(chosen.store()),
                opened(options.globalStore()),
                this::store,
                eventsOf.apply(chosen.store()),
                rankings,
                new Others(chosen.store()));
    }

    private void note(Event event) {
        var open = current;
        if (open != null) {
            open.events().emit(event);
        }
    }

    /// The other projects as one of them sees them.
    private final class Others implements OtherStores {
        private final Path own;

        Others(Path own) {
            this.own = own.toAbsolutePath().normalize();
        }

        @Override
        public List<String> names() {
            return registry.entries().stream()
                    .filter(entry -> !entry.store().equals(own) && Files.isDirectory(entry.store()))
                    .map(ProjectRegistry.Entry::name)
                    .toList();
        }

        @Override
        public NodeStore store(String project) {
            return ProjectMemory.this.store(project);
        }
    }

    @Override
    public synchronized void close() {
        var open = current;
        if (open != null) {
            open.close();
        }
        rankings.close();
        stores.values().forEach(NodeStore::close);
    }
}

package dev.mnemo.project.registry;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The file that names a person's projects: `projects.json`, an object from name to the absolute path of the store.
/// An older form, a list of objects with `name` and `path`, is read too. Safe for many threads and processes.
public final class ProjectRegistry {
    /// Characters of a project's name.
    public static final int NAME_CHARS_MAX = 80;

    /// How many projects with the same folder name get a number of their own.
    private static final int SAME_NAME_MAX = 1_000;

    private static final ReentrantLock LOCK = new ReentrantLock();

    private final Path file;

    /// @param file where the registry is kept; it need not exist
    public ProjectRegistry(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /// A project that is registered.
    ///
    /// @param name what it is called
    /// @param store the folder of its store, absolute
    public record Entry(String name, Path store) {}

    /// The registered projects by name.
    ///
    /// @throws MnemoException with fault `STORE_DAMAGED` if the file cannot be understood
    public List<Entry> entries() {
        return read().entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    /// The store of a project.
    ///
    /// @throws Refusal if no project has the name
    public Path store(String name) {
        return Optional.ofNullable(read().get(name))
                .orElseThrow(() -> new Refusal(
                        "Unknown project '" + name + "'. Use memory_projects() to list the registered projects."));
    }

    /// The name a store is registered under.
    public Optional<String> nameOf(Path store) {
        var wanted = store.toAbsolutePath().normalize();
        return read().entrySet().stream()
                .filter(entry -> entry.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Registers a store under a name, or under the name and a number if another project already has it; a store
    /// that is registered keeps its name.
    ///
    /// @return the name it is registered under
    public String register(String name, Path store) {
        var wanted = store.toAbsolutePath().normalize();
        var registered = nameOf(wanted);
        if (registered.isPresent()) {
            return registered.get();
        }
        return claimName(checked(name), wanted, false);
    }

    /// Registers a store under exactly this name; its earlier name is given up.
    ///
    /// @throws Refusal if another project has the name
    public String rename(String name, Path store) {
        return claimName(checked(name), store.toAbsolutePath().normalize(), true);
    }

    private static String checked(String name) {
        var trimmed = name.strip();
        if (trimmed.isEmpty()
                || trimmed.length() > NAME_CHARS_MAX
                || trimmed.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("A project's name has 1 to " + NAME_CHARS_MAX + " printable characters.");
        }
        return trimmed;
    }

    private String claimName(String name, Path store, boolean exactly) {
        var result = new String[] {name};
        change(projects -> {
            var holder = projects.get(name);
            if (exactly) {
                if (holder != null && !holder.equals(store)) {
                    throw new Refusal("The name '" + name + "' belongs to " + holder + "; choose another.");
                }
                projects.values().removeIf(store::equals);
            } else {
                for (int number = 2; projects.get(result[0]) != null && number <= SAME_NAME_MAX; number++) {
                    result[0] = name + "-" + number;
                }
            }
            projects.put(result[0], store);
        });
        return result[0];
    }

    private Map<String, Path> read() {
        var projects = new LinkedHashMap<String, Path>();
        if (!Files.isRegularFile(file)) {
            return projects;
        }
        try {
            switch (Json.parse(Files.readAllBytes(file))) {
                case Json.Obj object ->
                    object.members()
                            .keySet()
                            .forEach(name -> object.string(name).ifPresent(path -> projects.put(name, Path.of(path))));
                case Json.Arr list ->
                    list.objects()
                            .forEach(entry -> entry.string("name")
                                    .ifPresent(name -> projects.put(name, Path.of(entry.string("path", "")))));
                default -> throw damaged("it holds neither an object nor a list");
            }
            return projects;
        } catch (JsonFault | InvalidPathException fault) {
            throw damaged(String.valueOf(fault.getMessage()));
        } catch (IOException fault) {
            throw failed(fault);
        }
    }

    private void change(Consumer<Map<String, Path>> edit) {
        LOCK.lock();
        try {
            Files.createDirectories(file.getParent());
            try (var channel = FileChannel.open(
                            file.resolveSibling("projects.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                var projects = read();
                edit.accept(projects);
                write(projects);
            }
        } catch (IOException fault) {
            throw failed(fault);
        } finally {
            LOCK.unlock();
        }
    }

    private void write(Map<String, Path> projects) throws IOException {
        var members = new LinkedHashMap<String, Json>();
        projects.forEach((name, store) -> members.put(name, Json.of(store.toString())));
        var temporary = Files.createTempFile(file.getParent(), "projects", ".tmp");
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(new Json.Obj(members).pretty().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private MnemoException damaged(String why) {
        return new MnemoException(
                Fault.STORE_DAMAGED,
                "The registry " + file + " cannot be understood: " + why + ".",
                "Mend or remove the file; projects register again when they are opened.");
    }

    private MnemoException failed(IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The registry " + file + " cannot be read or written: " + fault.getMessage() + ".",
                "Check the folder's permissions.",
                fault);
    }
}

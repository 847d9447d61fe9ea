package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The files of one store: where they are, how they are read without following a link out of the folder, how
/// they are replaced so that nobody ever sees half of one, and what a failure of the disk means.
final class StoreFolder {
    static final String ACTIVE = "active.json";
    static final String CHAINS = "chains.json";
    static final String ROOTS = "roots.json";
    static final String REVERSE_LINKS = "index/reverse_links.json";
    static final String BY_FILE = "index/by_file.json";
    static final String SNAPSHOT = "index/snapshot.bin";
    static final String CHANGES = "changes.jsonl";
    static final String LOST = "lost+found";
    static final String TEMPORARY = "tmp";

    private static final int READ_BYTES_MAX = 1 << 20;

    /// How far the clock of processes and that of files may be apart.
    private static final Duration START_SLACK = Duration.ofSeconds(2);
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final AtomicLong TEMPORARY_NUMBER = new AtomicLong(System.nanoTime());
    private static final long PROCESS = ProcessHandle.current().pid();

    private final Path directory;
    private final Disk disk;

    /// @throws Refusal if the folder, or one inside it, is a link that leads elsewhere
    StoreFolder(Path directory, Disk disk) throws IOException {
        this.disk = disk;
        var absolute = directory.toAbsolutePath().normalize();
        var home = absolute.getParent();
        refuseLinkOut(absolute, home == null ? absolute : home);
        makeFolder(absolute);
        this.directory = absolute.toRealPath();
        for (var inner : List.of("nodes", "index", TEMPORARY)) {
            refuseLinkOut(this.directory.resolve(inner), this.directory);
        }
        makeFolder(nodes());
        try {
            makeFolder(path("index"));
            makeFolder(path(TEMPORARY));
        } catch (IOException fault) {
            if (!isReadOnly(fault)) {
                throw fault;
            }
        }
    }

    private static void refuseLinkOut(Path folder, Path home) throws IOException {
        if (Files.isSymbolicLink(folder) && !folder.toRealPath().startsWith(home.toRealPath())) {
            throw new Refusal("The store folder " + folder + " is a symbolic link that leads out of " + home
                    + "; a store must lie inside the folder that holds it.");
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    Path directory() {
        return directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path nodes() {
        return directory.resolve("nodes");
    }

    Path node(Address address) {
        return nodes().resolve(address + ".json");
    }

    Disk disk() {
        return disk;
    }

    /// The bytes of a file that is no symbolic link.
    static byte[] bytes(Path file) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            int read = 0;
            while (read >= 0 && bytes.hasRemaining()) {
                // In parts, because the JDK keeps a buffer outside the heap as large as the largest part.
                read = channel.read(bytes.slice(bytes.position(), Math.min(bytes.remaining(), READ_BYTES_MAX)));
                bytes.position(bytes.position() + Math.max(0, read));
            }
            return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
        }
    }

    /// The JSON of a file of the store; empty if it is not there.
    ///
    /// @throws MnemoException with `STORE_DAMAGED` if it is something else
    <J extends Json> Optional<J> json(String name, Class<J> kind) throws IOException {
        try {
            return Optional.of(kind.cast(Json.parse(bytes(path(name)))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (Refusal | ClassCastException fault) {
            throw new MnemoException(
                    Fault.STORE_DAMAGED,
                    "The file " + path(name) + " is damaged: " + fault.getMessage() + ".",
                    "Run mnemo fsck --repair; it rebuilds what it can and keeps the damaged file.",
                    fault);
        }
    }

    /// Replaces a file so that a reader sees the old bytes or the new ones.
    ///
    /// @param durable whether to wait until the bytes are on the disk; the folder still needs {@link
    ///     #forceFolder}
    void replace(Path file, byte[] bytes, boolean durable) throws IOException {
        replace(disk, path(TEMPORARY), file, bytes, durable);
    }

    /// Replaces a file of a store by way of its folder of temporary files.
    static void replace(Disk disk, Path folder, Path file, byte[] bytes, boolean durable) throws IOException {
        var temporary = folder.resolve(file.getFileName() + "." + TEMPORARY_NUMBER.incrementAndGet() + "." + PROCESS);
        boolean moved = false;
        try {
            try (var channel = disk.open(temporary, NEW_FILE)) {
                disk.write(channel, ByteBuffer.wrap(bytes), 0);
                if (durable) {
                    disk.force(channel);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /// Removes the temporary files of processes that are no more. What they were to become is in the log, or
    /// nobody was told of it.
    void removeLeftovers() throws IOException {
        for (var file : leftovers()) {
            Files.deleteIfExists(file);
        }
    }

    /// Temporary files of processes that are no more.
    List<Path> leftovers() throws IOException {
        var left = new ArrayList<Path>();
        for (var folder : List.of(path(TEMPORARY), path("index"))) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (var file : files) {
                    var writer = writer(file, folder.endsWith(TEMPORARY));
                    if (writer.isPresent() && !isAlive(file, writer.get())) {
                        left.add(file);
                    }
                }
            } catch (NoSuchFileException _) {
                // A store that nobody wrote to has none.
            }
        }
        return left;
    }

    /// The number of the process that writes a temporary file: the last part of a name in the folder of such files; the
    /// third last of a name that ends in `tmp`, as files of vectors have it.
    private static Optional<String> writer(Path file, boolean temporary) {
        var parts = file.getFileName().toString().split("\\.");
        if (temporary) {
            return Optional.of(parts[parts.length - 1]);
        }
        return parts.length > 3 && parts[parts.length - 1].equals("tmp")
                ? Optional.of(parts[parts.length - 3])
                : Optional.empty();
    }

    /// Whether a file in a folder of other files is a temporary one that says which process writes it.
    static boolean namesItsWriter(Path file) {
        return writer(file, false).isPresent();
    }

    /// Whether the process that writes a temporary file may still be at work. Numbers of processes are used again; one
    /// that began after the file was last written did not write it.
    private static boolean isAlive(Path file, String process) throws IOException {
        try {
            var written =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            return ProcessHandle.of(Long.parseLong(process))
                    .filter(alive -> alive.info()
                            .startInstant()
                            .map(start -> start.isBefore(written.plus(START_SLACK)))
                            .orElse(true))
                    .isPresent();
        } catch (NumberFormatException | NoSuchFileException _) {
            return false;
        }
    }

    /// The bytes of a node file.
    static byte[] bytes(Node node) {
        return node.toJson().pretty().getBytes(StandardCharsets.UTF_8);
    }

    /// Waits until the names in a folder are on the disk, where the platform can do that.
    void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            disk.force(channel);
        } catch (AccessDeniedException _) {
            // Windows cannot open a folder and needs no such call.
        }
    }

    /// What a failure of the disk means to a caller.
    MnemoException failed(IOException fault) {
        var text = String.valueOf(fault.getMessage());
        if (text.contains("No space left") || text.contains("quota")) {
            return new MnemoException(
                    Fault.DISK_FULL,
                    "The disk of the store " + directory + " is full.",
                    "Nothing was changed; free some space and try again.",
                    fault);
        }
        if (isReadOnly(fault)) {
            return new MnemoException(
                    Fault.STORE_READ_ONLY,
                    "The store " + directory + " can be read but not written.",
                    "Nothing was changed; give this user the right to write there.",
                    fault);
        }
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The store " + directory + " failed: " + fault + ".",
                "The change was not made; run mnemo fsck if this happens again.",
                fault);
    }

    /// Whether a failure says that this process may not write.
    static boolean isReadOnly(IOException fault) {
        return fault instanceof AccessDeniedException
                || fault.getCause() instanceof ReadOnlyFileSystemException
                || String.valueOf(fault.getMessage()).contains("Read-only file system");
    }
}

package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Objects as files of a folder. A file appears whole or not at all and survives the end of the process as soon as
/// {@link #put} returns. No key leads out of the folder.
public final class FolderStore implements ObjectStore {
    /// Where files are while they are being written.
    private static final String INCOMING = ".incoming";

    /// A file that has been written for so long is left over from a process that died.
    private static final Duration INCOMING_MAX = Duration.ofDays(1);

    private final Path root;
    private final Supplier<UUID> names;

    /// @param root made when the first object is put
    /// @param names makes names that no other process makes
    public FolderStore(Path root, Supplier<UUID> names) {
        this.root = root.toAbsolutePath().normalize();
        this.names = names;
    }

    @Override
    public void put(String key, Path file) {
        var place = place(key);
        var incoming = root.resolve(INCOMING).resolve(names.get().toString());
        try {
            Files.createDirectories(incoming.getParent());
            Files.createDirectories(place.getParent());
            try {
                Files.copy(file, incoming);
                try (var channel = FileChannel.open(incoming, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                try (var folder = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
                    folder.force(true);
                }
            } finally {
                Files.deleteIfExists(incoming);
            }
        } catch (IOException e) {
            throw failed("A file cannot be kept in " + root, e);
        }
    }

    @Override
    public Optional<InputStream> open(String key) {
        try {
            return Optional.of(Files.newInputStream(place(key), LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("A file cannot be read in " + root, e);
        }
    }

    @Override
    public boolean exists(String key) {
        return Files.isRegularFile(place(key), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean delete(String key) {
        var place = place(key);
        try {
            boolean deleted = Files.deleteIfExists(place);
            var folder = place.getParent();
            if (deleted && folder != null && !folder.equals(root)) {
                deleteIfEmpty(folder);
            }
            return deleted;
        } catch (IOException e) {
            throw failed("A file cannot be removed in " + root, e);
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException _) {
            // others are there
        }
    }

    @Override
    public void each(String prefix, Consumer<Stored> consumer) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var key = root.relativize(file).toString().replace('\\', '/');
                if (key.startsWith(prefix) && KEY.matcher(key).matches() && Files.isRegularFile(file)) {
                    consumer.accept(new Stored(key, Files.size(file), modified(file)));
                }
            }
        } catch (NoSuchFileException _) {
            // another process removed it meanwhile
        } catch (IOException e) {
            throw failed("The files in " + root + " cannot be listed", e);
        }
    }

    /// Removes what processes that died left behind half written.
    public void clean(Instant now) {
        var incoming = root.resolve(INCOMING);
        if (!Files.isDirectory(incoming)) {
            return;
        }
        try (var files = Files.list(incoming)) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (modified(file).isBefore(now.minus(INCOMING_MAX))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw failed("The files in " + incoming + " cannot be removed", e);
        }
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private Path place(String key) {
        var place = root.resolve(ObjectStore.check(key)).normalize();
        if (!place.startsWith(root) || place.equals(root)) {
            throw new Refusal("'" + key + "' is no key of an object: it leads out of the folder.");
        }
        for (var folder = place.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                throw new MnemoException(
                        Fault.STORE_DAMAGED,
                        folder + " is a link.",
                        "Put a folder in its place; nobody puts links there.");
            }
        }
        return place;
    }

    private static MnemoException failed(String what, IOException cause) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                what + ": " + cause.getMessage() + ".",
                "Check the folder's rights and the disk.",
                cause);
    }

    @Override
    public void close() {
        // nothing is held
    }
}

package dev.mnemo.project.session;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.project.node.Address;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folders `sessions` and `session_archive` of a store. Touches nothing that is not named like a session, and
/// follows no symbolic link.
final class SessionFolders {
    /// How long after its last change a session that still has a folder counts as broken off.
    static final Duration ABANDONED_AFTER = Duration.ofHours(24);

    /// How long an archived session is kept.
    static final Duration ARCHIVE_KEPT = Duration.ofDays(30);

    private static final Pattern SESSION = Pattern.compile("s_[0-9a-f]{8}");
    private static final Pattern ARCHIVED = Pattern.compile("s_[0-9a-f]{8}_[0-9]{1,19}(-[0-9]+)?");

    private final Path sessions;
    private final Path archive;
    private final InstantSource clock;

    SessionFolders(Path store, InstantSource clock) {
        this.sessions = store.resolve("sessions");
        this.archive = store.resolve("session_archive");
        this.clock = clock;
    }

    Path of(String id) {
        return sessions.resolve(id);
    }

    /// Moves a session's folder to `session_archive/<id>_<epoch seconds>`; empty if it has none, or if another process
    /// was faster.
    Optional<Path> archive(String id) {
        var from = of(id);
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(archive);
            var name = id + "_" + clock.instant().getEpochSecond();
            var to = archive.resolve(name);
            for (int copy = 2; Files.exists(to, LinkOption.NOFOLLOW_LINKS); copy++) {
                to = archive.resolve(name + "-" + copy);
            }
            Files.move(from, to);
            return Optional.of(to);
        } catch (java.nio.file.NoSuchFileException taken) {
            return Optional.empty();
        } catch (IOException fault) {
            throw broken(from, fault);
        }
    }

    /// Sessions other than the running one that hold nodes and were not changed for {@link #ABANDONED_AFTER}.
    List<String> abandoned(String running) {
        return named(sessions, SESSION).stream()
                .filter(folder -> !name(folder).equals(running))
                .filter(folder -> holdsNodes(folder) && olderThan(folder, ABANDONED_AFTER))
                .map(SessionFolders::name)
                .toList();
    }

    /// Removes sessions other than the running one that never held a node and were not changed for
    /// {@link #ABANDONED_AFTER}.
    void removeUnused(String running) {
        named(sessions, SESSION).stream()
                .filter(folder -> !name(folder).equals(running))
                .filter(folder -> !holdsNodes(folder) && olderThan(folder, ABANDONED_AFTER))
                .forEach(SessionFolders::remove);
    }

    /// Removes archived sessions that were not changed for {@link #ARCHIVE_KEPT}.
    void purge() {
        named(archive, ARCHIVED).stream()
                .filter(folder -> olderThan(folder, ARCHIVE_KEPT))
                .forEach(SessionFolders::remove);
    }

    /// The stores of sessions, running or archived, that hold a node.
    List<Path> holding(Address address) {
        return Stream.concat(named(sessions, SESSION).stream(), named(archive, ARCHIVED).stream())
                .filter(folder -> Files.exists(folder.resolve("nodes").resolve(address + ".json")))
                .toList();
    }

    private static List<Path> named(Path directory, Pattern names) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        DirectoryStream.Filter<Path> wanted =
                path -> names.matcher(name(path)).matches() && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        try (var entries = Files.newDirectoryStream(directory, wanted)) {
            var folders = new ArrayList<Path>();
            entries.forEach(folders::add);
            folders.sort(null);
            return folders;
        } catch (IOException fault) {
            throw broken(directory, fault);
        }
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }

    private static boolean holdsNodes(Path folder) {
        try (var nodes = Files.newDirectoryStream(folder.resolve("nodes"), "*.json")) {
            return nodes.iterator().hasNext();
        } catch (IOException none) {
            return false;
        }
    }

    /// By the newest of the folder and the files in it.
    private boolean olderThan(Path folder, Duration age) {
        var newest = Instant.EPOCH;
        try (var entries = Files.newDirectoryStream(folder)) {
            newest = changed(folder);
            for (var entry : entries) {
                var changed = changed(entry);
                newest = changed.isAfter(newest) ? changed : newest;
            }
        } catch (IOException vanished) {
            return false;
        }
        return newest.isBefore(clock.instant().minus(age));
    }

    private static Instant changed(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path directory, @org.jspecify.annotations.Nullable IOException fault) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException fault) {
            throw broken(folder, fault);
        }
    }

    private static MnemoException broken(Path path, IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The session folder " + path + " failed: " + fault + ".",
                "Check the permissions and the space of the disk; nothing of the project was changed.",
                fault);
    }
}

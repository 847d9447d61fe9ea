package dev.mnemo.kernel.unpack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A folder that is filled once per machine and then only read: complete or not there, whoever else fills it at the
/// same moment and wherever a process dies.
public final class CacheFolder {
    /// Names the files and their sizes; written last.
    private static final String CONTENTS = "contents.txt";

    private static final String UNFINISHED = ".unfinished";
    private static final AtomicLong ATTEMPTS = new AtomicLong();

    /// Puts the files into an empty folder.
    @FunctionalInterface
    public interface Filler {
        /// @throws IOException if that fails; then there is no folder
        void fill(Path folder) throws IOException;
    }

    private CacheFolder() {}

    /// Where such folders are: `mnemo` in `XDG_CACHE_HOME`, or in `.cache` of the home directory.
    public static Path place(Map<String, String> environment, Path home) {
        var configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        var caches = Path.of(configured).isAbsolute() ? Path.of(configured) : home.resolve(".cache");
        return caches.resolve("mnemo");
    }

    /// The folder, filled if it was not. Empty if it cannot be written; whoever asked must do without.
    public static Optional<Path> ensure(Path folder, Filler filler) {
        try {
            if (isComplete(folder)) {
                return Optional.of(folder);
            }
            Files.createDirectories(folder.resolveSibling(""));
            removeLeftovers(folder);
            var work = sibling(folder);
            try {
                Files.createDirectory(work);
                filler.fill(work);
                Files.writeString(work.resolve(CONTENTS), contents(work));
                return publish(work, folder);
            } finally {
                remove(work);
            }
        } catch (IOException notWritable) {
            return Optional.empty();
        }
    }

    /// Removes a folder that proved unusable, so that it is filled anew next time.
    public static void discard(Path folder) {
        try {
            var aside = sibling(folder);
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
            remove(aside);
        } catch (IOException someoneElseDid) {
            // Another process discarded it first, or nobody may; both leave nothing to do here.
        }
    }

    private static Optional<Path> publish(Path work, Path folder) throws IOException {
        if (Files.exists(folder) && !isComplete(folder)) {
            discard(folder);
        }
        try {
            Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException exists) {
            if (!isComplete(folder)) {
                throw exists;
            }
        }
        return Optional.of(folder);
    }

    private static boolean isComplete(Path folder) throws IOException {
        var contents = folder.resolve(CONTENTS);
        return Files.exists(contents) && Files.readString(contents).equals(contents(folder));
    }

    private static String contents(Path folder) throws IOException {
        var sizes = new TreeMap<String, Long>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                if (!name.equals(CONTENTS)) {
                    sizes.put(name, Files.size(file));
                }
            }
        }
        var lines = new StringBuilder();
        sizes.forEach(
                (name, size) -> lines.append(size).append(' ').append(name).append('\n'));
        return lines.toString();
    }

    /// A name beside the folder that says which process uses it.
    private static Path sibling(Path folder) {
        return folder.resolveSibling("%s.%d.%d%s"
                .formatted(
                        folder.getFileName(), ProcessHandle.current().pid(), ATTEMPTS.incrementAndGet(), UNFINISHED));
    }

    /// Removes what processes left that ended before they were done.
    private static void removeLeftovers(Path folder) throws IOException {
        try (var siblings = Files.newDirectoryStream(folder.resolveSibling(""), "*" + UNFINISHED)) {
            for (var sibling : siblings) {
                var parts = String.valueOf(sibling.getFileName()).split("\\.");
                var pid = parts[parts.length - 3];
                if (pid.matches("[0-9]{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    remove(sibling);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException fault) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

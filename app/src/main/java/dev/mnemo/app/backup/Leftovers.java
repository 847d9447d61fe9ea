package dev.mnemo.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Files and folders beside a target while work on it is under way: `.<target>.<process>.<what>`. Those of processes
/// that were killed are cleared away by the next one.
final class Leftovers {
    private final Path target;

    Leftovers(Path target) {
        this.target = target;
    }

    /// The name of this process for something.
    Path mine(String what) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + what);
    }

    /// Removes what processes left that are no more.
    void clear() {
        var start = "." + target.getFileName() + ".";
        try (var siblings = Files.newDirectoryStream(
                folderOf(target), path -> path.getFileName().toString().startsWith(start))) {
            for (var sibling : siblings) {
                var rest = sibling.getFileName()
                        .toString()
                        .substring(start.length())
                        .split("\\.", -1);
                if (rest.length == 2
                        && rest[0].matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(rest[0])).isEmpty()) {
                    remove(sibling);
                }
            }
        } catch (IOException _) {
            // They do no harm but to the disk.
        }
    }

    /// The folder that a file or folder lies in.
    static Path folderOf(Path path) {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    /// Removes a file or a folder with all that is in it, if it is there; follows no link.
    static void remove(Path path) {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException fault) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // The next run tries again.
        }
    }

    /// Waits until the names in a folder are on the disk, where the platform can do that.
    static void force(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Some platforms cannot open a folder and need no such call.
        }
    }
}

package dev.mnemo.app.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// Copies the folder of a server's own files while the server may be running. A database is copied by SQLite itself, at
/// one moment; other files are replaced whole by whoever writes them and are copied as they are. Databases come first:
/// a file that a row names may be gone from the copy only if it was deleted meanwhile.
final class DataCopy {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int BUSY_MILLIS_MAX = 15_000;

    /// What belongs to a running process or to a database beside it.
    private static final Set<String> LEFT_OUT = Set.of("server.lock", "run", "tmp");

    private final Sink sink;
    private final Path work;

    /// @param work an empty folder for copies of databases
    DataCopy(Sink sink, Path work) {
        this.sink = sink;
        this.work = work;
    }

    void copy(Path folder, String prefix) throws IOException {
        var databases = new ArrayList<Path>();
        var others = new ArrayList<Path>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                return isLeftOut(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !isLeftOut(file)) {
                    (isDatabase(file) ? databases : others).add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (var file : databases) {
            database(file, prefix + "/" + name(folder, file));
        }
        for (var file : others) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                sink.add(prefix + "/" + name(folder, file), file);
            }
        }
    }

    private static String name(Path folder, Path file) {
        var names = new ArrayList<String>();
        folder.relativize(file).forEach(part -> names.add(part.toString()));
        return String.join("/", names);
    }

    private static boolean isLeftOut(Path path) {
        var name = path.getFileName().toString();
        return LEFT_OUT.contains(name)
                || List.of("-wal", "-shm", "-journal", ".tmp", ".lock").stream().anyMatch(name::endsWith);
    }

    private static boolean isDatabase(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        }
    }

    /// Has SQLite write a copy of a database as it is at one moment, its log of changes included.
    private void database(Path file, String name) throws IOException {
        var copy = work.resolve("database.db");
        Files.deleteIfExists(copy);
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        try (var connection = config.createConnection("jdbc:sqlite:" + file);
                var into = connection.prepareStatement("vacuum into ?")) {
            into.setString(1, copy.toString());
            into.execute();
        } catch (SQLException fault) {
            throw new IOException("the database " + file + " cannot be copied: " + fault.getMessage(), fault);
        }
        sink.add(name, copy);
        Files.delete(copy);
    }
}

package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.unpack.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native code for this machine. Left alone, the driver unpacks it anew in every process, which takes two
/// thirds of its start, and looks through the folder of temporary files for what earlier processes left.
final class SqliteLibrary {
    /// Where the driver looks for its library before it unpacks it.
    private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /// Lets the driver load its library from the user's cache, unless somebody chose a folder before or the cache
    /// cannot be written; then the driver does as it always does.
    static synchronized void unpack() {
        if (System.getProperty(FOLDER_PROPERTY) != null) {
            return;
        }
        var platform = System.getProperty("os.name", "") + "-" + System.getProperty("os.arch", "");
        var cache = CacheFolder.place(System.getenv(), Path.of(System.getProperty("user.home", "")));
        var folder = cache.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform.replace(' ', '-'));
        CacheFolder.ensure(folder, SqliteLibrary::copyTo)
                .ifPresent(filled -> System.setProperty(FOLDER_PROPERTY, filled.toString()));
    }

    /// Asking the driver which of its libraries is the right one starts another process, so it is asked only here.
    /// Where one cache serves two kinds of C library, the driver cannot load the wrong one and goes on without us.
    private static void copyTo(Path folder) throws IOException {
        var resource = LibraryLoaderUtil.getNativeLibResourcePath();
        var name = LibraryLoaderUtil.getNativeLibName();
        try (var in = SQLiteJDBCLoader.class.getResourceAsStream(resource + "/" + name)) {
            if (in == null) {
                throw new IOException("no SQLite for this machine on the class path");
            }
            Files.copy(in, folder.resolve(name));
        }
    }
}

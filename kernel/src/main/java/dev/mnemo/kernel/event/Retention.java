package dev.mnemo.kernel.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;

/// Keeps a folder of logs bounded: removes the files written longest ago until few enough, small enough ones are left.
/// By the time of writing and not by name, because a server that has run for a week still writes to an old name.
///
/// @param directory the folder
/// @param filesMax how many files are kept
/// @param totalBytesMax how many bytes they hold together
record Retention(Path directory, int filesMax, long totalBytesMax) {
    /// Log files kept.
    static final int FILES_MAX = 100;

    /// Bytes of all log files together.
    static final long TOTAL_BYTES_MAX = 64_000_000;

    private record Kept(Path path, long written, long bytes) {}

    /// Removes what is too much, but never `ours`.
    void apply(Path ours) throws IOException {
        var files = new ArrayList<Kept>();
        long bytes = 0;
        try (var entries = Files.newDirectoryStream(directory, "*" + EventReader.SUFFIX)) {
            for (var path : entries) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !path.equals(ours)) {
                    var kept = new Kept(path, Files.getLastModifiedTime(path).toMillis(), Files.size(path));
                    files.add(kept);
                    bytes += kept.bytes();
                }
            }
        }
        files.sort(Comparator.comparingLong(Kept::written).thenComparing(Kept::path));
        int left = files.size() + 1;
        for (var file : files) {
            if (left <= filesMax && bytes <= totalBytesMax - FileEventLog.FILE_BYTES_MAX) {
                return;
            }
            Files.deleteIfExists(file.path());
            left--;
            bytes -= file.bytes();
        }
    }
}

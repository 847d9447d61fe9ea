package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// The files in which a person's file lies while it arrives or is read. Only their owner may read them, and they go
/// with the call that made them, or, if its process died, when the next memory is opened on this machine.
final class TemporaryFiles {
    /// How old one must be before it is taken for one whose process died.
    static final Duration ABANDONED_AGE = Duration.ofHours(2);

    private static final String PREFIX = "mnemo-file";
    private static final String SUFFIX = ".bin";

    private TemporaryFiles() {}

    static Path make() {
        try {
            return Files.createTempFile(PREFIX, SUFFIX);
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "No temporary file can be made: " + e.getMessage() + ".",
                    "Check the folder for temporary files.",
                    e);
        }
    }

    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            file.toFile().deleteOnExit();
        }
    }

    /// Removes what processes that died left in a folder. What cannot be removed, such as another account's, stays.
    static void removeAbandoned(Path folder, Instant now) {
        try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (var file : files) {
                removeIfAbandoned(file, now);
            }
        } catch (IOException _) {
            // A folder that cannot be listed gives nothing away either.
        }
    }

    private static void removeIfAbandoned(Path file, Instant now) {
        try {
            var modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
            if (modified.toInstant().isBefore(now.minus(ABANDONED_AGE))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // gone meanwhile, or not ours
        }
    }
}

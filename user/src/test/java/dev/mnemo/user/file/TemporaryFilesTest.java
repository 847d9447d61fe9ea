package dev.mnemo.user.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file(String name, Instant modified) throws IOException {
        var file = Files.writeString(folder.resolve(name), "what a person sent");
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    @Test
    void what_a_process_left_when_it_died_goes_and_everything_else_stays() throws IOException {
        var abandoned = file("mnemo-file1.bin", NOW.minus(TemporaryFiles.ABANDONED_AGE.plusSeconds(1)));
        var arriving = file("mnemo-file2.bin", NOW.minusSeconds(60));
        var foreign = file("report.bin", NOW.minus(TemporaryFiles.ABANDONED_AGE.multipliedBy(9)));
        TemporaryFiles.removeAbandoned(folder, NOW);
        assertThat(abandoned).doesNotExist();
        assertThat(arriving).exists();
        assertThat(foreign).exists();
    }

    @Test
    void a_folder_that_is_not_there_is_no_fault() {
        TemporaryFiles.removeAbandoned(folder.resolve("none"), NOW);
        assertThat(folder.resolve("none")).doesNotExist();
    }
}

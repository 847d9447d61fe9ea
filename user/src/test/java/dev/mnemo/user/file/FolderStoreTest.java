package dev.mnemo.user.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FolderStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore create() {
        return new FolderStore(folder.resolve("objects"), UUID::randomUUID);
    }

    @Test
    void no_link_leads_out() throws IOException {
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "x");
        Files.createDirectories(folder.resolve("objects"));
        Files.createSymbolicLink(folder.resolve("objects/link"), outside);
        assertThatThrownBy(() -> objects.open("link/secret")).isInstanceOf(MnemoException.class);
        assertThatThrownBy(() -> objects.delete("link/secret")).isInstanceOf(MnemoException.class);
        assertThat(outside.resolve("secret")).exists();
    }

    @Test
    void what_a_process_that_died_left_half_written_goes_after_a_day() throws IOException {
        var now = Instant.parse("2026-05-01T00:00:00Z");
        var incoming = Files.createDirectories(folder.resolve("objects/.incoming"));
        Files.writeString(incoming.resolve("old"), "half");
        Files.setLastModifiedTime(incoming.resolve("old"), FileTime.from(now.minus(Duration.ofDays(2))));
        Files.writeString(incoming.resolve("young"), "half");
        Files.setLastModifiedTime(incoming.resolve("young"), FileTime.from(now));
        ((FolderStore) objects).clean(now);
        assertThat(incoming.resolve("old")).doesNotExist();
        assertThat(incoming.resolve("young")).exists();
    }
}

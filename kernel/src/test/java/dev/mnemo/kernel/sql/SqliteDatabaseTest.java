package dev.mnemo.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    private Path folder;

    @Override
    Database open() {
        return Database.open(
                DatabaseAddress.parse(folder.resolve("deep/down/store.db").toString()), 1);
    }

    @Test
    void deleted_content_is_gone_from_the_files() throws IOException {
        var secret = "the-cat-is-called-Behemoth";
        try (var database = open()) {
            database.migrate(STEPS);
            database.write(tx -> tx.update("insert into notes (id, body) values (1, ?)", secret));
            assertThat(filesHold(secret)).isTrue();
            database.write(tx -> tx.update("delete from notes"));
            database.scrub();
            assertThat(filesHold(secret)).isFalse();
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        var file = folder.resolve("letter.txt");
        Files.writeString(file, "Dear reader, this is no database at all. ".repeat(200));
        assertThatThrownBy(() -> Database.open(DatabaseAddress.parse(file.toString()), 1))
                .isInstanceOfSatisfying(
                        MnemoException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_DAMAGED));
    }

    private boolean filesHold(String secret) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
            }
        }
        return false;
    }
}

package dev.mnemo.app.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.cache.contract.Entries;
import dev.mnemo.cache.store.SqliteStore;
import dev.mnemo.kernel.fault.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void a_cache_is_exported_imported_looked_at_and_emptied() {
        try (var store = new SqliteStore(folder.resolve("old.db"))) {
            store.open(Entries.MODEL);
            store.put(Entries.plain("customer:42", "q"));
            store.put(Entries.plain("default", "q"));
        }
        assertThat(run("export", "copy.db", "--store", "old.db")).startsWith("2 entries written");
        assertThat(run("import", "copy.db", "--store", "new.db")).startsWith("2 entries taken over, 0 passed over");
        assertThat(run("import", "copy.db", "--store", "new.db")).startsWith("0 entries taken over, 2 passed over");
        assertThat(run("stats", "--store", "new.db")).contains("customer:42").contains("default");
        assertThat(run("check", "--store", "new.db")).startsWith("No damage");
        assertThat(run("clear", "--namespace", "default", "--store", "new.db")).startsWith("1 entries removed");
        assertThat(run("clear", "--store", "new.db")).startsWith("1 entries removed");
    }

    @Test
    void the_store_may_be_named_by_a_variable() {
        try (var store = new SqliteStore(folder.resolve("cache.db"))) {
            store.open(Entries.MODEL);
        }
        var command = new CacheCommand(Map.of("MNEMO_CACHE_STORE", "cache.db"), folder::resolve, out());
        assertThat(command.run(List.of("check"))).isEqualTo(ExitCode.DONE);
    }

    @Test
    void what_makes_no_sense_is_refused_and_makes_no_file() {
        for (var words : List.of(
                List.<String>of(),
                List.of("import"),
                List.of("frobnicate"),
                List.of("stats", "extra", "--store", "x.db"),
                List.of("stats", "--namespace", "a", "--store", "x.db"),
                List.of("stats"),
                List.of("stats", "--store", "x.db"),
                List.of("import", "missing.db", "--store", "x.db"),
                List.of("check", "--store", "mysql://host/db"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(Refusal.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private String run(String... words) {
        written.reset();
        assertThat(new CacheCommand(Map.of(), folder::resolve, out()).run(List.of(words)))
                .isEqualTo(ExitCode.DONE);
        return written.toString(StandardCharsets.UTF_8);
    }

    private PrintStream out() {
        return new PrintStream(written, true, StandardCharsets.UTF_8);
    }
}

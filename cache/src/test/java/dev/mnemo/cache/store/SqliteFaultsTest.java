package dev.mnemo.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.cache.contract.Entries;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to the file of a cache when processes die, disks fill and pages rot.
class SqliteFaultsTest {
    /// More than the library of the driver, which each process unpacks.
    private static final int FILE_KIB_MAX = 6_000;

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_survives_kill_9() throws Exception {
        var file = folder.resolve("cache.db");
        for (int round = 0; round < 3; round++) {
            var acknowledged = new ArrayList<String>();
            try (var process = StoreProcess.start("put", file, round)) {
                assertThat(process.line()).isEqualTo("ready");
                for (int i = 0; i < 40 + 7 * round; i++) {
                    acknowledged.add(process.line());
                }
                process.kill();
                acknowledged.addAll(process.lines());
            }
            try (var store = opened(file)) {
                assertThat(store.damage(Store.Depth.FULL)).isEmpty();
                for (var query : acknowledged) {
                    var entry = Entries.plain("process " + round, query);
                    assertThat(store.find(Key.of(entry)).map(StoredEntry::response))
                            .contains(entry.response());
                }
                assertThat(store.count(Scope.of("process " + round))).isGreaterThanOrEqualTo(acknowledged.size());
            }
        }
    }

    @Test
    void several_processes_may_open_an_empty_file_at_once() throws Exception {
        for (int round = 0; round < 3; round++) {
            var file = folder.resolve("cache-" + round + ".db");
            var processes = new ArrayList<StoreProcess>();
            for (int seed = 3; seed < 7; seed++) {
                processes.add(StoreProcess.start("open", file, seed));
            }
            var models = new HashSet<List<String>>();
            for (var process : processes) {
                models.add(process.lines());
                assertThat(process.exitCode()).isZero();
                process.close();
            }
            assertThat(models).hasSize(1).allSatisfy(lines -> assertThat(lines).hasSize(1));
        }
    }

    @Test
    void a_process_that_follows_the_log_of_others_ends_with_what_they_made() throws Exception {
        var file = folder.resolve("cache.db");
        try (var store = opened(file)) {
            var processes = new ArrayList<StoreProcess>();
            for (int seed = 0; seed < 3; seed++) {
                processes.add(StoreProcess.start("mix", file, seed));
            }
            var followed = new HashSet<StoredEntry>();
            long sequence = 0;
            int done = 0;
            while (done < processes.size()) {
                assertThat(processes.get(done).line()).isEqualTo("done");
                assertThat(processes.get(done).exitCode()).isZero();
                processes.get(done++).close();
                sequence = follow(store, sequence, followed);
            }
            assertThat(followed).isEqualTo(new HashSet<>(store.entries(0, 10_000)));
            assertThat(store.damage(Store.Depth.FULL)).isEmpty();
        }
    }

    private static long follow(Store store, long from, HashSet<StoredEntry> followed) {
        long sequence = from;
        while (true) {
            var step = store.changesSince(sequence, 50);
            assertThat(step.complete()).isTrue();
            if (step.changes().isEmpty()) {
                return sequence;
            }
            for (var change : step.changes()) {
                followed.removeIf(entry -> entry.id() == change.id());
                followed.addAll(store.get(List.of(change.id())));
                sequence = change.sequence();
            }
        }
    }

    @Test
    void a_full_disk_fails_the_put_and_loses_nothing_before_it() throws Exception {
        var file = folder.resolve("cache.db");
        var acknowledged = new ArrayList<String>();
        try (var process = StoreProcess.startLimited(FILE_KIB_MAX, "fill", file, 1)) {
            assertThat(process.line()).isEqualTo("ready");
            acknowledged.addAll(process.lines());
        }
        assertThat(acknowledged.removeLast()).startsWith("failed");
        try (var store = opened(file)) {
            assertThat(store.damage(Store.Depth.FULL)).isEmpty();
            assertThat(store.count(Scope.ALL)).isEqualTo(acknowledged.size());
            store.put(Entries.plain("a", "after"));
        }
    }

    @Test
    void a_torn_write_ahead_log_leaves_the_puts_before_the_tear() throws Exception {
        var file = folder.resolve("cache.db");
        try (var store = opened(file)) {
            for (int i = 0; i < 30; i++) {
                store.put(Entries.plain("a", "query " + i));
            }
            var random = new Random(5);
            long walBytes = Files.size(folder.resolve("cache.db-wal"));
            for (int tear = 0; tear < 20; tear++) {
                checkTorn(file, (long) (random.nextDouble() * walBytes), tear);
            }
        }
    }

    private void checkTorn(Path file, long keptBytes, int tear) throws IOException {
        var copy = folder.resolve("torn-" + tear + ".db");
        Files.copy(file, copy);
        var wal = folder.resolve("torn-" + tear + ".db-wal");
        Files.copy(folder.resolve("cache.db-wal"), wal);
        try (var torn = new RandomAccessFile(wal.toFile(), "rw")) {
            torn.setLength(keptBytes);
        }
        try (var store = opened(copy)) {
            assertThat(store.damage(Store.Depth.FULL)).isEmpty();
            var queries = store.entries(0, 100).stream().map(StoredEntry::query).toList();
            for (int i = 0; i < queries.size(); i++) {
                assertThat(queries.get(i)).isEqualTo("query " + i);
            }
        }
    }

    @Test
    void a_damaged_page_is_reported_and_never_a_wrong_answer() throws Exception {
        var file = folder.resolve("cache.db");
        var expected = new ArrayList<StoredEntry>();
        try (var store = opened(file)) {
            for (int i = 0; i < 200; i++) {
                var entry = Entries.plain("a", "query " + i);
                expected.add(entry.withId(store.put(entry)));
            }
        }
        try (var damaged = new RandomAccessFile(file.toFile(), "rw")) {
            var rubbish = new byte[4_096];
            new Random(3).nextBytes(rubbish);
            for (long page = 12; page * 4_096 < damaged.length(); page += 9) {
                damaged.seek(page * 4_096);
                damaged.write(rubbish);
            }
        }
        int lost = 0;
        try (var store = new SqliteStore(file)) {
            store.open(Entries.MODEL);
            assertThat(store.damage(Store.Depth.FULL)).isPresent();
            for (var entry : expected) {
                try {
                    var found = store.find(Key.of(entry));
                    assertThat(found.isEmpty() || found.get().equals(entry)).isTrue();
                } catch (MnemoException fault) {
                    assertThat(fault.fault()).isEqualTo(Fault.STORE_DAMAGED);
                    lost++;
                }
            }
        } catch (MnemoException fault) {
            assertThat(fault.fault()).isEqualTo(Fault.STORE_DAMAGED);
            lost++;
        }
        assertThat(lost).isPositive();
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws Exception {
        var file = Files.writeString(folder.resolve("cache.db"), "not a database at all ".repeat(500));
        try (var store = new SqliteStore(file)) {
            assertThatThrownBy(() -> store.open(Entries.MODEL))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.STORE_DAMAGED));
        }
        assertThat(Files.readString(file)).startsWith("not a database");
    }

    @Test
    void a_place_where_no_file_can_be_made_is_named() {
        try (var store = new SqliteStore(Path.of("/proc/mnemo/cache.db"))) {
            assertThatThrownBy(() -> store.open(Entries.MODEL))
                    .isInstanceOf(MnemoException.class)
                    .hasMessageContaining("/proc/mnemo/cache.db");
        }
    }

    @Test
    void a_new_file_belongs_to_its_owner_alone() throws Exception {
        var file = folder.resolve("deep/er/cache.db");
        try (var store = opened(file)) {
            store.put(Entries.plain("a", "q"));
            for (var name : List.of("cache.db", "cache.db-wal")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(name))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void readers_do_not_wait_for_a_writer_in_another_process() throws Exception {
        var file = folder.resolve("cache.db");
        try (var store = opened(file);
                var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            long id = store.put(Entries.plain("a", "q"));
            statement.execute("begin immediate");
            assertThat(store.find(Key.of(Entries.plain("a", "q")))).isPresent();
            assertThat(store.get(List.of(id))).hasSize(1);
            statement.execute("rollback");
            store.put(Entries.plain("a", "r"));
        }
    }

    @Test
    void a_put_that_another_process_keeps_waiting_for_too_long_fails_as_busy() throws Exception {
        var file = folder.resolve("cache.db");
        try (var store = opened(file);
                var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("begin immediate");
            assertThatThrownBy(() -> store.put(Entries.plain("a", "q")))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.STORE_BUSY));
            statement.execute("rollback");
            assertThat(store.count(Scope.ALL)).isZero();
            store.put(Entries.plain("a", "q"));
        }
    }

    private static SqliteStore opened(Path file) {
        var store = new SqliteStore(file);
        store.open(Entries.MODEL);
        return store;
    }
}

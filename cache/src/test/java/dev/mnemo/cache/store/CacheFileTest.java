package dev.mnemo.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.contract.Entries;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {
    @TempDir
    Path folder;

    @Test
    void a_file_of_the_original_is_imported_and_stays_as_it_is() throws Exception {
        var file = folder.resolve("original.db");
        OriginalSample.write(file, "1");
        var before = Files.readAllBytes(file);
        try (var store = new MemoryStore()) {
            assertThat(CacheFile.importInto(store, file))
                    .isEqualTo(new CacheFile.Imported(3, 0, new Model("test-model/8", 8)));
            checkSample(store);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_file_of_the_original_is_opened_in_place() throws Exception {
        var file = folder.resolve("original.db");
        OriginalSample.write(file, "1");
        for (int round = 0; round < 2; round++) {
            try (var store = new SqliteStore(file)) {
                assertThat(store.open(new Model("other", 3))).isEqualTo(new Model("test-model/8", 8));
                checkSample(store);
                assertThat(store.damage(Store.Depth.FULL)).isEmpty();
            }
        }
        try (var store = new SqliteStore(file)) {
            store.open(Entries.MODEL);
            assertThat(store.put(Entries.plain("default", "new"))).isEqualTo(4);
            assertThat(store.remove(new Selection.Expired(Scope.ALL, Instant.ofEpochSecond(OriginalSample.CREATED))))
                    .containsExactly(new Removed(3, "customer:42"));
        }
    }

    private static void checkSample(Store store) {
        assertThat(store.counts()).containsExactly(Map.entry("customer:42", 2L), Map.entry("default", 1L));
        var entries = store.entries(0, 10);
        var first = entries.getFirst();
        assertThat(first.query()).isEqualTo("what is a cache?");
        assertThat(first.response()).isEqualTo("answer for default");
        assertThat(first.createdAt()).isEqualTo(Instant.ofEpochSecond(OriginalSample.CREATED));
        assertThat(first.lastAccessedAt()).isEqualTo(Instant.ofEpochSecond(OriginalSample.CREATED + 60));
        assertThat(first.accessCount()).isEqualTo(4);
        assertThat(first.ttl()).isEmpty();
        assertThat(first.metadata()).isEqualTo(Json.parseObject("{\"model\": \"gpt\", \"n\": 1}"));
        assertThat(first.embedding())
                .isEqualTo(Entries.plain("default", "what is a cache?").embedding());
        assertThat(entries.get(1).ttl()).contains(Duration.ofHours(1));
        assertThat(store.find(new Key("customer:42", "", Entries.hash("Stra\u00dfe \u0000 🎉"))))
                .contains(entries.get(2));
        assertThat(store.counters())
                .containsExactlyInAnyOrder(
                        new Counter("customer:42", "hits_exact", 7), new Counter("default", "misses", 3));
    }

    @Test
    void a_file_of_a_later_version_is_refused_and_unchanged() throws Exception {
        var file = folder.resolve("later.db");
        OriginalSample.write(file, "2");
        var before = Files.readAllBytes(file);
        try (var store = new SqliteStore(file)) {
            assertThatThrownBy(() -> store.open(Entries.MODEL))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.STORE_NEWER));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void importing_again_passes_over_what_is_there_and_brings_what_is_newer() {
        var file = folder.resolve("cache.db");
        try (var source = new SqliteStore(file)) {
            source.open(Entries.MODEL);
            source.put(Entries.plain("a", "same"));
            source.put(Entries.at("a", "newer", Entries.START.plusSeconds(5)));
            source.addCounters(java.util.List.of(new Counter("a", "hits", 2)));
            try (var target = new MemoryStore()) {
                target.open(Entries.MODEL);
                target.put(Entries.plain("a", "newer"));
                target.put(Entries.plain("a", "same"));
                var imported = CacheFile.importInto(target, file);
                assertThat(imported).isEqualTo(new CacheFile.Imported(1, 1, Entries.MODEL));
                assertThat(target.entries(0, 10).getFirst().createdAt()).isEqualTo(Entries.START.plusSeconds(5));
                assertThat(target.counters()).isEmpty();
            }
        }
    }

    @Test
    void what_is_no_cache_is_refused() throws Exception {
        var text = Files.writeString(folder.resolve("text.db"), "no database, ".repeat(1_000));
        try (var store = new MemoryStore()) {
            assertThatThrownBy(() -> CacheFile.importInto(store, folder.resolve("missing.db")))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> CacheFile.importInto(store, text)).isInstanceOf(MnemoException.class);
            var other = folder.resolve("other.db");
            try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + other);
                    var statement = connection.createStatement()) {
                statement.execute("create table something (x)");
            }
            assertThatThrownBy(() -> CacheFile.importInto(store, other)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void vectors_of_another_model_are_refused() {
        var file = folder.resolve("cache.db");
        try (var source = new SqliteStore(file);
                var target = new MemoryStore()) {
            source.open(Entries.MODEL);
            target.open(new Model("another", 3));
            assertThatThrownBy(() -> CacheFile.importInto(target, file)).isInstanceOf(Refusal.class);
        }
    }
}

package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.cache.store.MemoryStore;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    private static final String ASKED = "How do I change the delivery address of an order";
    private static final String NEAR = "Please, how do I change the delivery address of an order";

    @TempDir
    Path folder;

    private final HashEmbedder embedder = new HashEmbedder(64);
    private final CacheOptions options = CacheOptions.standard(new TestClock(), new SplittableRandom(1));

    private void fill(SemanticCache cache) {
        cache.put(
                Question.of(ASKED).in("a:b"),
                NewAnswer.of(Answer.of("answer", new Cost(1, 2, 3, Duration.ofMillis(4))))
                        .withMetadata(Json.Obj.EMPTY.with("k", "v"))
                        .withTags("tag"));
        cache.put("gone", "x");
        cache.put("cancel my order of shoes", "shoes");
        cache.delete(Question.of("gone"));
        cache.reject(cache.get("please cancel my order of shoes now").orElseThrow());
        cache.get(Question.of(ASKED).in("a:b"));
    }

    @Test
    void everything_comes_back_from_a_file_and_from_memory() throws Exception {
        for (var kind : new String[] {"memory", "sqlite"}) {
            var store = kind.equals("memory")
                    ? new MemoryStore()
                    : new dev.mnemo.cache.store.SqliteStore(folder.resolve(kind + ".db"));
            var snapshot = folder.resolve(kind + ".snapshot");
            try (var cache = SemanticCache.open(store, embedder, options)) {
                fill(cache);
                cache.dumps(snapshot);
                assertThatThrownBy(() -> cache.dumps(snapshot)).isInstanceOf(Refusal.class);
                cache.put("later", "is not in it");
            }
            try (var back = SemanticCache.loads(snapshot, folder.resolve(kind + ".new"), embedder, options)) {
                var hit = back.get(Question.of(NEAR).in("a:b")).orElseThrow();
                assertThat(hit.response()).isEqualTo("answer");
                assertThat(hit.metadata().string("k")).contains("v");
                assertThat(hit.answer().cost().outputTokens()).isEqualTo(2);
                assertThat(back.lookUp(Question.of("please cancel my order of shoes now")))
                        .isInstanceOfSatisfying(
                                Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.REJECTED));
                assertThat(back.stats(Optional.of("a:b")).hitsExact()).isOne();
                assertThat(back.get("later")).isEmpty();
                assertThat(back.invalidate("tag")).isOne();
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("unfinished"));
        }
    }

    @Test
    void a_snapshot_of_another_model_or_no_snapshot_leaves_nothing_behind() throws Exception {
        var snapshot = folder.resolve("s");
        try (var cache = SemanticCache.open(new MemoryStore(), embedder, options)) {
            cache.put(ASKED, "answer");
            cache.dumps(snapshot);
        }
        var place = folder.resolve("new.db");
        assertThatThrownBy(() -> SemanticCache.loads(snapshot, place, new HashEmbedder(32), options))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.EMBEDDER_MISMATCH));
        Files.writeString(
                folder.resolve("text"), "no snapshot at all, but long enough to be read as a header. ".repeat(9));
        assertThatThrownBy(() -> SemanticCache.loads(folder.resolve("text"), place, embedder, options))
                .isInstanceOf(MnemoException.class);
        assertThatThrownBy(() -> SemanticCache.loads(folder.resolve("none"), place, embedder, options))
                .isInstanceOf(Refusal.class);
        assertThat(place).doesNotExist();
        Files.writeString(folder.resolve("new.db-wal"), "of another file");
        assertThatThrownBy(() -> SemanticCache.loads(snapshot, place, embedder, options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("-wal");
    }

    @Test
    void a_closed_file_opens_again() {
        var file = folder.resolve("cache.db");
        try (var cache = SemanticCache.open(file, embedder, options)) {
            fill(cache);
        }
        try (var cache = SemanticCache.open(file, embedder, options)) {
            assertThat(cache.get(Question.of(NEAR).in("a:b"))).isPresent();
            assertThat(cache.health().healthy()).isTrue();
            assertThat(cache.health().storeBackend()).isEqualTo("sqlite");
        }
    }
}

package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Several processes on one file.
@Timeout(300)
class ProcessesTest {
    private static final String ASKED = "How do I change the delivery address of an order";
    private static final String NEAR = "Please, how do I change the delivery address of an order";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"STALE_TOLERANT", "MMAP_SHARED"})
    void puts_replacements_and_deletes_of_one_process_are_seen_by_the_other(MultiProcessMode mode) throws Exception {
        var file = folder.resolve("cache.db");
        try (var one = new CacheProcess(file, mode);
                var other = new CacheProcess(file, mode)) { // both find an empty place at about the same time
            assertThat(one.tell("get", NEAR)).isEqualTo("-");
            assertThat(other.tell("get", NEAR)).isEqualTo("-");
            one.tell("put", ASKED, "first");
            assertThat(other.tell("get", NEAR)).isEqualTo("first");
            other.tell("put", ASKED, "second");
            assertThat(one.tell("get", NEAR)).isEqualTo("second");
            assertThat(one.tell("delete", ASKED)).isEqualTo("true");
            assertThat(other.tell("get", NEAR)).isEqualTo("-");
            assertThat(other.tell("get", ASKED)).isEqualTo("-");
        }
    }

    @Test
    void alone_hits_by_text_are_shared_and_hits_by_meaning_after_opening_again() throws Exception {
        var file = folder.resolve("cache.db");
        try (var one = new CacheProcess(file, MultiProcessMode.SINGLE)) {
            assertThat(one.tell("get", ASKED)).isEqualTo("-");
            try (var other = new CacheProcess(file, MultiProcessMode.SINGLE)) {
                other.tell("put", ASKED, "answer");
            }
            assertThat(one.tell("get", ASKED)).isEqualTo("answer");
            assertThat(one.tell("get", NEAR)).isEqualTo("-");
        }
        try (var again = new CacheProcess(file, MultiProcessMode.SINGLE)) {
            assertThat(again.tell("get", NEAR)).isEqualTo("answer");
        }
    }

    @Test
    void what_was_acknowledged_survives_kill_9() throws Exception {
        var file = folder.resolve("cache.db");
        int acknowledged = -1;
        try (var process = new CacheProcess(file, MultiProcessMode.SINGLE)) {
            process.send("fill", "100000");
            while (acknowledged < 40) {
                acknowledged = Integer.parseInt(process.answer());
            }
            process.kill();
            for (var line = process.answer(); line.matches("\\d+"); line = process.answer()) {
                acknowledged = Integer.parseInt(line); // said before the end and not read yet
            }
        } catch (java.io.IOException pipeOfTheDead) {
            // closing it has nobody to tell
        }
        var options = CacheOptions.standard(new TestClock(), new SplittableRandom(1));
        try (var cache = SemanticCache.open(file, new HashEmbedder(64), options)) {
            assertThat(cache.health().healthy()).isTrue();
            for (int i = 0; i <= acknowledged; i++) {
                assertThat(cache.get("question " + i)).map(Hit::response).contains("answer " + i);
            }
        }
    }
}

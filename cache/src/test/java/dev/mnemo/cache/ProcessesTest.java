package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.nio.file.Path;
import java.util.List;
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
    void three_processes_share_the_memory_of_one_file_and_go_on_with_a_newer_one() throws Exception {
        var file = folder.toRealPath().resolve("cache.db");
        try (var one = new CacheProcess(file, MultiProcessMode.MMAP_SHARED)) {
            fill(one, 0, 2_000);
            one.tell("flush");
            try (var two = new CacheProcess(file, MultiProcessMode.MMAP_SHARED);
                    var three = new CacheProcess(file, MultiProcessMode.MMAP_SHARED)) {
                var all = List.of(one, two, three);
                long first = assertShared(all);

                fill(two, 2_000, 4_000);
                assertThat(three.tell("get", "question 3000 question")).isEqualTo("answer 3000");
                assertThat(one.tell("delete", "question 3000")).isEqualTo("true");
                all.forEach(process -> process.tell("flush"));
                all.forEach(process -> process.tell("flush")); // whoever came before the one that wrote it anew
                assertThat(assertShared(all)).as("another file").isNotEqualTo(first);
                for (var process : all) {
                    assertThat(process.tell("get", "question 3000 question")).isNotEqualTo("answer 3000");
                    assertThat(process.tell("get", "question 3001 question")).isEqualTo("answer 3001");
                }
            }
        }
    }

    private static void fill(CacheProcess process, int from, int to) {
        process.send("fill", String.valueOf(to), String.valueOf(from));
        for (var line = process.answer(); !line.equals("filled"); line = process.answer()) {
            assertThat(line).matches("\\d+");
        }
    }

    /// Each process has the file in its memory, and together they need it little more than once.
    ///
    /// @return which file it is
    private static long assertShared(List<CacheProcess> processes) {
        processes.forEach(process -> process.tell("get", "question 17 question"));
        var mappings = processes.stream().map(CacheProcess::mapping).toList();
        for (var mapping : mappings) {
            assertThat(mapping.inode()).isEqualTo(mappings.getFirst().inode()).isPositive();
            assertThat(mapping.resident()).as(mappings.toString()).isGreaterThan(50);
            assertThat(mapping.proportional()).as(mappings.toString()).isLessThan(mapping.resident() / 2);
        }
        return mappings.getFirst().inode();
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

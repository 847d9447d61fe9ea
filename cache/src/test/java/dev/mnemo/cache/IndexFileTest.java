package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index that is saved finds what a fresh one finds, whatever happened to the store or the file meanwhile.
class IndexFileTest {
    private static final String ASKED = "How do I change the delivery address of an order";
    private static final String NEAR = "Please, how do I change the delivery address of an order";
    private static final String OTHER = "Where is the nearest shop that sells shoes for running";
    private static final String NEAR_OTHER = "Please, where is the nearest shop that sells shoes for running";

    @TempDir
    Path folder;

    private Path file;
    private Path saved;

    @BeforeEach
    void place() {
        file = folder.resolve("cache.db");
        saved = folder.resolve("cache.db.index");
    }

    private SemanticCache open() {
        return SemanticCache.open(
                file, new HashEmbedder(64), CacheOptions.standard(new TestClock(), new SplittableRandom(1)));
    }

    private void assertFinds(boolean asked, boolean other) {
        try (var cache = open()) {
            assertThat(cache.get(NEAR).isPresent()).isEqualTo(asked);
            assertThat(cache.get(NEAR_OTHER).isPresent()).isEqualTo(other);
        }
    }

    @Test
    void it_is_used_at_the_next_opening() {
        try (var cache = open()) {
            cache.put(ASKED, "answer");
        }
        assertThat(saved).isNotEmptyFile();
        assertFinds(true, false);
    }

    @Test
    void changes_since_it_was_saved_are_read_from_the_log() throws Exception {
        try (var cache = open()) {
            cache.put(ASKED, "answer");
        }
        var older = Files.copy(saved, folder.resolve("older"));
        try (var cache = open()) {
            cache.put(OTHER, "answer");
            cache.delete(Question.of(ASKED));
        }
        Files.move(older, saved, StandardCopyOption.REPLACE_EXISTING);
        assertFinds(false, true);
    }

    @Test
    void a_missing_a_damaged_and_a_strange_file_are_made_anew() throws Exception {
        try (var cache = open()) {
            cache.put(ASKED, "answer");
        }
        Files.delete(saved);
        assertFinds(true, false);
        var bytes = Files.readAllBytes(saved);
        for (int i = 0; i < bytes.length; i += 7) {
            bytes[i] ^= 0x55;
        }
        Files.write(saved, bytes);
        assertFinds(true, false);
        var mine = Files.readAllBytes(saved);
        Files.delete(file);
        file = folder.resolve("second.db");
        try (var cache = SemanticCache.open(
                file, new HashEmbedder(64), CacheOptions.standard(new TestClock(), new SplittableRandom(2)))) {
            cache.put(OTHER, "answer");
        }
        Files.write(folder.resolve("second.db.index"), mine);
        assertFinds(false, true);
    }

    @Test
    void damage_that_opening_does_not_see_is_found_in_the_background() throws Exception {
        try (var cache = open()) {
            cache.put(ASKED, "answer");
        }
        var bytes = Files.readAllBytes(saved);
        int codes = bytes.length / 2; // 64 codes and 64 copies of 4 bytes lie in the middle of the file
        for (int at = codes - 60; at < codes + 60; at++) {
            bytes[at] ^= 0x55;
        }
        Files.write(saved, bytes);
        open().close(); // saves what is made anew
        assertThat(Files.readAllBytes(saved)).isNotEqualTo(bytes);
        assertFinds(true, false);
    }
}

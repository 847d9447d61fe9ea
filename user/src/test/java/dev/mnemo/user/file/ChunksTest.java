package dev.mnemo.user.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.user.recall.Tokens;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {
    @Test
    void a_short_text_is_one_chunk_and_a_blank_one_none() {
        assertThat(Chunks.of("One sentence. And another.")).containsExactly("One sentence. And another.");
        assertThat(Chunks.of(" \n\n ")).isEmpty();
        assertThat(Chunks.of("")).isEmpty();
    }

    @Test
    void chunks_end_with_sentences_and_begin_with_the_last_one_of_the_one_before() {
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("This is sentence number ").append(i).append(" of a longer text. ");
        }
        var chunks = Chunks.of(text.toString());
        assertThat(chunks)
                .hasSizeGreaterThan(2)
                .allSatisfy(chunk -> assertThat(chunk).startsWith("This").endsWith("."));
        for (int i = 1; i < chunks.size(); i++) {
            var first = chunks.get(i).substring(0, chunks.get(i).indexOf('.') + 1);
            assertThat(chunks.get(i - 1)).contains(first);
        }
    }

    /// Whatever the text: no chunk is too long, none is empty, and every word is in some chunk.
    @Test
    void nothing_is_lost_and_nothing_is_too_long() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var text = new StringBuilder();
            int parts = random.nextInt(1, 200);
            for (int i = 0; i < parts; i++) {
                switch (random.nextInt(6)) {
                    case 0 -> text.append("词".repeat(random.nextInt(700))).append("。");
                    case 1 -> text.append("x".repeat(random.nextInt(2_000)));
                    case 2 -> text.append("\n\n");
                    case 3 -> text.append("😀".repeat(random.nextInt(500)));
                    default -> text.append("word").append(i).append(random.nextBoolean() ? ". " : " ");
                }
            }
            var chunks = Chunks.of(text.toString());
            assertThat(chunks).as("seed " + seed).allSatisfy(chunk -> {
                assertThat(Tokens.of(chunk)).isBetween(1, Chunks.TOKENS_MAX + 5);
                assertThat(Character.isLowSurrogate(chunk.charAt(0))).isFalse();
            });
            var all = String.join("\n", chunks);
            for (int i = 0; i < parts; i++) {
                if (text.indexOf(" word" + i + " ") >= 0) {
                    assertThat(all).as("seed " + seed).contains("word" + i);
                }
            }
        }
    }
}

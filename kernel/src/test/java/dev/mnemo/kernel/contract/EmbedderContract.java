package dev.mnemo.kernel.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every embedder promises. Extend it and hand out yours.
public abstract class EmbedderContract {
    /// How far two vectors of one text may be from each other.
    private static final double BATCH_DISTANCE_MAX = 1e-3;

    private static final List<String> TEXTS = List.of(
            "The cache is cleared at midnight by a scheduled job.",
            "",
            " \t\n",
            "ok",
            "HS256 is not RS256: tokens are signed with RS256 since the audit.",
            "word ".repeat(20_000),
            "x".repeat(5_000),
            "日本語のテスト 漢字 한국어 中文",
            "emoji 🎉👩‍👩‍👧‍👦 and half a pair \ud83c and a null \u0000 and \u202e turned",
            "[CLS] [SEP] [PAD] <script>alert(1)</script> ignore previous instructions");

    /// The embedder under test; may be the same one each time.
    protected abstract Embedder embedder();

    @Test
    void every_text_gets_a_unit_vector_of_the_stated_dimensions() {
        for (var purpose : Purpose.values()) {
            var vectors = embedder().embed(TEXTS, purpose);
            assertThat(vectors).hasSameSizeAs(TEXTS);
            for (var vector : vectors) {
                assertThat(vector).hasSize(embedder().dimensions());
                assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
            }
        }
    }

    @Test
    void no_texts_give_no_vectors() {
        assertThat(embedder().embed(List.of(), Purpose.QUERY)).isEmpty();
    }

    @Test
    void vectors_come_in_the_order_of_the_texts_and_do_not_depend_on_their_company() {
        var together = embedder().embed(TEXTS, Purpose.PASSAGE);
        var reversed = embedder().embed(TEXTS.reversed(), Purpose.PASSAGE).reversed();
        for (int i = 0; i < TEXTS.size(); i++) {
            var alone = embedder().embed(TEXTS.get(i), Purpose.PASSAGE);
            assertThat(distance(together.get(i), alone)).as("text %d alone", i).isLessThan(BATCH_DISTANCE_MAX);
            assertThat(distance(reversed.get(i), alone))
                    .as("text %d reversed", i)
                    .isLessThan(BATCH_DISTANCE_MAX);
        }
    }

    @Test
    void a_large_batch_keeps_its_order() {
        var texts = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            texts.add("note " + i + " about the " + "very ".repeat(i % 7) + "large subject number " + i * 31);
        }
        var vectors = embedder().embed(texts, Purpose.PASSAGE);
        for (int i = 0; i < texts.size(); i += 9) {
            var alone = embedder().embed(texts.get(i), Purpose.PASSAGE);
            assertThat(distance(vectors.get(i), alone)).as("text %d", i).isLessThan(BATCH_DISTANCE_MAX);
        }
    }

    @Test
    void texts_about_the_same_thing_are_nearer_than_others() {
        var vectors = embedder()
                .embed(
                        List.of(
                                "database connection pool size",
                                "the size of the pool of database connections",
                                "a recipe for apple pie with cinnamon"),
                        Purpose.PASSAGE);
        assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(dot(vectors.get(0), vectors.get(2)));
    }

    @Test
    void many_threads_get_the_vectors_that_one_gets() throws Exception {
        var expected = embedder().embed(TEXTS, Purpose.QUERY);
        var embedder = embedder();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayList<Future<List<float[]>>>();
            for (int i = 0; i < 8; i++) {
                pending.add(threads.submit(() -> embedder.embed(TEXTS, Purpose.QUERY)));
            }
            for (var future : pending) {
                var found = future.get();
                for (int i = 0; i < TEXTS.size(); i++) {
                    assertThat(distance(found.get(i), expected.get(i))).isLessThan(BATCH_DISTANCE_MAX);
                }
            }
        }
    }

    @Test
    void a_caller_may_change_the_vectors_it_got() {
        var first = embedder().embed("the same text", Purpose.QUERY);
        var copy = first.clone();
        java.util.Arrays.fill(first, 9);
        assertThat(embedder().embed("the same text", Purpose.QUERY)).containsExactly(copy);
    }

    @Test
    void the_fingerprint_is_short_and_stays_the_same() {
        var before = embedder().fingerprint();
        embedder().embed("text", Purpose.QUERY);
        assertThat(embedder().fingerprint()).isEqualTo(before).matches("[\\x21-\\x7e]{3,200}");
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static double distance(float[] left, float[] right) {
        return Math.sqrt(Math.max(0, 2 - 2 * dot(left, right)));
    }
}

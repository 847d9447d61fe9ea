package dev.mnemo.user.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.kernel.vector.Neighbour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows are found by words and by meaning, by their owner only, and on every process at once.
public abstract class FindableContract extends StoreContract {
    private void put(Owner owner, long seq, String text) {
        store.write(owner, person -> findable.put(person, seq, text));
    }

    private List<Long> found(Owner owner, String query) {
        return other.read(owner, person -> findable.entries().find(person, query, 10))
                .seqs();
    }

    @Test
    void words_are_found_in_every_form_and_script() {
        put(ANN, 1, "Alice works at Google since 2019");
        put(ANN, 2, "用户在谷歌工作");
        put(ANN, 3, "The order number is XK-4711, paid by phone 555-0199");
        put(ANN, 4, "We use HS256 in the TokenStore");
        assertThat(found(ANN, "Where does Alice work?")).startsWith(1L);
        assertThat(found(ANN, "谷歌")).containsExactly(2L);
        assertThat(found(ANN, "xk-4711")).containsExactly(3L);
        assertThat(found(ANN, "token store")).containsExactly(4L);
        assertThat(found(ANN, "RS256")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?!",
                "\"",
                "a AND OR NOT (b:c^2) \\ * ~ {x} [y]",
                "'; drop table users; --",
                "NEAR(a b)",
                "列 \uD83D\uDE00 \u0301",
                "-minus +plus :colon: _under_ a.b.c"
            })
    void no_query_is_too_strange(String query) {
        put(ANN, 1, "plain words only " + query);
        assertThat(found(ANN, query + " words")).containsExactly(1L);
        assertThat(found(ANN, query).size()).isLessThanOrEqualTo(1);
    }

    @Test
    void a_query_of_a_hundred_thousand_characters_is_answered() {
        put(ANN, 1, "needle");
        assertThat(found(ANN, "needle " + "hay stack ".repeat(10_000))).containsExactly(1L);
    }

    @Test
    void what_words_say_counts_the_owners_rows_only() {
        put(ANN, 1, "tea tea tea");
        put(ANN, 2, "tea and milk");
        put(BOB, 1, "tea");
        var found = other.read(ANN, person -> findable.entries().find(person, "tea milk coffee", 10));
        assertThat(found.frequencies()).isEqualTo(Map.of("tea", 2, "milk", 1));
        assertThat(found.entries()).isEqualTo(2);
        assertThat(found.averageWords()).isEqualTo(2.5);
        assertThat(found.seqs()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void a_row_that_was_replaced_or_removed_is_found_by_its_new_words_only() {
        put(ANN, 1, "I live in Berlin");
        put(ANN, 1, "I live in Porto");
        assertThat(found(ANN, "Berlin")).isEmpty();
        assertThat(found(ANN, "Porto")).containsExactly(1L);
        store.write(ANN, person -> {
            findable.remove(person, 1);
            return true;
        });
        assertThat(found(ANN, "Porto")).isEmpty();
    }

    @Test
    void the_nearest_vectors_are_the_same_in_every_process_after_every_change() {
        var here = findable.vectors();
        var there = findable().vectors();
        for (long seq = 1; seq <= 3; seq++) {
            keep(seq, List.of("cats purr", "dogs bark", "fish swim").get((int) seq - 1));
        }
        assertThat(nearest(store, here, "dogs")).startsWith(2L).hasSize(3);
        assertThat(nearest(other, there, "dogs")).startsWith(2L).hasSize(3);
        keep(2, "cows moo");
        keep(4, "dogs run");
        store.write(ANN, person -> {
            here.remove(person, 3);
            return true;
        });
        assertThat(nearest(other, there, "dogs")).startsWith(4L).containsExactlyInAnyOrder(1L, 2L, 4L);
        assertThat(nearest(store, here, "dogs")).startsWith(4L).containsExactlyInAnyOrder(1L, 2L, 4L);
    }

    @Test
    void similarities_are_cosines_whatever_the_store() {
        keep(1, "one two three four");
        var hit = store.read(
                        ANN,
                        person -> findable.vectors()
                                .nearest(person, embedder.fingerprint(), vector("one two three five"), 1))
                .getFirst();
        float cosine = 0;
        for (int i = 0; i < 64; i++) {
            cosine += vector("one two three four")[i] * vector("one two three five")[i];
        }
        assertThat(hit.similarity()).isCloseTo(cosine, org.assertj.core.data.Offset.offset(0.01f));
    }

    @Test
    void vectors_of_another_model_never_meet() {
        keep(1, "dogs bark");
        var found = store.read(ANN, person -> findable.vectors().nearest(person, "another", new float[] {1, 0}, 5));
        assertThat(found).isEmpty();
    }

    private void keep(long seq, String text) {
        store.write(ANN, person -> {
            findable.vectors().put(person, embedder.fingerprint(), seq, vector(text));
            return true;
        });
    }

    private float[] vector(String text) {
        return embedder.embed(text, Purpose.PASSAGE);
    }

    private List<Long> nearest(Store from, Vectors vectors, String text) {
        return from.read(ANN, person -> vectors.nearest(person, embedder.fingerprint(), vector(text), 5)).stream()
                .map(Neighbour::id)
                .toList();
    }
}

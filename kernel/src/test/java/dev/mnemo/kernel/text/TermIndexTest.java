package dev.mnemo.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermIndexTest {
    private static final String[] VOCABULARY = {"token", "store", "cache", "redis", "rotate", "leak", "port", "5432"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void says_after_any_changes_what_an_index_built_anew_says(long seed) {
        var random = new Random(seed);
        var changing = new TermIndex();
        var living = new TreeMap<Integer, List<String>>();
        for (int step = 0; step < 500; step++) {
            if (random.nextInt(60) == 0) {
                var order = living.keySet().stream().mapToInt(Integer::intValue).toArray();
                changing = TermIndex.ofBytes(changing.toBytes(order)).orElseThrow();
                var texts = List.copyOf(living.values());
                living.clear();
                texts.forEach(text -> living.put(living.size(), text));
            }
            if (!living.isEmpty() && random.nextInt(3) == 0) {
                int document = new ArrayList<>(living.keySet()).get(random.nextInt(living.size()));
                changing.remove(document);
                living.remove(document);
            } else {
                var text = text(random);
                living.put(changing.add(text), text);
            }
        }
        var anew = new TermIndex();
        var numbers = new TreeMap<Integer, Integer>();
        living.forEach((document, text) -> numbers.put(document, anew.add(text)));
        var query = List.of("token", "leak", "5432", "unheard");
        var weights = Map.of("token", 1.0, "leak", 1.0, "unheard", 1.0);
        double[] cosine = changing.cosine(query);
        double[] cosineAnew = anew.cosine(query);
        double[] bm25 = changing.bm25(weights, 1.2, 0.75);
        double[] bm25Anew = anew.bm25(weights, 1.2, 0.75);
        numbers.forEach((document, other) -> {
            assertThat(cosine[document]).as("seed %d", seed).isCloseTo(cosineAnew[other], within(1e-12));
            assertThat(bm25[document]).as("seed %d", seed).isCloseTo(bm25Anew[other], within(1e-12));
        });
        for (var document : numbers.entrySet()) {
            assertThat(changing.vector(document.getKey()))
                    .as("seed %d", seed)
                    .isEqualTo(anew.vector(document.getValue()));
        }
        assertThat(changing.documents()).isEqualTo(living.size());
        assertThat(changing.documentFrequency("token")).isEqualTo(anew.documentFrequency("token"));
    }

    @Test
    void bytes_of_anything_else_are_no_index() {
        var index = new TermIndex();
        index.add(List.of("token", "größe"));
        index.add(List.of("token"));
        var bytes = index.toBytes(new int[] {0, 1});
        assertThat(TermIndex.ofBytes(bytes).orElseThrow().documentFrequency("größe"))
                .isEqualTo(1);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(TermIndex.ofBytes(Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(TermIndex.ofBytes(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0})).isEmpty();
        assertThat(TermIndex.ofBytes(new byte[] {127, -1, -1, -1, 127, -1, -1, -1}))
                .isEmpty();
    }

    private static List<String> text(Random random) {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            words.add(VOCABULARY[random.nextInt(VOCABULARY.length)]);
        }
        return words;
    }
}

package dev.mnemo.kernel.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.contract.EmbedderContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachingEmbedderTest extends EmbedderContract {
    private final List<String> asked = new ArrayList<>();
    private final Embedder counted = new Embedder() {
        private final HashEmbedder hash = new HashEmbedder(64);

        @Override
        public String fingerprint() {
            return hash.fingerprint();
        }

        @Override
        public int dimensions() {
            return hash.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            synchronized (asked) {
                asked.addAll(texts);
            }
            return hash.embed(texts, purpose);
        }

        @Override
        public void close() {
            asked.add("closed");
        }
    };
    private final CachingEmbedder cache = new CachingEmbedder(counted);

    @Override
    protected Embedder embedder() {
        return cache;
    }

    @Test
    void a_query_is_embedded_once_and_a_passage_each_time() {
        cache.embed(List.of("a", "b", "a"), Embedder.Purpose.QUERY);
        cache.embed(List.of("b", "c"), Embedder.Purpose.QUERY);
        assertThat(asked).containsExactly("a", "b", "c");
        cache.embed(List.of("a"), Embedder.Purpose.PASSAGE);
        assertThat(asked).containsExactly("a", "b", "c", "a");
    }

    @Test
    void the_oldest_query_is_forgotten_and_a_huge_one_never_kept() {
        cache.embed("first", Embedder.Purpose.QUERY);
        for (int i = 0; i < 500; i++) {
            cache.embed("query " + i, Embedder.Purpose.QUERY);
        }
        asked.clear();
        cache.embed("query 499", Embedder.Purpose.QUERY);
        cache.embed("first", Embedder.Purpose.QUERY);
        var huge = "x".repeat(2_001);
        cache.embed(huge, Embedder.Purpose.QUERY);
        cache.embed(huge, Embedder.Purpose.QUERY);
        assertThat(asked).containsExactly("first", huge, huge);
    }

    @Test
    void closing_closes_the_model() {
        cache.close();
        assertThat(asked).containsExactly("closed");
    }
}

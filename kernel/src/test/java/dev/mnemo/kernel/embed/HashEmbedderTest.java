package dev.mnemo.kernel.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.contract.EmbedderContract;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import org.junit.jupiter.api.Test;

class HashEmbedderTest extends EmbedderContract {
    @Override
    protected Embedder embedder() {
        return new HashEmbedder(256);
    }

    @Test
    void vectors_are_the_same_on_every_machine() {
        assertThat(new HashEmbedder(4).embed("One word, and one more", Purpose.QUERY))
                .isEqualTo(new HashEmbedder(4).embed("more ONE... and word one?", Purpose.PASSAGE))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(PINNED);
    }

    private static final float[] PINNED = {-0.10314213f, 0.20628425f, 0.825137f, 0.51571065f};
}

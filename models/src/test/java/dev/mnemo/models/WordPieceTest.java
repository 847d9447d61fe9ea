package dev.mnemo.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WordPieceTest {
    private final WordPiece wordPiece = new WordPiece(Network.vocabulary(Weights.BGE_SMALL));

    WordPieceTest() throws IOException {}

    /// The ids come from the Rust tokenizer that the model was published with.
    @Test
    void gives_the_ids_that_the_published_tokenizer_gives() throws IOException {
        try (var in = WordPieceTest.class.getResourceAsStream("token-ids.json")) {
            var golden = (Json.Arr) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(golden.items()).hasSize(40);
            for (var example : golden.objects()) {
                var expected = example.array("ids").items().stream()
                        .mapToInt(id -> (int) ((Json.Num) id).value())
                        .toArray();
                assertThat(wordPiece.ids(example.string("text", "?"), 512))
                        .as(example.string("text", "?"))
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void the_names_of_special_tokens_are_text_inside_a_text() {
        assertThat(wordPiece.ids("[CLS]", 512)).startsWith(101).endsWith(102).hasSizeGreaterThan(3);
        assertThat(wordPiece.ids("a [SEP] b", 512)).containsOnlyOnce(102);
    }

    @Test
    void a_long_text_is_cut_at_the_limit() {
        assertThat(wordPiece.ids("word ".repeat(1_000), 64))
                .hasSize(64)
                .startsWith(101)
                .endsWith(102);
        assertThat(wordPiece.ids("unbelievableness", 3)).hasSize(3);
        assertThat(wordPiece.ids("half a pair \ud83c", 512)).endsWith(102);
    }

    @Test
    void both_models_have_one_vocabulary() throws IOException {
        assertThat(Network.vocabulary(Weights.MINI_LM)).isEqualTo(Network.vocabulary(Weights.BGE_SMALL));
    }
}

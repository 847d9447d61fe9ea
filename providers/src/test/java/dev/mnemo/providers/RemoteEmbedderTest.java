package dev.mnemo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mnemo.kernel.contract.EmbedderContract;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.providers.StubProvider.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteEmbedderTest {
    private static final StubProvider WELL = new StubProvider(asked ->
            StubProvider.embeddings(asked, asked.body().string("model", "").equals("voyage-3-lite") ? 512 : 1_536));

    private final StubProvider stub = new StubProvider(asked -> StubProvider.embeddings(asked, 1_536));
    private final Embedder openAi = RemoteEmbedder.openAi(stub.access("text-embedding-3-small"));

    @AfterEach
    void stop() {
        stub.close();
    }

    @AfterAll
    static void stopWell() {
        WELL.close();
    }

    @Nested
    class OpenAi extends EmbedderContract {
        private final Embedder embedder = RemoteEmbedder.openAi(WELL.access("text-embedding-3-small"));

        @Override
        protected Embedder embedder() {
            return embedder;
        }
    }

    @Nested
    class Voyage extends EmbedderContract {
        private final Embedder embedder = RemoteEmbedder.voyage(WELL.access("voyage-3-lite"));

        @Override
        protected Embedder embedder() {
            return embedder;
        }
    }

    @Test
    void openai_is_asked_in_its_own_words() {
        openAi.embed(List.of("one", "two"), Purpose.PASSAGE);
        assertThat(stub.asked()).hasSize(1);
        var asked = stub.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/embeddings");
        assertThat(asked.authorization()).containsExactly("Bearer " + StubProvider.KEY);
        assertThat(asked.body().string("model")).hasValue("text-embedding-3-small");
        assertThat(asked.body().array("input").strings()).containsExactly("one", "two");
        assertThat(openAi.fingerprint()).isEqualTo("openai/text-embedding-3-small/8000");
    }

    @Test
    void voyage_is_told_which_texts_are_queries() {
        stub.answer(asked -> StubProvider.embeddings(asked, 512));
        var voyage = RemoteEmbedder.voyage(stub.access("voyage-3-lite"));
        assertThat(voyage.dimensions()).isEqualTo(512);
        voyage.embed("why?", Purpose.QUERY);
        voyage.embed("because", Purpose.PASSAGE);
        assertThat(stub.asked())
                .extracting(asked -> asked.path(), asked -> asked.body().string("input_type", "none"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/v1/embeddings", "query"),
                        org.assertj.core.groups.Tuple.tuple("/v1/embeddings", "document"));
        assertThat(stub.asked().getFirst().authorization()).containsExactly("Bearer " + StubProvider.KEY);
    }

    @Test
    void long_texts_are_cut_between_characters_and_many_are_sent_in_parts() {
        var long1 = "x".repeat(7_999) + "🎉";
        openAi.embed(java.util.Collections.nCopies(200, long1), Purpose.PASSAGE);
        assertThat(stub.asked()).hasSize(3);
        assertThat(stub.asked().getFirst().body().array("input").strings().getFirst())
                .isEqualTo("x".repeat(7_999));
    }

    @ParameterizedTest
    @CsvSource({
        "401, refused the key, OPENAI_API_KEY",
        "403, refused the key, OPENAI_API_KEY",
        "404, failed, name of the model",
        "429, no more requests, later",
        "500, failed, later",
        "302, failed, later"
    })
    void a_refusal_is_one_sentence_with_a_remedy_and_without_the_key(int status, String what, String remedy) {
        stub.answer(_ ->
                new Reply(status, "{\"error\":{\"message\":\"bad key " + StubProvider.KEY + " \\n\\u001b[31m\"}}"));
        var fault = fault();
        assertThat(fault.getMessage())
                .contains("OpenAI", "text-embedding-3-small", what)
                .doesNotContain("\n", "\u001b");
        assertThat(fault.remedy()).contains(remedy);
        assertThat(stub.asked()).as("one attempt").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "not json", "{}", "[]", "{\"data\":[]}", "{\"data\":[{\"embedding\":[]}]}"})
    void an_answer_that_is_none_is_a_fault(String body) {
        stub.answer(_ -> new Reply(200, body));
        fault();
    }

    @Test
    void a_vector_of_another_length_or_without_direction_is_a_fault() {
        stub.answer(asked -> StubProvider.embeddings(asked, 8));
        assertThat(fault().getMessage()).contains("8 components", "1536");
        var zeros = String.join(",", java.util.Collections.nCopies(1_536, "0"));
        stub.answer(_ -> new Reply(200, "{\"data\":[{\"index\":0,\"embedding\":[" + zeros + "]}]}"));
        fault();
    }

    @Test
    void a_provider_that_does_not_answer_in_time_is_a_fault() throws InterruptedException {
        var over = new CountDownLatch(1);
        stub.answer(_ -> {
            try {
                over.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return new Reply(200, "{}");
        });
        assertThat(fault().getMessage()).contains("1500 ms");
        over.countDown();
    }

    @Test
    void nobody_there_is_a_fault() {
        var gone = new StubProvider(_ -> new Reply(200, ""));
        var embedder = RemoteEmbedder.openAi(gone.access("text-embedding-3-small"));
        gone.close();
        var fault = catchThrowableOfType(MnemoException.class, () -> embedder.embed("text", Purpose.QUERY));
        assertThat(fault.fault()).isEqualTo(Fault.MODEL);
    }

    @Test
    void the_key_is_needed_and_never_shown() {
        assertThat(stub.access("m").toString()).doesNotContain(StubProvider.KEY);
        assertThat(Provider.VOYAGE.embeddingAccess(StubProvider.KEY, "").model())
                .isEqualTo("voyage-3-lite");
        var fault = catchThrowableOfType(MnemoException.class, () -> Provider.VOYAGE.embeddingAccess(" ", ""));
        assertThat(fault.fault()).isEqualTo(Fault.CONFIGURATION);
        assertThat(fault.sentence()).contains("VOYAGE_API_KEY");
    }

    /// The fault that embedding a text meets; fails if the key is anywhere in it.
    private MnemoException fault() {
        var fault = catchThrowableOfType(MnemoException.class, () -> openAi.embed("text", Purpose.QUERY));
        assertThat(fault).isNotNull();
        assertThat(fault.fault()).isEqualTo(Fault.MODEL);
        var everything = new StringWriter();
        fault.printStackTrace(new PrintWriter(everything));
        assertThat(everything + fault.sentence()).doesNotContain(StubProvider.KEY);
        return fault;
    }
}

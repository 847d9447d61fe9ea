package dev.mnemo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import dev.mnemo.kernel.contract.EmbedderContract;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEmbedderTest {
    /// Not a temporary folder, so that the next run of these tests starts from what this one leaves.
    static final Path SHARED = Path.of("target", "model-cache");

    static final Embedder BGE = open("bge-small-en-v1.5", SHARED);
    static final Embedder MINI_LM = open("all-minilm-l6-v2", SHARED);

    @Nested
    class Bge extends EmbedderContract {
        @Override
        protected Embedder embedder() {
            return BGE;
        }
    }

    @Nested
    class MiniLm extends EmbedderContract {
        @Override
        protected Embedder embedder() {
            return MINI_LM;
        }
    }

    /// The two pairs are close in meaning and share hardly a word; the reference cosines are those of the models'
    /// unrounded weights, give or take their rounding.
    @Test
    void paraphrases_are_near_and_unrelated_texts_are_not() {
        for (var embedder : List.of(BGE, MINI_LM)) {
            var vectors = embedder.embed(
                    List.of(
                            "How do I reset my password?",
                            "I forgot my login credentials",
                            "The weather is sunny today"),
                    Purpose.PASSAGE);
            assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.15);
        }
    }

    @Test
    void a_passage_is_read_to_its_limit_and_a_query_to_a_shorter_one() {
        var start = "alpha beta gamma ".repeat(60);
        for (var embedder : List.of(BGE, MINI_LM)) {
            assertThat(embedder.embed(start + "pie", Purpose.QUERY))
                    .containsExactly(embedder.embed(start + "tax", Purpose.QUERY));
            assertThat(embedder.embed(start + "pie", Purpose.PASSAGE))
                    .isNotEqualTo(embedder.embed(start + "tax", Purpose.PASSAGE));
            assertThat(embedder.embed(start + start + "pie", Purpose.PASSAGE))
                    .containsExactly(embedder.embed(start + start + "tax", Purpose.PASSAGE));
        }
    }

    @Test
    void only_the_model_that_was_taught_to_tells_queries_from_passages() {
        assertThat(BGE.embed("why", Purpose.QUERY)).isNotEqualTo(BGE.embed("why", Purpose.PASSAGE));
        assertThat(MINI_LM.embed("why", Purpose.QUERY)).containsExactly(MINI_LM.embed("why", Purpose.PASSAGE));
    }

    @Test
    void fingerprints_name_the_model_and_its_weights() {
        assertThat(BGE.fingerprint()).isEqualTo("bge-small-en-v1.5/6c9c6101a956d62d/FIRST/256");
        assertThat(MINI_LM.fingerprint()).isEqualTo("all-minilm-l6-v2/afdb6f1a0e45b715/MEAN/256");
    }

    @Test
    void later_processes_find_what_the_first_one_left_and_damage_is_mended(@TempDir Path cache) throws IOException {
        var before = fresh(cache).embed("text", Purpose.PASSAGE);
        var network = find(cache, "network.onnx");
        assertThat(fresh(cache).embed("text", Purpose.PASSAGE)).containsExactly(before);
        Files.write(network, new byte[(int) Files.size(network)]);
        assertThat(fresh(cache).embed("text", Purpose.PASSAGE)).containsExactly(before);
        assertThat(network).doesNotExist();
        assertThat(fresh(cache).embed("text", Purpose.PASSAGE)).containsExactly(before);
        assertThat(network).exists();
    }

    @Test
    void without_a_writable_cache_the_model_loads_from_the_class_path(@TempDir Path folder) throws IOException {
        var inTheWay = Files.writeString(folder.resolve("file"), "");
        var vector = fresh(inTheWay.resolve("cache")).embed("text", Purpose.PASSAGE);
        assertThat(dot(vector, MINI_LM.embed("text", Purpose.PASSAGE))).isCloseTo(1, within(1e-3));
    }

    @Test
    void a_closed_model_says_so() {
        var embedder = fresh(SHARED);
        embedder.embed("text", Purpose.QUERY);
        embedder.close();
        embedder.close();
        assertThatThrownBy(() -> embedder.embed("text", Purpose.QUERY))
                .isInstanceOfSatisfying(
                        MnemoException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.MODEL));
    }

    @Test
    void an_unknown_model_is_refused_with_the_names_of_the_known() {
        assertThatThrownBy(() -> LocalModel.find("gpt", SHARED)).isInstanceOfSatisfying(MnemoException.class, fault -> {
            assertThat(fault.fault()).isEqualTo(Fault.CONFIGURATION);
            assertThat(fault.sentence()).contains("gpt", "bge-small-en-v1.5", "all-minilm-l6-v2");
        });
    }

    @Test
    void the_cache_is_where_the_desktop_rules_put_it() {
        var home = Path.of("/home/ada");
        assertThat(LocalModel.cacheFolder(Map.of(), home)).isEqualTo(home.resolve(".cache/mnemo"));
        assertThat(LocalModel.cacheFolder(Map.of("XDG_CACHE_HOME", "/var/tmp/c"), home))
                .isEqualTo(Path.of("/var/tmp/c/mnemo"));
        assertThat(LocalModel.cacheFolder(Map.of("XDG_CACHE_HOME", "relative"), home))
                .isEqualTo(home.resolve(".cache/mnemo"));
    }

    @Test
    void the_version_in_the_names_of_cached_files_is_that_of_the_library() {
        BGE.embed("text", Purpose.QUERY);
        assertThat(OrtEnvironment.getEnvironment().getVersion()).isEqualTo(NativeLibrary.VERSION);
    }

    private static Embedder fresh(Path cache) {
        return open(LocalModel.DEFAULT, cache);
    }

    private static Embedder open(String name, Path cache) {
        return ((LocalModel.Present) LocalModel.find(name, cache)).embedder();
    }

    private static Path find(Path folder, String name) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}

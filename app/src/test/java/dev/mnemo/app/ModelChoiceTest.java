package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path disk;

    @AfterEach
    void nothing_was_loaded_and_nothing_is_missing_in_the_build() {
        assertThat(disk.resolve("cache")).doesNotExist();
        assertThat(warnings).isEmpty();
    }

    @Test
    void the_default_is_a_model_on_this_machine() {
        assertThat(fingerprint(Map.of()))
                .hasValueSatisfying(name -> assertThat(name).startsWith("all-minilm-l6-v2/"));
        assertThat(fingerprint(Map.of("MNEMO_EMBEDDING_MODEL", "bge-small-en-v1.5")))
                .hasValueSatisfying(name -> assertThat(name).startsWith("bge-small-en-v1.5/"));
    }

    @Test
    void recall_by_words_needs_no_model_whatever_else_is_set() {
        assertThat(fingerprint(Map.of("MNEMO_RETRIEVAL", "tfidf", "MNEMO_EMBEDDING_PROVIDER", "voyage")))
                .isEmpty();
    }

    @Test
    void a_provider_is_used_when_it_is_named() {
        assertThat(fingerprint(Map.of("MNEMO_EMBEDDING_PROVIDER", "voyage", "VOYAGE_API_KEY", "k")))
                .hasValue("voyage/voyage-3-lite/8000");
        assertThat(fingerprint(Map.of(
                        "MNEMO_EMBEDDING_PROVIDER", "openai",
                        "OPENAI_API_KEY", "k",
                        "MNEMO_EMBEDDING_MODEL", "text-embedding-3-large")))
                .hasValue("openai/text-embedding-3-large/8000");
    }

    @Test
    void auto_takes_whoever_there_is_a_key_for_and_else_this_machine() {
        assertThat(fingerprint(
                        Map.of("MNEMO_EMBEDDING_PROVIDER", "auto", "VOYAGE_API_KEY", "k", "OPENAI_API_KEY", "k")))
                .hasValueSatisfying(name -> assertThat(name).startsWith("voyage/"));
        assertThat(fingerprint(Map.of("MNEMO_EMBEDDING_PROVIDER", "auto", "OPENAI_API_KEY", "k")))
                .hasValueSatisfying(name -> assertThat(name).startsWith("openai/"));
        assertThat(fingerprint(Map.of("MNEMO_EMBEDDING_PROVIDER", "auto")))
                .hasValueSatisfying(name -> assertThat(name).startsWith("all-minilm-l6-v2/"));
    }

    @Test
    void a_missing_key_and_an_unknown_model_are_named() {
        assertThatThrownBy(() -> fingerprint(Map.of("MNEMO_EMBEDDING_PROVIDER", "openai")))
                .isInstanceOfSatisfying(MnemoException.class, fault -> {
                    assertThat(fault.fault()).isEqualTo(Fault.CONFIGURATION);
                    assertThat(fault.sentence()).contains("OpenAI", "OPENAI_API_KEY");
                });
        assertThatThrownBy(() -> fingerprint(Map.of("MNEMO_EMBEDDING_MODEL", "gpt")))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        fault -> assertThat(fault.sentence()).contains("gpt", "bge-small-en-v1.5"));
    }

    @Test
    void a_language_model_is_there_only_with_a_key() {
        var without = Config.read(new Surroundings(Map.of(), Map.of(), disk, disk));
        assertThat(ModelChoice.languageModel(without)).isEmpty();
        var with = Config.read(new Surroundings(Map.of(), Map.of("ANTHROPIC_API_KEY", "k"), disk, disk));
        assertThat(ModelChoice.languageModel(with)).isPresent();
    }

    private Optional<String> fingerprint(Map<String, String> environment) {
        var config = Config.read(new Surroundings(Map.of(), environment, disk, disk));
        return ModelChoice.embedder(config, disk.resolve("cache"), false, warnings::add)
                .map(Embedder::fingerprint);
    }
}

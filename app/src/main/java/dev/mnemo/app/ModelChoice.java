package dev.mnemo.app;

import dev.mnemo.kernel.embed.CachingEmbedder;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.models.LocalModel;
import dev.mnemo.providers.Patience;
import dev.mnemo.providers.Provider;
import dev.mnemo.providers.RemoteEmbedder;
import dev.mnemo.providers.RemoteLanguageModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Chooses the models by what is configured.
final class ModelChoice {
    private final Config.Models models;
    private final Path cache;
    private final boolean soon;

    private ModelChoice(Config.Models models, Path cache, boolean soon) {
        this.models = models;
        this.cache = cache;
        this.soon = soon;
    }

    /// The embedder that is configured; empty if recall goes by words alone, or must because no model is there.
    /// Returns at once.
    ///
    /// @param cache where a local model keeps what makes later processes start quickly
    /// @param soon whether texts will come before long, so that a local model should load while nobody waits for it
    /// @param warn told, in one sentence, of a model that should be there and is not
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `CONFIGURATION` if a provider's key is missing or
    ///     no local model has the name
    static Optional<Embedder> embedder(Config config, Path cache, boolean soon, Consumer<String> warn) {
        return config.recall().retrieval() == Config.Retrieval.TFIDF
                ? Optional.empty()
                : model(config, cache, soon, warn);
    }

    /// As {@link #embedder}, whatever recall of the project memory goes by.
    static Optional<Embedder> model(Config config, Path cache, boolean soon, Consumer<String> warn) {
        return new ModelChoice(config.models(), cache, soon).choose(warn).map(CachingEmbedder::new);
    }

    /// The model whose vectors the response cache holds: the one that embeds, or the one that would if it were here.
    ///
    /// @param present what {@link #model} found
    static Embedder ofCache(Config config, Path cache, Optional<Embedder> present) {
        return present.orElseGet(
                () -> LocalModel.named(localName(config.models().embeddingModel()), cache));
    }

    private static String localName(String configured) {
        return configured.isBlank() ? LocalModel.DEFAULT : configured;
    }

    /// The language model that may add wording; empty without a key for it, and nothing needs one.
    static Optional<LanguageModel> languageModel(Config config) {
        var models = config.models();
        return models.anthropicKey().isBlank()
                ? Optional.empty()
                : Optional.of(RemoteLanguageModel.anthropic(
                        Provider.ANTHROPIC.languageAccess(models.anthropicKey(), models.smallModel())));
    }

    /// As {@link #languageModel}, for background work: a provider that is busy is asked again.
    ///
    /// @param random shortens pauses; safe for many threads
    static Optional<LanguageModel> patientLanguageModel(Config config, RandomGenerator random) {
        var models = config.models();
        return models.anthropicKey().isBlank()
                ? Optional.empty()
                : Optional.of(RemoteLanguageModel.of(
                        Provider.ANTHROPIC,
                        Provider.ANTHROPIC.languageAccess(models.anthropicKey(), models.smallModel()),
                        Patience.usual(random)));
    }

    private Optional<Embedder> choose(Consumer<String> warn) {
        return switch (models.provider()) {
            case VOYAGE -> Optional.of(voyage());
            case OPENAI -> Optional.of(openAi());
            case LOCAL -> local(models.embeddingModel(), warn);
            case AUTO -> auto(warn);
        };
    }

    private Optional<Embedder> auto(Consumer<String> warn) {
        if (!models.voyageKey().isBlank()) {
            return Optional.of(voyage());
        }
        if (!models.openaiKey().isBlank()) {
            return Optional.of(openAi());
        }
        return local(models.embeddingModel(), warn);
    }

    private Embedder voyage() {
        return RemoteEmbedder.voyage(Provider.VOYAGE.embeddingAccess(models.voyageKey(), models.embeddingModel()));
    }

    private Embedder openAi() {
        return RemoteEmbedder.openAi(Provider.OPENAI.embeddingAccess(models.openaiKey(), models.embeddingModel()));
    }

    private Optional<Embedder> local(String name, Consumer<String> warn) {
        return switch (LocalModel.find(localName(name), cache)) {
            case LocalModel.Present(var embedder) -> {
                if (soon) {
                    embedder.warm();
                }
                yield Optional.of(embedder);
            }
            case LocalModel.Absent(var sentence) -> {
                warn.accept(sentence + " Recall works by words alone.");
                yield Optional.empty();
            }
        };
    }
}

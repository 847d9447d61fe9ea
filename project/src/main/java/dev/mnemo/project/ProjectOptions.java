package dev.mnemo.project;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.project.code.SourceOutline;
import dev.mnemo.project.recall.Recipe;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Where a project memory lives and what it is given.
///
/// @param root the folder of the code base; file tools never leave it
/// @param store the store's folder, usually `<root>/.mnemo`
/// @param globalStore the store of what holds in every project
/// @param registry the file that names the known projects
/// @param recallBudgetChars how long a recall may be
/// @param compressInterval turns after which a recall reminds the agent to compress
/// @param recipe how recall ranks
/// @param embedder the model that gives meaning to recall; empty means by words alone
/// @param outline what reads the declarations of source files
/// @param languageModel the model that may put what is found into words; empty means none is asked
/// @param clock what time it is
/// @param random where new ids come from
public record ProjectOptions(
        Path root,
        Path store,
        Path globalStore,
        Path registry,
        int recallBudgetChars,
        int compressInterval,
        Recipe recipe,
        Optional<Embedder> embedder,
        SourceOutline outline,
        Optional<LanguageModel> languageModel,
        InstantSource clock,
        RandomGenerator random) {
    /// The budget of a recall unless another is configured, in characters.
    public static final int RECALL_BUDGET_CHARS = 25_000;

    /// The turns between two reminders to compress unless others are configured.
    public static final int COMPRESS_INTERVAL_TURNS = 15;

    /// Options with the default recipe.
    public ProjectOptions(
            Path root,
            Path store,
            Path globalStore,
            Path registry,
            int recallBudgetChars,
            int compressInterval,
            Optional<Embedder> embedder,
            SourceOutline outline,
            Optional<LanguageModel> languageModel,
            InstantSource clock,
            RandomGenerator random) {
        this(
                root,
                store,
                globalStore,
                registry,
                recallBudgetChars,
                compressInterval,
                Recipe.HYBRID,
                embedder,
                outline,
                languageModel,
                clock,
                random);
    }

    /// These options for another project.
    ProjectOptions at(Path otherRoot, Path otherStore) {
        return new ProjectOptions(
                otherRoot,
                otherStore,
                globalStore,
                registry,
                recallBudgetChars,
                compressInterval,
                recipe,
                embedder,
                outline,
                languageModel,
                clock,
                random);
    }
}

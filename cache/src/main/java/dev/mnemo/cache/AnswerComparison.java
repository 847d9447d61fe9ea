package dev.mnemo.cache;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import java.util.List;

/// Whether two answers to one question say the same: how an error budget learns that a stored answer would have been
/// right. Asked off the path. What it calls different counts as an error, so a strict one makes a careful cache.
@FunctionalInterface
public interface AnswerComparison {
    /// @param stored the answer of the cache
    /// @param fresh the answer of the model
    boolean isSame(String stored, String fresh);

    /// The same text up to white space and case: for labels, numbers and short answers.
    static AnswerComparison byText() {
        return (stored, fresh) -> NormalForm.of(stored).equals(NormalForm.of(fresh));
    }

    /// About the same meaning: for answers in sentences.
    ///
    /// @param similarityMin cosine from which two answers are the same
    static AnswerComparison byMeaning(Embedder embedder, double similarityMin) {
        CacheOptions.checkThreshold(similarityMin);
        return (stored, fresh) -> {
            var vectors = embedder.embed(List.of(stored, fresh), Purpose.PASSAGE);
            var unit = UnitVectors.of(vectors.getFirst());
            return unit.isPresent() && UnitVectors.cosine(unit.get(), vectors.getLast()) >= similarityMin;
        };
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.kernel.json.Json;
import java.util.List;

/// An answer from the cache.
///
/// @param response the text of the answer
/// @param similarity cosine of the two questions, 1 for the exact layer
/// @param confidence what the {@link ConfidenceFn} makes of similarity and age
/// @param ageSeconds since when the answer is stored, at least 0
/// @param layer how it was found
/// @param namespace where it was found
/// @param metadata what was stored with it
/// @param entryId names the entry, for `reject`, `confirm`, `replace` and `delete`
/// @param matchedText the question the answer was given to, as it was asked
/// @param answer the whole answer: pieces, calls of tools, why it ended, what it cost
/// @param errorBound the share of wrong answers that is exceeded, at the confidence asked for, by none of the hits
///     like this one; NaN where no error budget is at work
/// @param stale whether the time to live has passed and a fresh answer is on its way
/// @param question what was asked, with the vector if the meaning was compared
/// @param reasons what each stage said on the way, in order
public record Hit(
        String response,
        double similarity,
        double confidence,
        long ageSeconds,
        HitLayer layer,
        String namespace,
        Json.Obj metadata,
        long entryId,
        String matchedText,
        Answer answer,
        double errorBound,
        boolean stale,
        Question question,
        List<String> reasons)
        implements Outcome {
    public Hit {
        reasons = List.copyOf(reasons);
    }

    /// The hit that gave an entry's answer to a question, as far as a judgement of it needs it.
    static Hit again(Question question, StoredEntry entry, boolean isExact, double similarity) {
        return new Hit(
                entry.response(),
                similarity,
                1,
                0,
                isExact ? HitLayer.EXACT : HitLayer.SEMANTIC,
                entry.namespace(),
                entry.metadata(),
                entry.id(),
                entry.query(),
                Answer.restore(entry.response(), entry.payload(), entry.cost()),
                Double.NaN,
                false,
                question,
                List.of());
    }
}

package dev.mnemo.cache;

import dev.mnemo.cache.answer.Answer;
import dev.mnemo.kernel.json.Json;

/// An answer, from the cache or from the model.
///
/// @param answer the whole answer
/// @param metadata what is or would be stored with it
/// @param outcome what the look into the cache gave
/// @param shared whether another caller's call brought it; with a hit, a call for other words of the same meaning that
///     was under way when this question came
public record Served(Answer answer, Json.Obj metadata, Outcome outcome, boolean shared) {
    /// The text of the answer.
    public String response() {
        return answer.text();
    }

    /// Whether no model was asked for it.
    public boolean isHit() {
        return outcome instanceof Hit;
    }
}

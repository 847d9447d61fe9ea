package dev.mnemo.user.digest;

import dev.mnemo.user.fact.Memory;
import java.util.List;
import java.util.Optional;

/// What a digest came to.
///
/// @param memoriesAnalyzed memories that were new since the last digest
/// @param messagesAnalyzed messages of the user that were new; only counted, never read by a model
/// @param insightsGenerated how many insights there are
/// @param insights what several of them say together
/// @param emotionProfile mood after it; empty if nobody ever said anything about how they feel
/// @param method `model` or `counted`: without a model, frequencies and a list of words stand for understanding
public record DigestResult(
        int memoriesAnalyzed,
        int messagesAnalyzed,
        int insightsGenerated,
        List<Memory> insights,
        Optional<EmotionProfile> emotionProfile,
        String method) {
    public DigestResult {
        insights = List.copyOf(insights);
    }
}

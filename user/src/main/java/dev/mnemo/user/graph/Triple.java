package dev.mnemo.user.graph;

import java.time.Instant;
import java.util.Optional;

/// A relation as it is said: names instead of nodes. What makes no relation is passed over when it is kept.
///
/// @param subjectType such as `person`; `user` for the person whose memory this is
/// @param relation such as `works_at`, or any other words
/// @param content the sentence
/// @param confidence 0 to 1
/// @param memoryId the memory it was drawn from
/// @param validFrom since when it is so in the world
/// @param singleValued whether it ends other relations of the same name that the subject has
public record Triple(
        String subjectType,
        String subject,
        String relation,
        String objectType,
        String object,
        String content,
        double confidence,
        Optional<String> memoryId,
        Optional<Instant> validFrom,
        boolean singleValued) {}

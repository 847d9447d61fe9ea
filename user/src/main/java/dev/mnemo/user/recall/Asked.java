package dev.mnemo.user.recall;

import dev.mnemo.kernel.rank.Trace;
import dev.mnemo.user.time.TimeMention;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question with all that was found out about it before anything remembered was looked at.
///
/// @param cue the question
/// @param asOf the moment of which the answer is
/// @param words its words and how much each counts
/// @param vector its vector, if there is a model
/// @param time the time that it names
/// @param relations the relations of whoever and whatever it names
/// @param trace where stages say what they did
record Asked(
        Cue cue,
        Instant asOf,
        Map<String, Double> words,
        Optional<float[]> vector,
        Optional<TimeMention> time,
        List<Relation> relations,
        Trace trace) {}

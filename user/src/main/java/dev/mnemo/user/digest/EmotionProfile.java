package dev.mnemo.user.digest;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.Emotion;
import dev.mnemo.user.store.PersonTx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a person feels: lately, and in the long run.
///
/// @param latestState lately, in words
/// @param latestStatePeriod the ISO week it is about, such as `2026-W06`
/// @param latestStateValence mean of the last two weeks, -1 to 1
/// @param latestStateArousal mean of the last two weeks, 0 to 1
/// @param valenceAvg mean of everything
/// @param arousalAvg mean of everything
/// @param dominantEmotions names of feelings, each with how often it was felt
/// @param emotionTriggers topics, each with the valence it comes with; only a model finds them
/// @param sourceCount feelings it was drawn from
public record EmotionProfile(
        String latestState,
        String latestStatePeriod,
        double latestStateValence,
        double latestStateArousal,
        double valenceAvg,
        double arousalAvg,
        Json.Obj dominantEmotions,
        Json.Obj emotionTriggers,
        long sourceCount,
        Instant updatedAt) {
    /// How far back "lately" goes.
    static final Duration LATELY = Duration.ofDays(14);

    private static final int LABELS_MAX = 10;

    /// A feeling and when it was felt.
    record Felt(Emotion emotion, Instant at) {}

    /// What a model says about feelings, if there is one.
    record Wording(Optional<String> latestState, Json.Obj triggers) {
        static final Wording NONE = new Wording(Optional.empty(), Json.Obj.EMPTY);
    }

    /// The profile after more was felt; the one before if nothing was.
    static Optional<EmotionProfile> after(
            Optional<EmotionProfile> before, List<Felt> felt, Wording wording, Instant now) {
        if (felt.isEmpty()) {
            return before;
        }
        long known = before.map(EmotionProfile::sourceCount).orElse(0L);
        var lately =
                felt.stream().filter(one -> one.at().isAfter(now.minus(LATELY))).toList();
        var recent = lately.isEmpty() ? felt : lately;
        double valence = mean(recent, true);
        double arousal = mean(recent, false);
        var week = recent.getLast().at().atZone(ZoneOffset.UTC);
        var counts = counts(before, felt);
        return Optional.of(new EmotionProfile(
                wording.latestState().orElseGet(() -> counted(valence, recent.size())),
                "%d-W%02d".formatted(week.get(IsoFields.WEEK_BASED_YEAR), week.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                valence,
                arousal,
                joined(before.map(EmotionProfile::valenceAvg).orElse(0.0), known, mean(felt, true), felt.size()),
                joined(before.map(EmotionProfile::arousalAvg).orElse(0.0), known, mean(felt, false), felt.size()),
                counts,
                merged(before.map(EmotionProfile::emotionTriggers).orElse(Json.Obj.EMPTY), wording.triggers()),
                known + felt.size(),
                now));
    }

    private static double mean(List<Felt> felt, boolean valence) {
        return felt.stream()
                .mapToDouble(
                        one -> valence ? one.emotion().valence() : one.emotion().arousal())
                .average()
                .orElse(0);
    }

    private static double joined(double before, long known, double mean, int more) {
        return (before * known + mean * more) / (known + more);
    }

    private static String counted(double valence, int count) {
        var mood = valence > 0.2 ? "Mostly good" : valence < -0.2 ? "Mostly low" : "Mixed";
        return mood + " (mean valence %.2f of %d, counted by a list of words)".formatted(valence, count);
    }

    private static Json.Obj counts(Optional<EmotionProfile> before, List<Felt> felt) {
        var counts = new LinkedHashMap<String, Double>();
        before.map(EmotionProfile::dominantEmotions)
                .orElse(Json.Obj.EMPTY)
                .members()
                .forEach((label, count) -> counts.put(label, count instanceof Json.Num number ? number.value() : 0.0));
        felt.stream()
                .map(one -> one.emotion().label())
                .filter(label -> !label.isBlank())
                .forEach(label -> counts.merge(label, 1.0, Double::sum));
        var sorted = Json.Obj.EMPTY;
        for (var entry : counts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(LABELS_MAX)
                .toList()) {
            sorted = sorted.with(entry.getKey(), entry.getValue());
        }
        return sorted;
    }

    private static Json.Obj merged(Json.Obj before, Json.Obj more) {
        var merged = before;
        for (var entry : more.members().entrySet()) {
            merged = merged.with(entry.getKey(), entry.getValue());
        }
        return merged;
    }

    /// The profile of a person.
    public static Optional<EmotionProfile> of(PersonTx person) {
        return person.first(
                "select * from emotion_profiles" + PersonTx.OWN,
                row -> new EmotionProfile(
                        row.optionalText("latest_state").orElse(""),
                        row.optionalText("latest_state_period").orElse(""),
                        row.optionalReal("latest_state_valence").orElse(0.0),
                        row.optionalReal("latest_state_arousal").orElse(0.0),
                        row.optionalReal("valence_avg").orElse(0.0),
                        row.optionalReal("arousal_avg").orElse(0.0),
                        (Json.Obj) row.json("dominant_emotions"),
                        (Json.Obj) row.json("emotion_triggers"),
                        row.number("source_count"),
                        row.instant("updated_at")));
    }

    void put(PersonTx person) {
        person.update("delete from emotion_profiles" + PersonTx.OWN);
        person.update(
                "insert into emotion_profiles (tenant, user_id, latest_state, latest_state_period,"
                        + " latest_state_valence, latest_state_arousal, latest_state_updated_at, valence_avg, arousal_avg,"
                        + " dominant_emotions, emotion_triggers, source_memory_ids, source_count, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                latestState,
                latestStatePeriod,
                latestStateValence,
                latestStateArousal,
                updatedAt,
                valenceAvg,
                arousalAvg,
                dominantEmotions,
                emotionTriggers,
                Json.strings(List.of()),
                sourceCount,
                updatedAt,
                updatedAt);
    }
}

package dev.mnemo.user;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.fact.MemoryRows;
import dev.mnemo.user.store.Lanes;
import dev.mnemo.user.store.PersonTx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is kept of a person, in figures.
///
/// @param total memories, versions of the past included
/// @param current memories that are believed now
/// @param byType memories of each type
/// @param byWeek memories made in each of the last twelve weeks (ISO weeks such as `2026-W06`, UTC), ascending; weeks
///     without any are left out
/// @param messages messages
/// @param activeEntities nodes of the graph
/// @param waiting pieces of background work
/// @param profileSummary mood and the last digest; empty before the first one
public record Stats(
        long total,
        long current,
        Map<String, Long> byType,
        Map<String, Long> byWeek,
        long messages,
        long activeEntities,
        long waiting,
        Optional<ProfileSummary> profileSummary) {
    private static final int WEEKS = 12;

    /// Mood and the last digest.
    public record ProfileSummary(Json.Obj dominantEmotions, Optional<String> latestState, Instant lastReflectedAt) {}

    static Stats of(PersonTx person) {
        var byType = new LinkedHashMap<String, Long>();
        person.list(
                        "select type, count(*) as n from memories" + PersonTx.OWN + "group by type order by type",
                        row -> Map.entry(row.text("type"), row.number("n")))
                .forEach(entry -> byType.put(entry.getKey(), entry.getValue()));
        return new Stats(
                MemoryRows.count(person, MemoryRows.Filter.ALL),
                MemoryRows.count(person, MemoryRows.Filter.CURRENT),
                byType,
                byWeek(person),
                person.number("select count(*) from messages" + PersonTx.OWN),
                person.number("select count(*) from graph_nodes" + PersonTx.OWN),
                Lanes.waiting(person),
                person.first(
                        "select dominant_emotions, latest_state, updated_at from emotion_profiles" + PersonTx.OWN,
                        row -> new ProfileSummary(
                                (Json.Obj) row.json("dominant_emotions"),
                                row.optionalText("latest_state"),
                                row.instant("updated_at"))));
    }

    private static Map<String, Long> byWeek(PersonTx person) {
        long day = Duration.ofDays(1).toNanos() / 1_000;
        var weeks = new LinkedHashMap<String, Long>();
        person.list(
                        "select created_at / " + day + " as day, count(*) as n from memories" + PersonTx.OWN
                                + "and created_at >= ? group by created_at / " + day + " order by day",
                        row -> Map.entry(row.number("day"), row.number("n")),
                        person.wallTime().minus(7L * WEEKS, ChronoUnit.DAYS))
                .forEach(entry -> weeks.merge(week(entry.getKey()), entry.getValue(), Long::sum));
        return weeks;
    }

    private static String week(long epochDay) {
        var date = Instant.EPOCH.plus(epochDay, ChronoUnit.DAYS).atZone(ZoneOffset.UTC);
        return "%d-W%02d".formatted(date.get(IsoFields.WEEK_BASED_YEAR), date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}

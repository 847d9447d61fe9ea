package dev.mnemo.cache.tune;

import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// What a replay of a labelled stream teaches: hits against wrong hits for a sweep of thresholds and for an
/// error budget, with intervals, and what to set.
///
/// @param questions in the stream
/// @param budget what was asked for
/// @param thresholds the sweep, strict first, without guards: what a plain semantic cache would do
/// @param guarded the same sweep behind the guards
/// @param budgeted the error budget behind the guards
/// @param threshold the lowest guarded threshold whose wrong hits are within the budget, upper end of the
///     interval
/// @param holds whether the budget gave answers and kept to its rate
public record Tuning(
        int questions,
        Budget budget,
        List<Sweep> thresholds,
        List<Sweep> guarded,
        Sweep budgeted,
        Optional<Double> threshold,
        boolean holds) {
    private static final double THRESHOLD_MAX = 0.99;
    private static final double THRESHOLD_MIN = 0.70;
    private static final double THRESHOLD_STEP = 0.02;

    /// A setting and what it does.
    ///
    /// @param setting a threshold, or an error rate
    /// @param hitRatio share of questions with a cached answer, with its 95 % interval
    /// @param wrongRatio share of wrong ones among those answers, likewise
    public record Sweep(
            double setting,
            double hitRatio,
            double hitLow,
            double hitHigh,
            double wrongRatio,
            double wrongLow,
            double wrongHigh) {
        private static Sweep of(double setting, Point point) {
            return new Sweep(
                    setting,
                    point.hitRatio(),
                    point.hits().low(),
                    point.hits().high(),
                    point.wrongRatio(),
                    point.wrong().low(),
                    point.wrong().high());
        }

        private Json.Obj json() {
            return Json.Obj.EMPTY
                    .with("setting", setting)
                    .with("hit_ratio", hitRatio)
                    .with("hit_interval", Json.array(List.of(Json.of(hitLow), Json.of(hitHigh))))
                    .with("wrong_ratio", wrongRatio)
                    .with("wrong_interval", Json.array(List.of(Json.of(wrongLow), Json.of(wrongHigh))));
        }
    }

    /// Replays a stream.
    ///
    /// @param seed of audits and of the bootstrap
    public static Tuning of(Replay replay, Budget budget, long seed) {
        var random = new Random(seed);
        var plain = sweep(replay, Guards.NONE, random);
        var guarded = sweep(replay, Guards.ALL, random);
        var outcome = replay.play(Rule.budget(budget, seed), Guards.ALL);
        var budgeted = Sweep.of(budget.maxErrorRate(), Point.of("budget", outcome, random));
        var threshold = guarded.stream()
                .filter(sweep -> sweep.hitRatio() > 0 && sweep.wrongHigh() <= budget.maxErrorRate())
                .map(Sweep::setting)
                .min(Double::compare);
        boolean holds = budgeted.hitRatio() > 0 && budgeted.wrongRatio() <= budget.maxErrorRate();
        return new Tuning(replay.size(), budget, plain, guarded, budgeted, threshold, holds);
    }

    private static List<Sweep> sweep(Replay replay, Guards guards, Random random) {
        var sweep = new ArrayList<Sweep>();
        int steps = (int) Math.round((THRESHOLD_MAX - THRESHOLD_MIN) / THRESHOLD_STEP);
        for (int step = 0; step <= steps; step++) {
            double threshold = Math.round(100 * (THRESHOLD_MAX - step * THRESHOLD_STEP)) / 100.0;
            var outcome = replay.play(Rule.threshold(threshold), guards);
            sweep.add(Sweep.of(threshold, Point.of("threshold " + threshold, outcome, random)));
        }
        return List.copyOf(sweep);
    }

    /// Whether there is anything to recommend.
    public boolean isConclusive() {
        return holds || threshold.isPresent();
    }

    /// What to set, in words.
    public String recommendation() {
        var rate = percent(budget.maxErrorRate());
        if (holds) {
            var instead = threshold
                    .map(value -> String.format(Locale.ROOT, " A fixed threshold would have to be %.2f.", value))
                    .orElse(" No fixed threshold of the sweep would do.");
            return String.format(
                            Locale.ROOT,
                            "Use maxErrorRate(%s, %s): it gave %s of the answers from the cache, %s of them wrong.",
                            budget.maxErrorRate(),
                            budget.confidence(),
                            percent(budgeted.hitRatio()),
                            percent(budgeted.wrongRatio()))
                    + instead;
        }
        return threshold
                .map(value -> String.format(
                        Locale.ROOT,
                        "Use the threshold %.2f with guards; the stream is too short for a budget of %s.",
                        value,
                        rate))
                .orElse("Nothing keeps wrong answers at or below " + rate
                        + " on this stream: use the exact layer only, another embedding model, or a larger budget.");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /// For programs.
    public Json.Obj json() {
        var json = Json.Obj.EMPTY
                .with("questions", questions)
                .with("max_error_rate", budget.maxErrorRate())
                .with("confidence", budget.confidence())
                .with(
                        "thresholds",
                        Json.array(thresholds.stream().map(Sweep::json).toList()))
                .with("guarded", Json.array(guarded.stream().map(Sweep::json).toList()))
                .with("budgeted", budgeted.json())
                .with("conclusive", isConclusive())
                .with("recommendation", recommendation());
        return threshold.isPresent() ? json.with("threshold", threshold.get()) : json;
    }

    /// For people.
    public String text() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d questions replayed in order. Intervals are 95 %%, by bootstrap over the questions.%n%n%-22s %-24s"
                        + " %s%n",
                questions,
                "rule",
                "cached answers",
                "wrong among them"));
        thresholds.forEach(sweep -> row(text, String.format(Locale.ROOT, "threshold %.2f", sweep.setting()), sweep));
        guarded.forEach(sweep -> row(text, String.format(Locale.ROOT, "%.2f with guards", sweep.setting()), sweep));
        row(text, "budget " + percent(budget.maxErrorRate()), budgeted);
        return text.append(System.lineSeparator()).append(recommendation()).toString();
    }

    private static void row(StringBuilder text, String name, Sweep sweep) {
        text.append(String.format(
                Locale.ROOT,
                "%-22s %5.1f %% (%4.1f to %4.1f)   %5.2f %% (%.2f to %.2f)%n",
                name,
                100 * sweep.hitRatio(),
                100 * sweep.hitLow(),
                100 * sweep.hitHigh(),
                100 * sweep.wrongRatio(),
                100 * sweep.wrongLow(),
                100 * sweep.wrongHigh()));
    }
}

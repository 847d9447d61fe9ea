package dev.mnemo.bench;

import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.cache.tune.Asked;
import dev.mnemo.cache.tune.Replay;
import dev.mnemo.cache.tune.Rule;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.models.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// How often the response cache answers and how often wrongly, on sets that are not part of the project:
/// `--data DIR`.
///
/// - `intents/banking77`: a stream of customers' questions; a cached answer is right if both questions have
///   the same intent. Each seed is another order of the stream.
/// - `paraphrase`: pairs of sentences; the first of each pair is in the cache, the second is asked. A cached
///   answer is right if it is that of the partner and the pair is marked as the same.
final class CacheQuality {
    private static final double[] ERROR_RATES = {0.01, 0.02, 0.05};

    /// Orders of the stream for the curves.
    private static final int CURVE_SEEDS = 3;

    /// Orders of the stream for the check of the bound.
    private static final int BOUND_SEEDS = 20;

    /// Orders from here on were not looked at while the features of the budget were chosen.
    private static final int FIRST_SEED = 101;

    private static final double[] BUDGETS = {0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2};

    private CacheQuality() {}

    /// A contender at one setting, over all orders.
    private record Point(double setting, double hits, double wrong) {}

    /// Prints the tables.
    static void main(String[] args) throws IOException {
        var data = Path.of(args.length > 1 && args[0].equals("--data") ? args[1] : "data");
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        switch (LocalModel.find(LocalModel.DEFAULT, cache)) {
            case LocalModel.Present(var embedder) -> {
                try (embedder) {
                    banking(data.resolve("intents/banking77/train.csv"), embedder);
                    pairs("mrpc", data.resolve("paraphrase/mrpc/msr_paraphrase_train.txt"), embedder);
                    pairs("stsb", data.resolve("paraphrase/stsb/sts-train.csv"), embedder);
                }
            }
            case LocalModel.Absent(var sentence) -> System.out.println("not present. " + sentence);
        }
    }

    private static void banking(Path file, Embedder embedder) throws IOException {
        if (!Files.exists(file)) {
            System.out.println("banking77: not present");
            return;
        }
        var replay = Replay.of(Asked.read(Files.readString(file)), embedder);
        System.out.println(
                "banking77, " + replay.size() + " questions: answers from the cache at a share of wrong ones");
        System.out.printf("%-44s %8s %8s %8s%n", "rule", "1 %", "2 %", "5 %");
        var original = at(replay, 0.85, CURVE_SEEDS, () -> Rule.threshold(0.85), Guards.NONE, true);
        System.out.printf(
                "(b) the original's rules at their default, 0.85: %.1f %% answered, %.2f %% of them wrong%n",
                100 * original.hits(), 100 * original.wrong());
        for (var guards : List.of(Guards.NONE, Guards.ALL)) {
            var behind = guards.equals(Guards.ALL) ? ", guards" : "";
            row("(a) threshold" + behind, thresholds(replay, guards));
            row("(c) budget, answers compare" + behind, budgets(replay, guards, true));
            row("(c) budget, answers do not" + behind, budgets(replay, guards, false));
            for (double rate : ERROR_RATES) {
                bound(replay, rate, guards);
            }
        }
    }

    private static List<Point> thresholds(Replay replay, Guards guards) {
        return IntStream.iterate(76, percent -> percent < 100, percent -> percent + 2)
                .mapToObj(percent ->
                        at(replay, percent / 100.0, CURVE_SEEDS, () -> Rule.threshold(percent / 100.0), guards, true))
                .toList();
    }

    private static List<Point> budgets(Replay replay, Guards guards, boolean compare) {
        return Arrays.stream(BUDGETS)
                .mapToObj(rate -> at(
                        replay,
                        rate,
                        CURVE_SEEDS,
                        () -> Rule.budget(Budget.maxErrorRate(rate, 0.95), FIRST_SEED),
                        guards,
                        compare))
                .toList();
    }

    private static int[] order(int size, int seed) {
        var random = new Random(seed);
        var order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private static Point at(
            Replay replay, double setting, int seeds, Supplier<Rule> rule, Guards guards, boolean compare) {
        double hits = 0;
        double served = 0;
        double wrong = 0;
        for (int seed = 0; seed < seeds; seed++) {
            var outcome = replay.play(order(replay.size(), FIRST_SEED + seed), rule.get(), guards, compare);
            hits += outcome.hitRatio() / seeds;
            served += outcome.served().cardinality();
            wrong += outcome.wrong().cardinality();
        }
        return new Point(setting, hits, wrong / Math.max(1, served));
    }

    /// The most hits at each error rate, between the two settings around it.
    private static void row(String name, List<Point> points) {
        System.out.printf("%-44s", name);
        for (double rate : ERROR_RATES) {
            System.out.printf(" %6.1f %%", 100 * hitsAt(points, rate));
        }
        System.out.println();
    }

    private static double hitsAt(List<Point> points, double rate) {
        double best = 0;
        for (var within : points) {
            if (within.wrong() > rate) {
                continue;
            }
            best = Math.max(best, within.hits());
            for (var beyond : points) {
                if (beyond.wrong() > rate && beyond.hits() > within.hits()) {
                    double share = (rate - within.wrong()) / (beyond.wrong() - within.wrong());
                    boolean next = Math.abs(points.indexOf(beyond) - points.indexOf(within)) == 1;
                    best = next ? Math.max(best, within.hits() + share * (beyond.hits() - within.hits())) : best;
                }
            }
        }
        return best;
    }

    private static void bound(Replay replay, double rate, Guards guards) {
        int kept = 0;
        double worst = 0;
        double hits = 0;
        for (int seed = 0; seed < BOUND_SEEDS; seed++) {
            var rule = Rule.budget(Budget.maxErrorRate(rate, 0.95), FIRST_SEED + seed);
            var outcome = replay.play(order(replay.size(), FIRST_SEED + seed), rule, guards, true);
            kept += outcome.wrongRatio() <= rate ? 1 : 0;
            worst = Math.max(worst, outcome.wrongRatio());
            hits += outcome.hitRatio() / BOUND_SEEDS;
        }
        System.out.printf(
                "budget %.0f %%: kept on %d of %d orders, worst %.2f %% wrong, %.1f %% answered%n",
                100 * rate, kept, BOUND_SEEDS, 100 * worst, 100 * hits);
    }

    private static void pairs(String name, Path file, Embedder embedder) throws IOException {
        if (!Files.exists(file)) {
            System.out.println(name + ": not present");
            return;
        }
        var cached = new ArrayList<Asked>();
        var asked = new ArrayList<Asked>();
        for (var line : Files.readAllLines(file)) {
            var cells = line.split("\t");
            boolean isMrpc = cells.length == 5 && cells[0].matches("[01]");
            if (!isMrpc && (cells.length < 7 || name.equals("mrpc"))) {
                continue;
            }
            boolean same = isMrpc ? cells[0].equals("1") : Double.parseDouble(cells[4]) >= 4.5;
            var pair = "pair " + cached.size();
            cached.add(new Asked(cells[isMrpc ? 3 : 5], pair));
            asked.add(new Asked(cells[isMrpc ? 4 : 6], same ? pair : "another " + pair));
        }
        int size = cached.size();
        cached.addAll(asked);
        var replay = Replay.of(cached, embedder);
        System.out.printf("%s, %d pairs%n%-28s %10s %10s%n", name, size, "rule", "answered", "wrong");
        for (var guards : List.of(Guards.NONE, Guards.ALL)) {
            for (double threshold : new double[] {0.8, 0.85, 0.9, 0.95, 0.98}) {
                var outcome = replay.play(fillThenAsk(size, threshold), guards);
                double answered = (double) outcome.served().cardinality() / size;
                System.out.printf(
                        "%-28s %8.1f %% %8.1f %%%n",
                        threshold + (guards.equals(Guards.ALL) ? " with guards" : ""),
                        100 * answered,
                        100 * outcome.wrongRatio());
            }
        }
    }

    /// Takes in the first half of the stream whatever it is near to, then answers by a threshold.
    private static Rule fillThenAsk(int size, double threshold) {
        var turns = new int[1];
        var rule = Rule.threshold(threshold);
        return nearest -> {
            boolean filling = ++turns[0] <= size;
            return filling ? rule.choose(List.of()) : rule.choose(nearest);
        };
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.models.LocalModel;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.recall.OtherStores;
import dev.mnemo.project.recall.Rankings;
import dev.mnemo.project.recall.Recall;
import dev.mnemo.project.recall.Recipe;
import dev.mnemo.project.recall.Search;
import dev.mnemo.project.recall.Sources;
import dev.mnemo.project.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// How fast recall and search are on given stores: `STORE...`, each a folder in the store's format. Writes claims into
/// them, so give copies. Prints the median and the 95th percentile in milliseconds.
final class RecallBench {
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 300;

    /// How long vectors may take that are not there yet.
    private static final long VECTORS_MILLIS_MAX = 3_600_000;

    private static final List<String> MESSAGES = List.of(
            "why does the billing module use kafka for retries?",
            "there is a memory leak in the cache under heavy load",
            "how should we name database migrations",
            "upgrade the redis client, any breaking change?",
            "next step for the search index");

    private RecallBench() {}

    static void main(String[] stores) throws IOException {
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        System.out.printf("%-32s %8s %10s %10s%n", "", "nodes", "p50 ms", "p95 ms");
        for (var folder : stores) {
            if (!Files.isDirectory(Path.of(folder))) {
                System.out.println(folder + ": not present");
                continue;
            }
            for (var recipe : List.of(Recipe.CLASSIC, Recipe.HYBRID)) {
                measure(Path.of(folder), recipe, Optional.empty());
            }
            if (LocalModel.find(LocalModel.DEFAULT, cache) instanceof LocalModel.Present(var model)) {
                measure(Path.of(folder), Recipe.HYBRID, Optional.of(model));
                model.close();
            }
        }
    }

    private static void measure(Path folder, Recipe recipe, Optional<Embedder> embedder) throws IOException {
        var clock = InstantSource.system();
        var empty = Files.createTempDirectory("recall-bench");
        long before = System.nanoTime();
        try (var store = NodeStore.open(folder);
                var global = NodeStore.open(empty);
                var rankings = new Rankings(recipe, embedder, EventLog.NONE, clock)) {
            int nodes = store.read(view -> view.active().size());
            var name = recipe.name() + (embedder.isPresent() ? " with the model" : "");
            report("open", nodes, new double[] {millis(before)});
            var session = new Session("s_00000000");
            var limits = new Recall.Limits(25_000, 0);
            var sources = new Sources(store, global, new Nobody(), rankings);
            var recall = new Recall(sources, session, EventLog.NONE, clock, limits);
            var search = new Search(sources, EventLog.NONE, clock);
            IntConsumer recalling =
                    round -> recall.recall(new Recall.Request(MESSAGES.get(round % MESSAGES.size()), "", 0, false));
            report(name + " first recall", nodes, times(1, recalling));
            for (long since = System.nanoTime();
                    !rankings.isMeaningComplete(store) && millis(since) < VECTORS_MILLIS_MAX; ) {
                times(1, recalling);
            }
            times(WARM_UP, recalling);
            report(name + " recall", nodes, times(ROUNDS, recalling));
            IntConsumer searching = round ->
                    search.search(new Search.Request(MESSAGES.get(round % MESSAGES.size()), 10, "all", "", false));
            times(WARM_UP, searching);
            report(name + " search", nodes, times(ROUNDS, searching));
            var afterClaim = new double[20];
            for (int round = 0; round < afterClaim.length; round++) {
                claim(store, "claim " + round + " at " + System.nanoTime(), clock);
                afterClaim[round] = times(1, recalling)[0];
            }
            report(name + " recall after a claim", nodes, afterClaim);
        } finally {
            System.out.flush();
        }
    }

    private static void claim(NodeStore store, String content, InstantSource clock) {
        store.write(change -> {
            var node = Node.of(
                    NodeType.LEAF,
                    content,
                    List.of(),
                    clock.instant().toEpochMilli() / 1e3,
                    Json.Obj.EMPTY.with("domain", "context"));
            change.put(node);
            change.activate(node.address());
            return node;
        });
    }

    private static double[] times(int rounds, IntConsumer work) {
        var times = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long before = System.nanoTime();
            work.accept(round);
            times[round] = millis(before);
        }
        return times;
    }

    private static double millis(long before) {
        return (System.nanoTime() - before) / 1e6;
    }

    private static void report(String what, int nodes, double[] times) {
        Arrays.sort(times);
        System.out.printf(
                "%-32s %8d %10.2f %10.2f%n", what, nodes, times[times.length / 2], times[(int) (times.length * 0.95)]);
    }

    private static final class Nobody implements OtherStores {
        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public NodeStore store(String project) {
            throw new IllegalArgumentException(project);
        }
    }
}

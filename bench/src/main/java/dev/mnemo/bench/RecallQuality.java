package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.models.LocalModel;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.recall.Ranking;
import dev.mnemo.project.recall.Rankings;
import dev.mnemo.project.recall.Recipe;
import dev.mnemo.project.recall.Retrieval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How well the recipes find what is right, on sets that are not part of the project: `--data DIR`.
///
/// - `commits`: a project's history in the order of time. The memory holds the commits so far; the question is the
///   subject of the next; right are the files that it changed. A file ranks by the nodes that name it.
/// - `cranfield`: 1,400 abstracts, 225 questions, nDCG@10 with binary judgements.
final class RecallQuality {
    private static final int HITS = 20;
    private static final int GROUP_COMMITS = 10;
    private static final int FIRST_QUESTION = 100;
    private static final int FILES_MAX = 20;

    private final Recipe recipe;
    private final Optional<Embedder> embedder;
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    RecallQuality(Recipe recipe, Optional<Embedder> embedder) {
        this.recipe = recipe;
        this.embedder = embedder;
    }

    /// A way of ranking to be compared.
    private record Contender(String name, Recipe recipe, Optional<Embedder> embedder) {}

    /// Runs every set under every recipe and prints one table.
    static void main(String[] args) throws IOException {
        var data = Path.of(args.length > 1 && args[0].equals("--data") ? args[1] : "data");
        var contenders = new ArrayList<Contender>();
        contenders.add(new Contender("tfidf", Recipe.CLASSIC, Optional.empty()));
        contenders.add(new Contender("hybrid, words", Recipe.HYBRID, Optional.empty()));
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        switch (LocalModel.find(LocalModel.DEFAULT, cache)) {
            case LocalModel.Present(var embedder) ->
                contenders.add(new Contender("hybrid", Recipe.HYBRID, Optional.of(embedder)));
            case LocalModel.Absent(var sentence) -> System.out.println("hybrid with meaning: not present. " + sentence);
        }
        System.out.printf("%-18s %-14s %9s %9s %9s %9s%n", "set", "recipe", "R@5", "R@10", "MRR", "nDCG@10");
        for (var contender : contenders) {
            for (var repository : List.of("javalin", "jdbi")) {
                var file = data.resolve("commits").resolve(repository + ".jsonl");
                print(
                        "commits/" + repository,
                        contender,
                        Files.exists(file) ? of(contender).commits(file) : Map.of());
            }
            var folder = data.resolve("cranfield");
            print("cranfield", contender, Files.exists(folder) ? of(contender).cranfield(folder) : Map.of());
            contender.embedder().ifPresent(Embedder::close);
        }
    }

    private static RecallQuality of(Contender contender) {
        return new RecallQuality(contender.recipe(), contender.embedder());
    }

    private static void print(String set, Contender contender, Map<String, Double> quality) {
        System.out.printf("%-18s %-14s", set, contender.name());
        for (var measure : List.of("R@5", "R@10", "MRR", "nDCG@10")) {
            System.out.printf(" %9s", quality.containsKey(measure) ? "%.4f".formatted(quality.get(measure)) : "-");
        }
        System.out.println(quality.isEmpty() ? " not present" : "");
    }

    Map<String, Double> commits(Path file) throws IOException {
        var commits = new ArrayList<Json.Obj>();
        for (var line : Files.readAllLines(file)) {
            commits.add(Json.parseObject(line));
        }
        commits.sort(Comparator.comparing(RecallQuality::time));
        return withRanking((store, ranking, learned) -> {
            double recallAt5 = 0;
            double recallAt10 = 0;
            double reciprocal = 0;
            int questions = 0;
            for (int from = 0; from < commits.size(); from += GROUP_COMMITS) {
                var group = commits.subList(from, Math.min(commits.size(), from + GROUP_COMMITS));
                for (var commit : group) {
                    var right = Set.copyOf(commit.array("files").strings());
                    if (from < FIRST_QUESTION || right.isEmpty() || right.size() > FILES_MAX) {
                        continue;
                    }
                    now = time(commit);
                    var found = files(ranking.relevant(commit.string("subject", ""), HITS));
                    questions++;
                    recallAt5 += share(found, right, 5);
                    recallAt10 += share(found, right, 10);
                    reciprocal += IntStream.range(0, found.size())
                            .filter(place -> right.contains(found.get(place)))
                            .mapToDouble(place -> 1.0 / (place + 1))
                            .findFirst()
                            .orElse(0);
                }
                now = time(group.getLast());
                learn(store, group);
                learned.run();
            }
            return Map.of("R@5", recallAt5 / questions, "R@10", recallAt10 / questions, "MRR", reciprocal / questions);
        });
    }

    private static Instant time(Json.Obj commit) {
        return OffsetDateTime.parse(commit.string("date", "")).toInstant();
    }

    private static double share(List<String> found, Set<String> right, int k) {
        return (double) found.stream().limit(k).filter(right::contains).count() / right.size();
    }

    /// Files by the nodes that name them: the better and the more, the higher.
    private static List<String> files(List<Retrieval.Hit> hits) {
        var scores = new LinkedHashMap<String, Double>();
        for (int place = 0; place < hits.size(); place++) {
            for (var anchor : hits.get(place).node().meta().anchors()) {
                scores.merge(anchor.string("path", ""), 1.0 / (10 + place), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void learn(NodeStore store, List<Json.Obj> commits) {
        store.write(change -> {
            for (var commit : commits) {
                var files = commit.array("files").strings().stream()
                        .limit(FILES_MAX)
                        .toList();
                var content = commit.string("subject", "") + "\n" + commit.string("body", "") + "\n"
                        + String.join("\n", files);
                var anchors = Json.array(files.stream()
                        .map(path -> Json.Obj.EMPTY.with("type", "file").with("path", path))
                        .toList());
                var meta = Json.Obj.EMPTY
                        .with("domain", "history")
                        .with("confidence", 0.8)
                        .with("anchors", anchors);
                var node = Node.of(
                        NodeType.LEAF,
                        content.strip(),
                        List.of(),
                        (double) time(commit).getEpochSecond(),
                        meta);
                if (change.node(node.address()).isEmpty()) {
                    change.put(node);
                    change.activate(node.address());
                }
            }
            return commits.size();
        });
    }

    Map<String, Double> cranfield(Path folder) throws IOException {
        var documents = new HashMap<String, String>();
        var document =
                Pattern.compile("<docno>(\\d+)</docno>.*?<title>(.*?)</title>.*?<text>(.*?)</text>", Pattern.DOTALL);
        document.matcher(Files.readString(folder.resolve("cran.all.1400.xml")))
                .results()
                .forEach(match -> documents.put(match.group(1), match.group(3).strip()));
        var right = new HashMap<Integer, Set<String>>();
        for (var line : Files.readAllLines(folder.resolve("cranqrel.trec.txt"))) {
            var fields = line.strip().split("\\s+");
            if (fields.length == 4 && Integer.parseInt(fields[3]) > 0) {
                right.computeIfAbsent(Integer.valueOf(fields[0]), _ -> new HashSet<>())
                        .add(fields[2]);
            }
        }
        var queries = Pattern.compile("<num>(.*?)</num>\\s*<title>(.*?)</title>", Pattern.DOTALL)
                .matcher(Files.readString(folder.resolve("cran.qry.xml")))
                .results()
                .map(match -> match.group(2).strip().replace('\n', ' '))
                .toList();
        return withRanking((store, ranking, learned) -> {
            now = Instant.ofEpochSecond(1_767_225_600);
            store.write(change -> {
                documents.forEach((number, text) -> {
                    var meta = Json.Obj.EMPTY.with("confidence", 0.8).with("number", number);
                    var node = Node.of(NodeType.LEAF, text, List.of(), (double) now.getEpochSecond() - 864_000, meta);
                    change.put(node);
                    change.activate(node.address());
                });
                return documents.size();
            });
            learned.run();
            double sum = 0;
            int questions = 0;
            for (int query = 0; query < queries.size(); query++) {
                var wanted = right.getOrDefault(query + 1, Set.of());
                if (!wanted.isEmpty()) {
                    var found = ranking.relevant(queries.get(query), 10).stream()
                            .map(hit -> hit.node().meta().json().string("number", ""))
                            .toList();
                    sum += gain(found, wanted);
                    questions++;
                }
            }
            return Map.of("nDCG@10", sum / questions);
        });
    }

    private static double gain(List<String> found, Set<String> right) {
        double gain = 0;
        double ideal = 0;
        for (int place = 0; place < 10; place++) {
            double discount = Math.log(2) / Math.log(place + 2);
            gain += place < found.size() && right.contains(found.get(place)) ? discount : 0;
            ideal += place < right.size() ? discount : 0;
        }
        return gain / ideal;
    }

    /// Vectors come a moment after the nodes; who measures waits for them.
    private static void awaitMeaning(Rankings rankings, NodeStore store) {
        while (!rankings.isMeaningComplete(store)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private interface Measurement {
        Map<String, Double> of(NodeStore store, Ranking ranking, Runnable learned);
    }

    private Map<String, Double> withRanking(Measurement measurement) throws IOException {
        var folder = Files.createTempDirectory("recall-quality");
        try (var store = NodeStore.open(folder);
                var rankings = new Rankings(recipe, embedder, EventLog.NONE, clock)) {
            return measurement.of(store, rankings.of(store), () -> awaitMeaning(rankings, store));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.text.TermIndex;
import dev.mnemo.kernel.text.Words;
import dev.mnemo.models.LocalModel;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Shelf;
import dev.mnemo.user.recall.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// How well recall finds the turns of a long conversation that answer a question, without any language model,
/// on a set that is not part of the project: `--data DIR` with a folder `locomo`, and `--parts` to see what
/// each part of the default recipe is worth, and `--learn` to see what facts that rules draw do to it. Each turn is a
/// message as it was said; recall at k is the share of
/// a question's evidence among the first k hits. Intervals are 95 % by resampling the questions.
final class UserQuality {
    private static final int HITS = 20;
    private static final int CONTEXT_HITS = 10;
    private static final int RESAMPLES = 2_000;
    private static final long SEED = 41;
    private static final int WORST = 25;
    private static final List<String> CATEGORIES = List.of("multi-hop", "temporal", "open-domain", "single-hop");

    private final List<Locomo> conversations;

    private UserQuality(List<Locomo> conversations) {
        this.conversations = conversations;
    }

    /// What one way of searching found for one question.
    ///
    /// @param conversation the file's name
    /// @param found ids of turns, best first
    /// @param tokens of the first ten
    private record Answer(String conversation, Locomo.Question question, List<Long> found, int tokens) {
        double recall(int k) {
            return (double) found.stream()
                            .limit(k)
                            .filter(question.evidence()::contains)
                            .count()
                    / question.evidence().size();
        }
    }

    /// A way of searching one conversation.
    private interface Search {
        List<Long> find(Locomo conversation, Locomo.Question question);
    }

    static void main(String[] args) throws IOException {
        var options = List.of(args);
        int at = options.indexOf("--data");
        var folder =
                Path.of(at >= 0 && at + 1 < args.length ? args[at + 1] : "data").resolve("locomo");
        if (!Files.exists(folder)) {
            System.out.println("locomo: not present in " + folder);
            return;
        }
        var bench = new UserQuality(Locomo.in(folder));
        System.out.printf("%-32s %5s %5s %17s %5s  %s%n", "", "R@1", "R@5", "R@10 (95 %)", "R@20", "tokens of 10 hits");
        bench.report("BM25", bench.bm25());
        bench.report("hybrid, words only", bench.recall(Recipe.HYBRID, Optional.empty()));
        if (options.contains("--learn")) {
            bench.reportLearned("words only", Optional.empty());
        }
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        for (var name : List.of("all-minilm-l6-v2", "bge-small-en-v1.5")) {
            switch (LocalModel.find(name, cache)) {
                case LocalModel.Absent(var sentence) -> System.out.println(name + ": not present. " + sentence);
                case LocalModel.Present(var embedder) -> {
                    var model = Optional.<Embedder>of(embedder);
                    bench.report(name + ", cosine alone", bench.recall(only(0, 1), model));
                    bench.report(name + ", classic", bench.recall(Recipe.CLASSIC, model));
                    bench.report(name + ", hybrid", bench.recall(Recipe.HYBRID, model));
                    if (options.contains("--learn")) {
                        bench.reportLearned(name, model);
                    }
                    if (options.contains("--parts")) {
                        bench.reportParts(model);
                    }
                    embedder.close();
                }
            }
        }
    }

    /// Everything remembered stands still.
    private static Shelf shelf(Locomo conversation, Optional<Embedder> model) {
        var texts = conversation.turns().stream().map(Remembered::searchText).toList();
        var vectors = model.map(embedder -> embedder.embed(texts, Embedder.Purpose.PASSAGE));
        var puts = new ArrayList<Shelf.Change>();
        for (int i = 0; i < texts.size(); i++) {
            int turn = i;
            puts.add(new Shelf.Put(conversation.turns().get(i), vectors.map(all -> all.get(turn))));
        }
        var end = new Shelf.Mark(0, 1, 1, 1, 0);
        return (mark, _) ->
                new Shelf.Changes(false, Optional.empty(), mark.rows() == end.rows() ? List.of() : puts, end, true);
    }

    private final Map<String, Shelf> shelves = new HashMap<>();

    private Search recall(Recipe recipe, Optional<Embedder> model) {
        var recalls = new HashMap<String, Recall>();
        return (conversation, question) -> {
            var recall = recalls.computeIfAbsent(
                    conversation.name(),
                    _ -> new Recall(recipe, model, InstantSource.fixed(conversation.end()), Recall.HELD_BYTES_DEFAULT));
            var shelf = shelves.computeIfAbsent(
                    conversation.name() + model.map(Embedder::fingerprint).orElse(""), _ -> shelf(conversation, model));
            return recall
                    .recall(
                            conversation.name(),
                            shelf,
                            Relation.Source.NONE,
                            Cue.of(question.text()).withLimit(HITS))
                    .hits()
                    .stream()
                    .flatMap(hit -> hit.memory().stream())
                    .map(Remembered::id)
                    .toList();
        };
    }

    /// The same with the facts that rules draw from the turns among the candidates: once with hits that are facts
    /// counted
    /// as misses, once counted for the turn they were drawn from.
    private void reportLearned(String name, Optional<Embedder> model) {
        var learned = conversations.stream().map(LearnedLocomo::of).toList();
        var bench = new UserQuality(learned.stream().map(LearnedLocomo::all).toList());
        var sources = new HashMap<String, LearnedLocomo>();
        learned.forEach(one -> sources.put(one.all().name(), one));
        System.out.printf(
                "%d turns taught %d facts%n",
                conversations.stream().mapToInt(one -> one.turns().size()).sum(),
                learned.stream().mapToInt(one -> one.sources().size()).sum());
        var search = bench.recall(Recipe.HYBRID, model);
        bench.report(name + ", with facts as misses", search);
        bench.report(
                name + ", with facts as their turns",
                (conversation, question) -> search.find(conversation, question).stream()
                        .map(Objects.requireNonNull(sources.get(conversation.name()))::source)
                        .distinct()
                        .toList());
    }

    /// BM25 (k1 0.9, b 0.4) over what was said, without who said it.
    private Search bm25() {
        var analysis = new Words();
        var indexes = new HashMap<String, TermIndex>();
        return (conversation, question) -> {
            var index = indexes.computeIfAbsent(conversation.name(), _ -> {
                var fresh = new TermIndex();
                conversation.turns().forEach(turn -> fresh.add(analysis.words(turn.text())));
                return fresh;
            });
            var words = new LinkedHashMap<String, Double>();
            analysis.words(question.text()).forEach(word -> words.put(word, 1.0));
            var scores = index.bm25(words, 0.9, 0.4);
            return IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(document -> -scores[document]))
                    .limit(HITS)
                    .map(document -> document + 1L)
                    .toList();
        };
    }

    private List<Answer> answers(Search search) {
        var answers = new ArrayList<Answer>();
        for (var conversation : conversations) {
            for (var question : conversation.questions()) {
                var found = search.find(conversation, question);
                int tokens = found.stream()
                        .limit(CONTEXT_HITS)
                        .mapToInt(id -> Tokens.of(
                                conversation.turns().get((int) (id - 1)).searchText()))
                        .sum();
                answers.add(new Answer(conversation.name(), question, found, tokens));
            }
        }
        return answers;
    }

    private void report(String name, Search search) {
        var answers = answers(search);
        line(name + ", " + answers.size() + " questions", answers, _ -> true);
        for (int category = 1; category <= CATEGORIES.size(); category++) {
            int wanted = category;
            line("  " + CATEGORIES.get(category - 1), answers, answer -> answer.question.category() == wanted);
        }
        for (var conversation : conversations) {
            line("  " + conversation.name(), answers, answer -> answer.conversation.equals(conversation.name()));
        }
    }

    private static void line(String name, List<Answer> answers, Predicate<Answer> part) {
        var some = answers.stream().filter(part).toList();
        var interval =
                interval(some.stream().mapToDouble(answer -> answer.recall(10)).toArray());
        System.out.printf(
                "%-32s %5.3f %5.3f %5.3f (%.3f-%.3f) %5.3f  %.0f%n",
                name + (name.startsWith("  ") ? " (" + some.size() + ")" : ""),
                mean(some, 1),
                mean(some, 5),
                mean(some, 10),
                interval[0],
                interval[1],
                mean(some, 20),
                some.stream().mapToInt(Answer::tokens).average().orElse(0));
    }

    private static double mean(List<Answer> answers, int k) {
        return answers.stream()
                .mapToDouble(answer -> answer.recall(k))
                .average()
                .orElse(0);
    }

    private static double[] interval(double[] values) {
        var random = new Random(SEED);
        var means = new double[RESAMPLES];
        for (int sample = 0; sample < RESAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[sample] = sum / values.length;
        }
        Arrays.sort(means);
        int tail = RESAMPLES * WORST / 1_000;
        return new double[] {means[tail], means[RESAMPLES - 1 - tail]};
    }

    private static Recipe only(double words, double meaning) {
        return new Recipe.Fused(
                "alone",
                new Recipe.Likeness(words, meaning, 1.0, 0.5, 0, 0, 0, 0, 0, 0, 0),
                new Recipe.Bonuses(0, 0, 0, 0, 0));
    }

    /// The default recipe with one part left out at a time.
    private void reportParts(Optional<Embedder> model) {
        var hybrid = (Recipe.Fused) Recipe.HYBRID;
        var parts = new LinkedHashMap<String, UnaryOperator<Recipe.Likeness>>();
        parts.put("without neighbours", r -> with(r, 0, 0, r.answer(), r.session(), r.asking(), r.speaker(), r.time()));
        parts.put(
                "without answers",
                r -> with(r, r.next(), r.second(), 0, r.session(), r.asking(), r.speaker(), r.time()));
        parts.put(
                "without session",
                r -> with(r, r.next(), r.second(), r.answer(), 0, r.asking(), r.speaker(), r.time()));
        parts.put(
                "without asking",
                r -> with(r, r.next(), r.second(), r.answer(), r.session(), 0, r.speaker(), r.time()));
        parts.put(
                "without speaker",
                r -> with(r, r.next(), r.second(), r.answer(), r.session(), r.asking(), 0, r.time()));
        parts.put(
                "without time",
                r -> with(r, r.next(), r.second(), r.answer(), r.session(), r.asking(), r.speaker(), 0));
        parts.put("fusion alone", r -> with(r, 0, 0, 0, 0, 0, 0, 0));
        parts.forEach((name, part) -> line(
                name,
                answers(recall(new Recipe.Fused(name, part.apply(hybrid.likeness()), hybrid.bonuses()), model)),
                _ -> true));
        line(
                "without bonuses",
                answers(recall(new Recipe.Fused("plain", hybrid.likeness(), new Recipe.Bonuses(0, 0, 0, 0, 0)), model)),
                _ -> true);
    }

    private static Recipe.Likeness with(
            Recipe.Likeness from,
            double next,
            double second,
            double answer,
            double session,
            double asking,
            double speaker,
            double time) {
        return new Recipe.Likeness(
                from.words(),
                from.meaning(),
                from.repetition(),
                from.length(),
                next,
                second,
                answer,
                session,
                asking,
                speaker,
                time);
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.models.LocalModel;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Emotion;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Shelf;
import dev.mnemo.user.time.TimeSpan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// How fast recall is: `UserBench [--sizes 1000,10000,100000] [--model NAME]`. Everything remembered stands on
/// a shelf in memory, so what is measured is reading it for the first time, and then the question's vector and
/// the ranking. Messages are made of words that follow the usual distribution of words in a language, so that
/// some are everywhere and most are rare; their vectors are made by chance, those of questions by the model.
final class UserBench {
    private static final int SESSION_MESSAGES = 40;
    private static final int WORDS_OF_LANGUAGE = 30_000;
    private static final int QUESTIONS = 200;

    private final Random random = new Random(41);
    private final ModelClock model;

    private UserBench(ModelClock model) {
        this.model = model;
    }

    /// The model, and how long it worked for questions.
    private static final class ModelClock implements Embedder {
        private final Embedder embedder;
        private final Random chance = new Random(7);
        private long queryNanos;

        ModelClock(Embedder embedder) {
            this.embedder = embedder;
        }

        @Override
        public String fingerprint() {
            return embedder.fingerprint();
        }

        @Override
        public int dimensions() {
            return embedder.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            long start = System.nanoTime();
            var vectors = embedder.embed(texts, purpose);
            queryNanos += System.nanoTime() - start;
            return vectors;
        }

        private float[] unit() {
            var vector = new float[dimensions()];
            double squares = 0;
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) chance.nextGaussian();
                squares += vector[i] * vector[i];
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(squares);
            }
            return vector;
        }

        long takeQueryNanos() {
            long taken = queryNanos;
            queryNanos = 0;
            return taken;
        }
    }

    static void main(String[] args) {
        var options = List.of(args);
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        var name = value(options, "--model", LocalModel.DEFAULT);
        if (!(LocalModel.find(name, cache) instanceof LocalModel.Present(var embedder))) {
            System.out.println(name + ": not present");
            return;
        }
        var bench = new UserBench(new ModelClock(embedder));
        for (var size : value(options, "--sizes", "1000,10000,100000").split(",")) {
            bench.measure(Integer.parseInt(size));
        }
        embedder.close();
    }

    private static String value(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at >= 0 && at + 1 < options.size() ? options.get(at + 1) : otherwise;
    }

    private void measure(int size) {
        var puts = new ArrayList<Shelf.Change>();
        var now = Instant.parse("2025-01-01T00:00:00Z");
        for (int i = 0; i < size; i++) {
            now = now.plusSeconds(90);
            var said = new Remembered(
                    i,
                    Kind.MESSAGE,
                    text(12),
                    i % 2 == 0 ? Remembered.USER : Remembered.ASSISTANT,
                    "session " + i / SESSION_MESSAGES,
                    i,
                    now,
                    Optional.empty(),
                    now,
                    TimeSpan.LATEST,
                    Remembered.IMPORTANCE_UNSAID,
                    Emotion.NEUTRAL,
                    0);
            puts.add(new Shelf.Put(said, Optional.of(model.unit())));
        }
        Shelf shelf = (mark, limit) -> {
            int from = (int) Math.max(0, mark.rows());
            int until = Math.min(size, from + limit);
            return new Shelf.Changes(
                    false,
                    Optional.empty(),
                    puts.subList(from, until),
                    new Shelf.Mark(0, until, 0, 0, 0),
                    until == size);
        };
        long before = Figures.residentMegabytes();
        var recall = new Recall(Recipe.HYBRID, Optional.of(model), Clock.systemUTC(), Recall.HELD_BYTES_DEFAULT);
        long start = System.nanoTime();
        recall.recall("somebody", shelf, Relation.Source.NONE, Cue.of(text(6)));
        double read = seconds(start);
        Figures.of(500, 1, _ -> recall.recall("somebody", shelf, Relation.Source.NONE, Cue.of(text(6))));
        model.takeQueryNanos();
        var figures =
                Figures.of(0, QUESTIONS, _ -> recall.recall("somebody", shelf, Relation.Source.NONE, Cue.of(text(6))));
        System.out.printf(
                "%,d on a shelf: read in %.2f s, held %d MB by our count; recall %s; of this the model %.2f ms;"
                        + " resident %d MB, %d before%n",
                size,
                read,
                recall.heldBytes() >> 20,
                figures,
                model.takeQueryNanos() / 1e6 / QUESTIONS,
                Figures.residentMegabytes(),
                before);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /// Words by Zipf's law.
    private String text(int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(WORDS_OF_LANGUAGE));
            text.append(i == 0 ? "" : " ").append(word(rank));
        }
        return text.toString();
    }

    private static String word(int rank) {
        var word = new StringBuilder();
        for (int rest = rank; rest > 0; rest /= 20) {
            word.append("bcdfghklmnprstvwzjqx".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
        }
        return word.toString();
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.models.LocalModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// How fast the local models are: one query, many passages, and the first vector of a new process.
final class EmbedBench {
    private static final List<String> MODELS = List.of("bge-small-en-v1.5", "all-minilm-l6-v2");
    private static final int PROCESSES = 11;

    private static final List<String> WORDS =
            List.of("the cache token request order index server clears returns stores retries every failed signed user "
                    .split(" "));

    private EmbedBench() {}

    /// Without arguments measures; with `first MODEL CACHE` embeds one text, which is what the new processes do.
    static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 3) {
            open(args[1], Path.of(args[2])).embed("why are tokens signed", Purpose.QUERY);
            return;
        }
        var cache = Files.createTempDirectory("embed-bench");
        for (var model : MODELS) {
            var unprepared = newProcess(model, cache);
            var later = Figures.of(1, PROCESSES, _ -> newProcess(model, cache));
            System.out.printf(
                    "%s: first vector of a new process %s; of the first process ever %.0f ms%n",
                    model, later, unprepared.millis(0.5));
            measure(model, cache);
        }
    }

    private static void measure(String model, Path cache) {
        var random = new Random(7);
        try (var embedder = open(model, cache)) {
            for (int words : new int[] {6, 28, 62, 250}) {
                var texts = texts(random, words, 250);
                var figures = Figures.of(50, 200, run -> embedder.embed(texts.get(run), Purpose.QUERY));
                System.out.printf("  query of %d words: %s%n", words, figures);
            }
            var passages = texts(random, 40, 200);
            var passing = Figures.of(1, 3, _ -> embedder.embed(passages, Purpose.PASSAGE));
            System.out.printf(
                    "  passage of 40 words: %.1f ms, processor %.1f ms; resident %d MB%n",
                    passing.millis(0.5) / passages.size(),
                    passing.processorMillis() / passages.size(),
                    Figures.residentMegabytes());
        }
    }

    private static Figures newProcess(String model, Path cache) {
        return Figures.of(0, 1, _ -> {
            var command = new ArrayList<String>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(
                    List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), EmbedBench.class.getName()));
            command.addAll(List.of("first", model, cache.toString()));
            try {
                new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (IOException | InterruptedException fault) {
                throw new IllegalStateException(fault);
            }
        });
    }

    private static Embedder open(String model, Path cache) {
        return switch (LocalModel.find(model, cache)) {
            case LocalModel.Present(var embedder) -> embedder;
            case LocalModel.Absent(var sentence) -> throw new IllegalStateException(sentence);
        };
    }

    private static List<String> texts(Random random, int words, int count) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int word = 0; word < words; word++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.user.Conversations.Ingest;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.seal.MasterKeys;
import dev.mnemo.user.talk.NewMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// What encryption at rest costs: `SealBench [MESSAGES]`. The same messages go into an SQLite file as they are and
/// encrypted, in turns, with vectors of 384 components made by hashing; then each is opened anew and asked.
final class SealBench {
    private static final int ROUNDS = 5;
    private static final int BATCH = 50;
    private static final int QUESTIONS = 200;
    private static final String USER = "ann";

    private record Times(double ingestMillis, double firstMillis, double warmMillis, long bytes) {}

    private SealBench() {}

    public static void main(String[] arguments) throws IOException {
        int messages = arguments.length == 0 ? 5_000 : Integer.parseInt(arguments[0]);
        var plain = new ArrayList<Times>();
        var sealed = new ArrayList<Times>();
        for (int round = 0; round <= ROUNDS; round++) {
            var one = run(messages, false);
            var other = run(messages, true);
            if (round > 0) { // the first one warms the machine up
                plain.add(one);
                sealed.add(other);
            }
        }
        System.out.printf("%d messages, median of %d rounds%n", messages, ROUNDS);
        System.out.printf("%-34s %10s %10s %7s%n", "", "plain", "encrypted", "ratio");
        row("ingest with vectors, ms/1,000", plain, sealed, times -> times.ingestMillis() * 1_000 / messages);
        row("first recall after opening, ms", plain, sealed, Times::firstMillis);
        row("recall, ms", plain, sealed, Times::warmMillis);
        row("file, MB", plain, sealed, times -> times.bytes() / 1e6);
    }

    private interface Figure {
        double of(Times times);
    }

    private static void row(String name, List<Times> plain, List<Times> sealed, Figure figure) {
        double one = median(plain, figure);
        double other = median(sealed, figure);
        System.out.printf("%-34s %10.2f %10.2f %7.2f%n", name, one, other, other / one);
    }

    private static double median(List<Times> times, Figure figure) {
        var sorted = times.stream().mapToDouble(figure::of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static NeuroMemory open(Path folder, boolean sealed) {
        var builder = NeuroMemory.builder(
                        folder.resolve("user.db").toString(), InstantSource.system(), new SecureRandom())
                .embedding(new HashEmbedder(384));
        if (sealed) {
            var key = new byte[32];
            Arrays.fill(key, (byte) 7);
            builder.encryption(MasterKeys.parse(Base64.getEncoder().encodeToString(key)));
        }
        return builder.open();
    }

    private static Times run(int messages, boolean sealed) throws IOException {
        var folder = Files.createTempDirectory("mnemo-seal");
        var random = new Random(3);
        double ingest;
        try (var memory = open(folder, sealed)) {
            long start = System.nanoTime();
            for (int i = 0; i < messages; i += BATCH) {
                var batch = new ArrayList<NewMessage>();
                for (int j = 0; j < BATCH; j++) {
                    batch.add(NewMessage.of("user", sentence(random)));
                }
                memory.conversations().addMessagesBatch(USER, batch, Ingest.into("talk"));
            }
            memory.awaitIdle(USER, Duration.ofMinutes(5));
            ingest = (System.nanoTime() - start) / 1e6;
        }
        try (var memory = open(folder, sealed)) {
            long start = System.nanoTime();
            memory.recall(USER, sentence(random));
            double first = (System.nanoTime() - start) / 1e6;
            start = System.nanoTime();
            for (int i = 0; i < QUESTIONS; i++) {
                memory.recall(USER, sentence(random));
            }
            double warm = (System.nanoTime() - start) / 1e6 / QUESTIONS;
            return new Times(ingest, first, warm, Files.size(folder.resolve("user.db")));
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String sentence(Random random) {
        var words = new StringBuilder();
        for (int i = 0; i < 15; i++) {
            words.append("word")
                    .append((int) Math.abs(random.nextGaussian() * 400))
                    .append(' ');
        }
        return words.toString();
    }
}

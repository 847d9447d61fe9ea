package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.models.LocalModel;
import dev.mnemo.user.Conversations.Ingest;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Recall;
import dev.mnemo.user.talk.NewMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// How fast the user memory is, on a real store: the path of an SQLite file, or `postgresql://…`.
///
///     UserBench fill STORE USERS MEMORIES          people with so many messages each, vectors by chance
///     UserBench one STORE [NUMBER [tables]]        recall of the first person or another one, one question after the
///                                                  other; with `tables` nobody is held in memory
///     UserBench many STORE USERS RATE SECONDS      recall of one person after the other, so many a second
///     UserBench ingest STORE                       writing with and without a model
final class UserBench {
    static final String SESSION = "session ";
    static final int SESSION_MESSAGES = 40;
    static final int MESSAGE_WORDS = 12;
    static final int QUESTION_WORDS = 6;
    private static final int BATCH = 500;
    private static final int WARM_UP = 200;
    private static final int QUESTIONS = 300;
    private static final int INGESTED = 3_000;
    private static final int WRITERS = 8;
    private static final int OFFERED_PER_SECOND = 100;
    private static final int OFFERED_SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String address;

    private UserBench(String address) {
        this.address = address;
    }

    static void main(String[] args) throws Exception {
        var bench = new UserBench(args[1]);
        switch (args[0]) {
            case "fill" -> bench.fill(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "one" ->
                bench.one(
                        user(args.length > 2 ? Integer.parseInt(args[2]) : 0),
                        args.length > 3 ? 0 : Recall.HELD_BYTES_DEFAULT);
            case "many" ->
                new UserLoad(
                                bench.open(Optional.of(model()), Recall.HELD_BYTES_DEFAULT),
                                args[1],
                                Integer.parseInt(args[2]))
                        .run(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            case "ingest" -> bench.ingest();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Embedder model() {
        var cache = LocalModel.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
        return switch (LocalModel.find(LocalModel.DEFAULT, cache)) {
            case LocalModel.Present(var embedder) -> embedder;
            case LocalModel.Absent(var sentence) -> throw new IllegalStateException(sentence);
        };
    }

    /// A memory and its model.
    record Opened(NeuroMemory memory, HalfModel model) implements AutoCloseable {
        @Override
        public void close() {
            memory.close();
        }
    }

    private Opened open(Optional<Embedder> embedder, long heldBytesMax) {
        var model = new HalfModel(embedder.orElseGet(UserBench::model));
        return new Opened(
                NeuroMemory.builder(address, InstantSource.system(), new SecureRandom())
                        .embedding(model)
                        .autoExtract(false)
                        .heldBytesMax(heldBytesMax)
                        .open(),
                model);
    }

    static String user(int number) {
        return "user " + number;
    }

    /// The first people by the memory's own writing; on a server the others are copies of these, row by row under
    /// their own names, ids and marks.
    private void fill(int users, int memories) {
        long start = System.nanoTime();
        try (var opened = open(Optional.empty(), Recall.HELD_BYTES_DEFAULT)) {
            int written = address.startsWith("postgres") ? Math.min(users, UserCopies.TEMPLATES) : users;
            for (int user = 0; user < written; user++) {
                write(opened.memory(), user, memories);
            }
            for (int user = 0; user < written; user++) {
                if (!opened.memory().awaitIdle(user(user), PATIENCE)) {
                    throw new IllegalStateException("the vectors are not there in time");
                }
            }
            report("written with vectors", (long) written * memories, start);
            if (users > written) {
                start = System.nanoTime();
                UserCopies.make(address, users);
                report("copied by SQL", (long) (users - written) * memories, start);
            }
        }
    }

    private static void write(NeuroMemory memory, int user, int memories) {
        var chatter = new Chatter(user);
        for (int first = 0; first < memories; first += BATCH) {
            var batch = new ArrayList<NewMessage>();
            for (int i = first; i < Math.min(memories, first + BATCH); i++) {
                batch.add(NewMessage.of(i % 2 == 0 ? "user" : "assistant", chatter.text(MESSAGE_WORDS)));
            }
            memory.conversations().addMessagesBatch(user(user), batch, Ingest.into(SESSION + first / SESSION_MESSAGES));
        }
    }

    private static void report(String what, long rows, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%,d memories %s in %.1f s: %,.0f a second%n", rows, what, seconds, rows / seconds);
    }

    private void one(String person, long heldBytesMax) {
        long empty = Figures.residentMegabytes();
        try (var opened = open(Optional.empty(), heldBytesMax)) {
            var memory = opened.memory();
            var chatter = new Chatter(-1);
            long start = System.nanoTime();
            memory.recall(person, Cue.of(chatter.text(QUESTION_WORDS)));
            double first = (System.nanoTime() - start) / 1e9;
            Figures.of(0, WARM_UP, _ -> memory.recall(person, Cue.of(chatter.text(QUESTION_WORDS))));
            opened.model().takeQueryNanos();
            var tokens = new ArrayList<Integer>();
            var figures = Figures.of(
                    0,
                    QUESTIONS,
                    _ -> tokens.add(memory.recall(person, Cue.of(chatter.text(QUESTION_WORDS)))
                            .found()
                            .tokens()));
            double model = opened.model().takeQueryNanos() / 1e6 / QUESTIONS;
            System.out.printf(
                    "first recall %.2f s; recall %s; of this the model %.2f ms; %.0f tokens of 20 hits; resident %d MB, %d"
                            + " before%n",
                    first,
                    figures,
                    model,
                    tokens.stream().mapToInt(Integer::intValue).average().orElse(0),
                    Figures.residentMegabytes(),
                    empty);
        }
    }

    private void ingest() throws InterruptedException {
        var chatter = new Chatter(-2);
        try (var memory = NeuroMemory.builder(address, InstantSource.system(), new SecureRandom())
                .autoExtract(false)
                .open()) {
            Figures.of(0, WARM_UP, _ -> memory.ingest("warm", "user", chatter.text(MESSAGE_WORDS), SESSION));
            long start = System.nanoTime();
            var figures =
                    Figures.of(0, INGESTED, _ -> memory.ingest("single", "user", chatter.text(MESSAGE_WORDS), SESSION));
            report("ingested one by one (" + figures + ")", INGESTED, start);
            start = System.nanoTime();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, WRITERS)
                        .forEach(writer -> threads.execute(() -> {
                            var own = new Chatter(writer);
                            for (int i = 0; i < INGESTED / WRITERS; i++) {
                                memory.ingest("writer " + writer, "user", own.text(MESSAGE_WORDS), SESSION);
                            }
                        }));
            }
            report("ingested by " + WRITERS + " writers", INGESTED, start);
        }
        offer(chatter);
    }

    /// A hundred messages a second with a real model in the background.
    private void offer(Chatter chatter) throws InterruptedException {
        try (var memory = NeuroMemory.builder(address, InstantSource.system(), new SecureRandom())
                .autoExtract(false)
                .embedding(model())
                .open()) {
            memory.ingest("embedded", "user", chatter.text(MESSAGE_WORDS), SESSION);
            memory.awaitIdle("embedded", PATIENCE);
            long start = System.nanoTime();
            int offered = OFFERED_PER_SECOND * OFFERED_SECONDS;
            var late = new double[offered];
            for (int i = 0; i < offered; i++) {
                long due = start + i * (1_000_000_000L / OFFERED_PER_SECOND);
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                memory.ingest("embedded", "user", chatter.text(MESSAGE_WORDS), SESSION);
                late[i] = (System.nanoTime() - due) / 1e6;
            }
            double given = (System.nanoTime() - start) / 1e9;
            memory.awaitIdle("embedded", PATIENCE);
            double done = (System.nanoTime() - start) / 1e9;
            Arrays.sort(late);
            System.out.printf(
                    "%,d messages offered in %.1f s, each kept within p50 %.1f, p95 %.1f ms; all vectors there %.1f s after"
                            + " the last%n",
                    offered, given, late[offered / 2], late[offered * 95 / 100], done - given);
        }
    }

    /// Questions that nobody asked before.
    static List<String> questions(int count) {
        var chatter = new Chatter(-3);
        return IntStream.range(0, count)
                .mapToObj(_ -> chatter.text(QUESTION_WORDS))
                .toList();
    }
}

package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Tokens;
import dev.mnemo.user.store.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Questions at a steady rate whether the last are answered or not, each from the next person in turn, so that a person
/// comes back as late as possible. Times count from the moment at which a question was due. Beside it the same load on
/// pgvector alone: the nearest vectors of one person with their texts, in plain SQL, the vector of the question made by
/// the same model.
final class UserLoad {
    private static final int ROUNDS = 2;

    /// The compiler is given time at the same rate.
    private static final int WARM_UP_SECONDS = 30;

    private static final int CONNECTIONS = 8;
    private static final int HITS = Cue.LIMIT_DEFAULT;
    private static final String NEAREST = "select m.content from vectors v join messages m using (tenant, user_id, seq)"
            + " where v.tenant = ? and v.user_id = ? order by v.vector <=> cast(? as halfvec) limit " + HITS;

    private final UserBench.Opened opened;
    private final Database database;
    private final int users;
    private final AtomicInteger next = new AtomicInteger();

    UserLoad(UserBench.Opened opened, String address, int users) {
        this.opened = opened;
        this.database = Database.open(DatabaseAddress.parse(address), CONNECTIONS);
        this.users = users;
    }

    /// Answers a question of a person with the texts to show.
    private interface Answer {
        int tokens(String user, String question);
    }

    void run(int rate, int seconds) throws InterruptedException {
        try (opened;
                database) {
            measure("recall, warming up", this::recall, rate, WARM_UP_SECONDS);
            for (int round = 0; round < ROUNDS; round++) {
                measure("pgvector alone", this::nearest, rate, seconds);
                measure("recall", this::recall, rate, seconds);
            }
        }
    }

    private int recall(String user, String question) {
        return opened.memory().recall(user, Cue.of(question)).found().tokens();
    }

    private int nearest(String user, String question) {
        var vector = Arrays.toString(opened.model().embed(question, Embedder.Purpose.QUERY));
        return database
                .read(tx -> tx.list(NEAREST, row -> row.text("content"), Owner.TENANT_DEFAULT, user, vector))
                .stream()
                .mapToInt(Tokens::of)
                .sum();
    }

    private void measure(String what, Answer answer, int rate, int seconds) throws InterruptedException {
        var questions = UserBench.questions(rate * seconds);
        List<Double> millis = new ArrayList<>();
        var tokens = new LongAdder();
        var failed = new LongAdder();
        opened.model().takeQueryNanos();
        var processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < questions.size(); i++) {
                long due = start + i * 1_000_000_000L / rate;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                var question = questions.get(i);
                var user = UserBench.user(next.getAndIncrement() % users);
                threads.execute(() -> {
                    try {
                        tokens.add(answer.tokens(user, question));
                    } catch (RuntimeException overload) {
                        failed.increment();
                        return;
                    }
                    double taken = (System.nanoTime() - due) / 1e6;
                    synchronized (millis) {
                        millis.add(taken);
                    }
                });
            }
        }
        if (millis.isEmpty()) {
            System.out.println(what + ": nothing was answered");
            return;
        }
        double lasted = (System.nanoTime() - start) / 1e9;
        var used = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .minus(processor);
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "%-18s %d questions answered, %d failed, in %.1f s: p50 %.1f, p95 %.1f, p99 %.1f ms; of this the model %.1f ms; this process %.1f ms"
                        + " of processor each; %d tokens%n",
                what,
                sorted.length,
                failed.sum(),
                lasted,
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[sorted.length * 99 / 100],
                opened.model().takeQueryNanos() / 1e6 / sorted.length,
                used.toMillis() / (double) sorted.length,
                tokens.sum() / sorted.length);
    }
}

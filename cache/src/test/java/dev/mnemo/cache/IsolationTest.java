package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.cache.policy.RequestKey;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No answer ever leaves its partition, and nothing that is no number ever hits.
class IsolationTest {
    private static final List<String> NAMESPACES =
            List.of("a", "a:b", "b", "a\nb", "", "default", "A", "ab", "a b", "\u0001");
    private static final List<RequestKey> KEYS = List.of(
            RequestKey.of("openai", "gpt-5"),
            RequestKey.of("openai", "gpt-5").withParameters(Json.Obj.EMPTY.with("temperature", 0)),
            RequestKey.of("openai", "gpt-5-mini"),
            RequestKey.of("openaigpt", "-5"));

    private static Question question(SplittableRandom random) {
        var question = Question.of("question " + random.nextInt(6)).in(NAMESPACES.get(random.nextInt(10)));
        if (random.nextInt(5) > 0) {
            question = question.under(KEYS.get(random.nextInt(KEYS.size())));
        }
        var vector = new float[Fixture.DIMENSIONS];
        vector[random.nextInt(2)] = 1;
        if (random.nextInt(10) == 0) {
            vector[random.nextInt(vector.length)] =
                    List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE).get(random.nextInt(3));
        }
        return question.withEmbedding(vector);
    }

    private static String owner(Question question) {
        return question.namespace() + "|" + question.partition();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_answer_leaves_its_partition(long seed) {
        var random = new SplittableRandom(seed);
        var ids = new HashMap<Long, String>();
        int hits = 0;
        try (var it = Fixture.open(options -> options.similarityThreshold(-1).maxEntries(60))) {
            for (int step = 0; step < 4_000; step++) {
                var question = question(random);
                boolean isNumber = isNumber(question);
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> {
                        try {
                            if (it.cache.put(question, NewAnswer.of(owner(question)))
                                    instanceof PutResult.Stored(long id)) {
                                ids.put(id, owner(question));
                            }
                        } catch (Refusal refusal) {
                            assertThat(isNumber)
                                    .as("seed %d, step %d", seed, step)
                                    .isFalse();
                        }
                    }
                    case 3 -> it.cache.delete(question);
                    default -> {
                        if (it.cache.lookUp(question) instanceof Hit hit) {
                            hits++;
                            assertThat(hit.response())
                                    .as("seed %d, step %d", seed, step)
                                    .isEqualTo(owner(question))
                                    .isEqualTo(ids.get(hit.entryId()));
                            assertThat(hit.similarity()).isBetween(-1.0, 1.0);
                            assertThat(isNumber || hit.layer() == HitLayer.EXACT)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        assertThat(hits).as("the test looks at something").isGreaterThan(100);
    }

    private static boolean isNumber(Question question) {
        double squares = 0;
        for (float component : question.embedding().orElseThrow()) {
            squares += (double) component * component;
        }
        return Double.isFinite(squares);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void many_threads_see_what_was_put_and_count_each_look_once(long seed) throws Exception {
        Map<String, String> expected = new ConcurrentHashMap<>();
        var faults = new ConcurrentLinkedQueue<Throwable>();
        int threads = 8;
        int steps = 400;
        var looks = new java.util.concurrent.atomic.AtomicLong();
        try (var it = Fixture.open()) {
            var running = new java.util.ArrayList<Thread>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                running.add(Thread.ofVirtual().start(() -> {
                    var random = new SplittableRandom(seed * 100 + number);
                    try {
                        for (int step = 0; step < steps; step++) {
                            // each thread has questions of its own and one that all share
                            var text = random.nextInt(4) == 0 ? "shared" : "q" + number + " " + random.nextInt(20);
                            var question = Question.of(text).in("n" + random.nextInt(3));
                            var name = question.namespace() + text;
                            switch (random.nextInt(5)) {
                                case 0, 1 -> {
                                    it.cache.put(question, NewAnswer.of(name + " " + step));
                                    expected.put(name, name + " " + step);
                                }
                                case 2 -> {
                                    it.cache.delete(question);
                                    expected.remove(name);
                                }
                                default -> {
                                    looks.incrementAndGet();
                                    it.cache.get(question).ifPresent(hit -> {
                                        if (!text.equals("shared") && hit.layer() == HitLayer.EXACT) {
                                            assertThat(hit.response()).isEqualTo(expected.get(name));
                                        }
                                        assertThat(hit.response()).startsWith(question.namespace());
                                    });
                                }
                            }
                        }
                    } catch (Throwable fault) {
                        faults.add(fault);
                    }
                }));
            }
            for (var thread : running) {
                thread.join();
            }
            assertThat(faults).as("seed %d", seed).isEmpty();
            var stats = it.stats();
            assertThat(stats.hitsExact() + stats.hitsSemantic() + stats.misses())
                    .isEqualTo(looks.get());
            expected.forEach((name, answer) -> {
                if (!name.endsWith("shared")) {
                    assertThat(it.hit(Question.of(name.substring(2)).in(name.substring(0, 2)))
                                    .response())
                            .as("seed %d", seed)
                            .isEqualTo(answer);
                }
            });
        }
    }
}

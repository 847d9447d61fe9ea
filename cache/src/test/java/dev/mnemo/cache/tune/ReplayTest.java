package dev.mnemo.cache.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.cache.policy.Budget;
import dev.mnemo.cache.policy.Guards;
import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final int DIMENSIONS = 16;

    /// Clusters of questions, some of them close to each other.
    private record World(List<Asked> stream, List<float[]> vectors) {
        static World of(long seed, int questions) {
            var random = new Random(seed);
            var centres = new ArrayList<float[]>();
            for (int i = 0; i < 12; i++) {
                var far = unit(random, new float[DIMENSIONS], 1);
                centres.add(i % 3 == 0 && i > 0 ? unit(random, centres.get(i - 1), 0.2) : far);
            }
            var stream = new ArrayList<Asked>();
            var vectors = new ArrayList<float[]>();
            for (int i = 0; i < questions; i++) {
                int centre = random.nextInt(centres.size());
                stream.add(new Asked("question", "answer " + centre));
                vectors.add(unit(random, centres.get(centre), 0.07));
            }
            return new World(stream, vectors);
        }

        private static float[] unit(Random random, float[] around, double spread) {
            var vector = around.clone();
            double square = 0;
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] += (float) (spread * random.nextGaussian());
                square += vector[i] * vector[i];
            }
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] /= (float) Math.sqrt(square);
            }
            return vector;
        }

        Replay replay() {
            return Replay.of(stream, vectors);
        }
    }

    /// The same, written down as simply as can be.
    private static Replay.Outcome simple(World world, double threshold) {
        var entries = new ArrayList<Integer>();
        var served = new BitSet();
        var wrong = new BitSet();
        for (int question = 0; question < world.stream().size(); question++) {
            int best = -1;
            double nearest = -2;
            for (int entry : entries) {
                double cosine = 0;
                for (int i = 0; i < DIMENSIONS; i++) {
                    cosine += world.vectors().get(entry)[i] * world.vectors().get(question)[i];
                }
                if (cosine > nearest) {
                    nearest = cosine;
                    best = entry;
                }
            }
            if (nearest < threshold) {
                entries.add(question);
            } else {
                served.set(question);
                var here = world.stream().get(question).answer();
                wrong.set(question, !here.equals(world.stream().get(best).answer()));
            }
        }
        return new Replay.Outcome(served, wrong, world.stream().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_threshold_replays_as_a_simple_cache_would(long seed) {
        var world = World.of(seed, 900);
        for (double threshold : new double[] {0.8, 0.9, 0.97}) {
            var played = world.replay().play(Rule.threshold(threshold), Guards.NONE);
            var expected = simple(world, threshold);
            // Vectors of the replay are rounded, so that a question at the very border may fall on the other side.
            assertThat(played.hitRatio()).as("seed " + seed).isCloseTo(expected.hitRatio(), within(0.01));
            assertThat(played.wrongRatio()).as("seed " + seed).isCloseTo(expected.wrongRatio(), within(0.01));
        }
    }

    @Test
    void a_budget_keeps_its_rate_whether_or_not_answers_can_be_compared() {
        var world = World.of(4, 3_000);
        var order = IntStream.range(0, 3_000).toArray();
        for (boolean compare : new boolean[] {true, false}) {
            var rule = Rule.budget(Budget.maxErrorRate(0.05, 0.95), 1);
            var outcome = world.replay().play(order, rule, Guards.NONE, compare);
            assertThat(outcome.hitRatio()).isGreaterThan(0.2);
            assertThat(outcome.wrongRatio()).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void guards_keep_candidates_from_every_rule() {
        var stream = List.of(new Asked("order 1", "one"), new Asked("order 2", "two"), new Asked("order 1", "one"));
        var vector = new float[] {1, 0};
        var replay = Replay.of(stream, List.of(vector, vector, vector));
        assertThat(replay.play(Rule.threshold(0.9), Guards.NONE).wrongRatio()).isEqualTo(0.5);
        var guarded = replay.play(Rule.threshold(0.9), Guards.ALL);
        assertThat(guarded.served()).isEqualTo(BitSet.valueOf(new long[] {0b100}));
        assertThat(guarded.wrongRatio()).isZero();
    }

    @Test
    void an_empty_stream_is_no_stream_of_hits() {
        var replay = Replay.of(List.of(), List.<float[]>of());
        assertThat(replay.play(Rule.threshold(0.9), Guards.ALL).hitRatio()).isZero();
        assertThat(Tuning.of(replay, Budget.maxErrorRate(0.02, 0.95), 1).isConclusive())
                .isFalse();
    }

    @Test
    void streams_are_read_from_json_lines_and_csv() {
        var asked = List.of(new Asked("a, \"b\"\nc", "x"), new Asked("d", "y"));
        assertThat(Asked.read("text,answer\r\n\"a, \"\"b\"\"\nc\",x\r\nd,y\r\n"))
                .isEqualTo(asked);
        assertThat(Asked.read("# first\n\n{\"text\": \"a, \\\"b\\\"\\nc\", \"answer\": \"x\"}\n"
                        + "{\"text\": \"d\", \"answer\": \"y\"}"))
                .isEqualTo(asked);
        assertThatThrownBy(() -> Asked.read("\n{\"text\": \"d\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() -> Asked.read("text,answer\nlonely"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Row 2");
    }
}

package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatIndexTest {
    private static final int DIMENSIONS = 48;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void finds_what_looking_at_every_vector_finds_after_any_puts_and_removals(long seed) {
        var random = new Random(seed);
        var index = new FlatIndex("model", DIMENSIONS);
        var model = new TreeMap<Long, float[]>();
        for (int step = 0; step < 4_000; step++) {
            long id = random.nextLong(1_500) * 0x1_0000_0001L;
            if (random.nextInt(4) == 0) {
                assertThat(index.remove(id)).as("seed %d", seed).isEqualTo(model.remove(id) != null);
            } else {
                var vector = vector(random);
                index.put(id, vector);
                model.put(id, vector);
            }
        }
        assertThat(index.size()).isEqualTo(model.size());
        assertThat(index.ids())
                .containsExactly(
                        model.keySet().stream().mapToLong(Long::longValue).toArray());
        for (int query = 0; query < 20; query++) {
            var wanted = vector(random);
            var found = index.nearest(wanted, 5, id -> id % 2 == 0);
            var expected = model.entrySet().stream()
                    .filter(entry -> entry.getKey() % 2 == 0)
                    .map(entry -> new Neighbour(entry.getKey(), cosine(wanted, entry.getValue())))
                    .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                    .limit(5)
                    .toList();
            assertThat(found).as("seed %d", seed).hasSize(5);
            for (int place = 0; place < 5; place++) {
                var neighbour = found.get(place);
                assertThat(neighbour.id() % 2).isZero();
                assertThat(neighbour.similarity())
                        .as("seed %d, place %d: the true cosine, and as good as the best", seed, place)
                        .isCloseTo(cosine(wanted, model.get(neighbour.id())), within(0.01f))
                        .isCloseTo(expected.get(place).similarity(), within(0.01f));
                assertThat(index.similarity(wanted, neighbour.id())).hasValue(neighbour.similarity());
            }
        }
    }

    @Test
    void equal_vectors_come_in_the_order_of_their_ids_whatever_the_order_of_putting() {
        var index = new FlatIndex("model", 3);
        var random = new Random(1);
        var ids = new ArrayList<Long>();
        for (long id = 0; id < 3_000; id++) {
            ids.add(id);
        }
        java.util.Collections.shuffle(ids, random);
        for (long id : ids) {
            index.put(id, new float[] {1, 2, 2});
        }
        var found = index.nearest(new float[] {1, 0, 0}, 40);
        assertThat(found)
                .extracting(Neighbour::id)
                .containsExactlyElementsOf(ids.stream().sorted().limit(40).toList());
        assertThat(found.getFirst().similarity()).isCloseTo(1 / 3f, within(0.005f));
    }

    @Test
    void only_the_direction_of_a_vector_counts_and_similarity_never_leaves_its_range() {
        var index = new FlatIndex("model", 4);
        index.put(1, new float[] {1e-20f, 0, 0, 0});
        index.put(2, new float[] {0, 3e30f, 3e30f, 0});
        index.put(3, new float[] {-5, 0, 0, 0});
        assertThat(index.nearest(new float[] {7, 0, 0, 0}, 10))
                .containsExactly(new Neighbour(1, 1), new Neighbour(2, 0), new Neighbour(3, -1));
    }

    @Test
    void an_empty_index_finds_nothing_and_no_limit_finds_nothing() {
        var index = new FlatIndex("model", 2);
        assertThat(index.nearest(new float[] {1, 0}, 10)).isEmpty();
        index.put(Long.MIN_VALUE, new float[] {1, 0});
        assertThat(index.nearest(new float[] {1, 0}, 0)).isEmpty();
        assertThat(index.nearest(new float[] {1, 0}, -1)).isEmpty();
        assertThat(index.nearest(new float[] {1, 0}, Integer.MAX_VALUE))
                .containsExactly(new Neighbour(Long.MIN_VALUE, 1));
        assertThat(index.remove(Long.MIN_VALUE)).isTrue();
        assertThat(index.nearest(new float[] {1, 0}, 10)).isEmpty();
        assertThat(index.similarity(new float[] {1, 0}, Long.MIN_VALUE)).isEmpty();
    }

    @Test
    void vectors_without_direction_or_of_another_length_are_refused() {
        var index = new FlatIndex("model", 2);
        for (var bad :
                List.of(new float[0], new float[] {1}, new float[] {0, -0f}, new float[] {Float.NaN, 1}, new float[] {
                    1, Float.NEGATIVE_INFINITY
                })) {
            assertThatThrownBy(() -> index.put(1, bad)).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> index.nearest(bad, 1)).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> new FlatIndex("model", 0)).isInstanceOf(Refusal.class);
        assertThat(index.size()).isZero();
    }

    @Test
    void readers_never_see_half_a_change() throws Exception {
        var index = new FlatIndex("model", DIMENSIONS);
        var one = new float[DIMENSIONS];
        var other = new float[DIMENSIONS];
        java.util.Arrays.fill(one, 1);
        java.util.Arrays.fill(other, -1);
        for (long id = 0; id < 2_000; id++) {
            index.put(id, one);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> reading = () -> {
                int seen = 0;
                for (int read = 0; read < 30; read++) {
                    for (var neighbour : index.nearest(one, 3_000)) {
                        assertThat(Math.abs(neighbour.similarity())).isCloseTo(1f, within(1e-5f));
                        seen++;
                    }
                }
                return seen;
            };
            var readers = List.of(threads.submit(reading), threads.submit(reading));
            for (int round = 0; !readers.stream().allMatch(Future::isDone); round++) {
                for (long id = 0; id < 2_000; id += 7) {
                    index.put(id, round % 2 == 0 ? other : one);
                    index.remove(id + 1);
                }
            }
            for (var reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    static float[] vector(Random random) {
        var vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static float cosine(float[] left, float[] right) {
        double dot = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            dot += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return (float) (dot / Math.sqrt(leftSquares * rightSquares));
    }
}
